/* expect.c: see expect.h. */
#include "expect.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

enum outcome { PASSED, FAILED, SKIPPED, OUTCOMES };

static int failures;

void expect_failed(const char *file, int line, const char *what, long long actual, long long expected)
{
    failures++;
    printf("    %s:%d: %s is %lld, not %lld\n", file, line, what, actual, expected);
}

void expect_text(const char *file, int line, const char *what, const char *actual, const char *expected)
{
    if (strcmp(actual, expected) == 0)
        return;
    failures++;
    printf("    %s:%d: %s is \"%s\", not \"%s\"\n", file, line, what, actual, expected);
}

/* One of this process's children; 0 if it has none. */
static int first_child(void)
{
    int pid = 0;
    FILE *children = fopen("/proc/thread-self/children", "re");
    if (children != NULL) {
        if (fscanf(children, "%d", &pid) != 1)
            pid = 0;
        fclose(children);
    }
    return pid;
}

/*
 * Ends what a test has left behind. Orphans of whatever depth are this process's children, since it is
 * their subreaper; a test waits for its own children itself.
 */
static void end_orphans(void)
{
    for (int pid; (pid = first_child()) > 0;) {
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
    }
}

static enum outcome outcome_of(const struct test *test)
{
    const char *lacking = test->lacks != NULL ? test->lacks() : NULL;
    if (lacking != NULL) {
        printf("skipped %s: %s\n", test->sentence, lacking);
        return SKIPPED;
    }
    failures = 0;
    test->run();
    end_orphans();
    if (failures > 0)
        printf("failed  %s\n", test->sentence);
    fflush(stdout);
    return failures > 0 ? FAILED : PASSED;
}

int tests_run(const struct tests *groups, size_t count, const char *filter)
{
    int counts[OUTCOMES] = {0};
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < groups[i].count; j++) {
            const struct test *test = &groups[i].all[j];
            if (filter == NULL || strstr(test->sentence, filter) != NULL)
                counts[outcome_of(test)]++;
        }
    }
    printf("%d passed, %d failed, %d skipped\n", counts[PASSED], counts[FAILED], counts[SKIPPED]);
    return counts[FAILED] > 0 ? 1 : 0;
}
