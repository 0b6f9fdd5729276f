/* groups.h: the tests of the monitor, by what they are about. */
#ifndef HAKO_TEST_GROUPS_H
#define HAKO_TEST_GROUPS_H

#include "expect.h"

extern const struct tests log_tests;
extern const struct tests attach_tests;
extern const struct tests input_tests;
extern const struct tests engine_tests;
extern const struct tests end_tests;
extern const struct tests revive_tests;

/* This program as the engine that a monitor revives; the exit code. */
int revived_engine(const char *directory);

#define GROUP(table) {.of = #table, .all = (table), .count = sizeof(table) / sizeof(table)[0]}

#endif
