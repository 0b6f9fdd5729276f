/*
 * expect.h: a test is a sentence and a function. A program of tests is a table of them, run by tests_run();
 * a condition that does not hold fails the test it is in, and the test goes on.
 */
#ifndef HAKO_TEST_EXPECT_H
#define HAKO_TEST_EXPECT_H

#include <stddef.h>

struct test {
    const char *sentence;
    void (*run)(void);
    const char *(*lacks)(void); /* why the test cannot be done here, or NULL; may be absent */
};

struct tests {
    const char *of;
    const struct test *all;
    size_t count;
};

/* Says which expectation failed, and with what. */
void expect_failed(const char *file, int line, const char *what, long long actual, long long expected);

#define EXPECT(condition)                                                    \
    do {                                                                     \
        if (!(condition))                                                    \
            expect_failed(__FILE__, __LINE__, #condition, 0, 1);             \
    } while (0)

#define EXPECT_EQUAL(actual, expected)                                       \
    do {                                                                     \
        long long actual_ = (long long)(actual), expected_ = (long long)(expected); \
        if (actual_ != expected_)                                            \
            expect_failed(__FILE__, __LINE__, #actual, actual_, expected_);  \
    } while (0)

#define EXPECT_TEXT(actual, expected) expect_text(__FILE__, __LINE__, #actual, actual, expected)

void expect_text(const char *file, int line, const char *what, const char *actual, const char *expected);

/* Runs them all, or those whose sentence contains `filter`; the exit code. */
int tests_run(const struct tests *groups, size_t count, const char *filter);

#endif
