/* main.c: tests of the launcher's parts. An argument chooses by name. */
#include "groups.h"

int main(int argc, char **argv)
{
    const struct tests groups[] = {clocks_tests, detach_tests, fuse_tests, queue_tests, ring_tests};
    return tests_run(groups, sizeof groups / sizeof groups[0], argc > 1 ? argv[1] : NULL);
}
