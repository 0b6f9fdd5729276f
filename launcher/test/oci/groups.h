/* groups.h: the groups of tests of the OCI runtime command: what it does without a compiler. */
#ifndef HAKO_TEST_GROUPS_H
#define HAKO_TEST_GROUPS_H

#include "expect.h"

extern const struct tests home_tests, line_tests, list_tests, log_tests, signal_tests, stats_tests;

#define GROUP(table) {.of = #table, .all = (table), .count = sizeof(table) / sizeof(table)[0]}

#endif
