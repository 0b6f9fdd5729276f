/* expect.c: see expect.h. */
#include "expect.h"

#include <stdio.h>
#include <string.h>

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

static enum outcome outcome_of(const struct test *test)
{
    const char *lacking = test->lacks != NULL ? test->lacks() : NULL;
    if (lacking != NULL) {
        printf("skipped %s: %s\n", test->sentence, lacking);
        return SKIPPED;
    }
    failures = 0;
    test->run();
    if (failures > 0)
        printf("failed  %s\n", test->sentence);
    fflush(stdout);
    return failures > 0 ? FAILED : PASSED;
}

int tests_run(const struct tests *groups, size_t count, const char *filter)
{
    int counts[OUTCOMES] = {0};
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
