/* check_main.c: see check_main.h. */
#include "check_main.h"

#include "load.h"
#include "sys.h"
#include "text.h"

#define LINE_SIZE 160

static void say(uint32_t step, const char *reason)
{
    char line[LINE_SIZE];
    size_t used;
    if (step == CHECK_NO_STEP) {
        used = text_append(line, sizeof line, 0, "plan");
    } else {
        used = text_append(line, sizeof line, 0, "step ");
        used = text_append_decimal(line, sizeof line, used, step);
    }
    used = text_append(line, sizeof line, used, ": ");
    used = text_append(line, sizeof line, used, reason);
    used = text_append(line, sizeof line, used, "\n");
    sys_write(1, line, used);
}

int check_main(void)
{
    struct load_file file;
    struct check_verdict verdict = {.reason = "cannot be read", .step = CHECK_NO_STEP};
    if (load_read(0, &file) == 0)
        verdict = load_check(&file);
    if (verdict.reason == NULL)
        return 0;
    say(verdict.step, verdict.reason);
    return 1;
}
