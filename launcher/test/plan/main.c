/* main.c: the tests of the interpreter and the checker, through the real launcher. An argument chooses by name. */
#include "groups.h"

int main(int argc, char **argv)
{
    const struct tests groups[] = {check_tests, load_tests,  verb_tests, error_tests,
                                   message_tests, spawn_tests, clone_tests, gate_tests, stand_in_tests};
    return tests_run(groups, sizeof groups / sizeof groups[0], argc > 1 ? argv[1] : NULL);
}
