/* main.c: the tests of the client, through the real program. An argument chooses by name. */
#include "groups.h"

#include <string.h>

int main(int argc, char **argv, char **envp)
{
    const struct tests groups[] = {request_tests, attached_tests, terminal_tests, start_tests, namespace_tests};
    if (strstr(argv[0], "/bin/java") != NULL)
        return fake_engine(argc, argv, envp);
    return tests_run(groups, sizeof groups / sizeof groups[0], argc > 1 ? argv[1] : NULL);
}
