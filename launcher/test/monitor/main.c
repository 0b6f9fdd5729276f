/* main.c: the tests of the monitor, through the real launcher. An argument chooses by name. */
#include "groups.h"

#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    const struct tests groups[] = {log_tests, attach_tests, input_tests, engine_tests, end_tests, revive_tests};
    if (argc == 3 && strcmp(argv[1], "--engine") == 0)
        return revived_engine(argv[2]);
    return tests_run(groups, sizeof groups / sizeof groups[0], argc > 1 ? argv[1] : NULL);
}
