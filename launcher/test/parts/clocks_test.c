/* clocks_test.c: our civil dates against the C library's. */
#include "groups.h"

#include "clocks.h"

#include <stdio.h>
#include <time.h>

#define DAY 86400

static void expect_same(time_t seconds, long nanos)
{
    char expected[40], actual[CLOCKS_TIMESTAMP + 1] = {0};
    struct tm date;
    size_t size = strftime(expected, sizeof expected, "%Y-%m-%dT%H:%M:%S", gmtime_r(&seconds, &date));
    snprintf(expected + size, sizeof expected - size, ".%09ldZ", nanos);
    clocks_timestamp((uint64_t)seconds * 1000000000u + (uint64_t)nanos, actual);
    EXPECT_TEXT(actual, expected);
}

static void writes_every_day_of_five_centuries(void)
{
    for (time_t day = 0; day < 500 * 365; day++) {
        expect_same(day * DAY, 0);
        expect_same(day * DAY + DAY - 1, 999999999);
    }
}

static void writes_the_example_of_the_format(void)
{
    char actual[CLOCKS_TIMESTAMP + 1] = {0};
    clocks_timestamp(1475712429669794202u, actual);
    EXPECT_TEXT(actual, "2016-10-06T00:07:09.669794202Z");
}

static const struct test tests[] = {
    {"writes every day of five centuries", writes_every_day_of_five_centuries, NULL},
    {"writes nanoseconds", writes_the_example_of_the_format, NULL},
};

const struct tests clocks_tests = GROUP(tests);
