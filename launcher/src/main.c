/*
 * main.c: one program, five uses, told apart by the name it is called by and its first argument.
 *
 *     hako-launcher run     runs the plan at descriptor 3 and reports over descriptor 4
 *     hako-launcher check   checks the plan on standard input
 *     hako-init -- PROGRAM  runs a program as process 1 should
 *     hako-init             is process 1 for others, whose orphans it takes in
 *     anything else         the client: takes the command line to the engine
 */
#include "check_main.h"
#include "client.h"
#include "init.h"
#include "run.h"
#include "text.h"

int main(int argc, char **argv, char **envp)
{
    if (argc >= 2 && text_equal(text_last_part(argv[0]), "hako-launcher")) {
        if (text_equal(argv[1], "run"))
            run_main();
        if (text_equal(argv[1], "check"))
            return check_main();
    }
    if (argc >= 3 && text_equal(text_last_part(argv[0]), "hako-init"))
        return init_main(argv + 2, envp);
    if (argc == 1 && text_equal(text_last_part(argv[0]), "hako-init"))
        return init_for_others();
    return client_main(argc, argv, envp);
}
