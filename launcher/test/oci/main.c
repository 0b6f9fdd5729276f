/* main.c: tests of `hako-runtime` through the real program. An argument chooses by name. */
#include "groups.h"

int main(int argc, char **argv)
{
    const struct tests groups[] = {line_tests, home_tests, list_tests, signal_tests, log_tests, stats_tests};
    return tests_run(groups, sizeof groups / sizeof groups[0], argc > 1 ? argv[1] : NULL);
}
