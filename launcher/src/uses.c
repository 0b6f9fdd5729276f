/* uses.c: see uses.h. */
#include "uses.h"

#include "check_main.h"
#include "init.h"
#include "run.h"
#include "text.h"

int uses_own(int argc, char **argv, char **envp, int *status)
{
    const char *name = text_last_part(argv[0]);
    if (argc >= 2 && text_equal(name, "hako-launcher")) {
        if (text_equal(argv[1], "run"))
            run_main();
        if (text_equal(argv[1], "check")) {
            *status = check_main();
            return 1;
        }
    }
    if (argc >= 3 && text_equal(name, "hako-init")) {
        *status = init_main(argv + 2, envp);
        return 1;
    }
    if (argc == 1 && text_equal(name, "hako-init")) {
        *status = init_for_others();
        return 1;
    }
    return 0;
}
