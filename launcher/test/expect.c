/* expect.c: see expect.h. */
#include "expect.h"

#include <stdio.h>
#include <string.h>

static int failures;
static const char *skipped;

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

void test_skip(const char *reason)
{
    skipped = reason;
}

static int passes(const struct test *test)
{
    failures = 0;
    skipped = NULL;
    test->run();
    if (failures > 0)
        printf("failed  %s\n", test->sentence);
    else if (skipped != NULL)
        printf("skipped %s: %s\n", test->sentence, skipped);
    fflush(stdout);
    return failures == 0;
}

int tests_run(const struct tests *groups, size_t count, const char *filter)
{
    int passed = 0, failed = 0, left_out = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < groups[i].count; j++) {
            const struct test *test = &groups[i].all[j];
            if (filter != NULL && strstr(test->sentence, filter) == NULL)
                continue;
            if (!passes(test))
                failed++;
            else if (skipped != NULL)
                left_out++;
            else
                passed++;
        }
    }
    printf("%d passed, %d failed, %d skipped\n", passed, failed, left_out);
    return failed > 0 ? 1 : 0;
}
