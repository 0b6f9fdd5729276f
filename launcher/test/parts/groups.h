/* groups.h: tests of parts that stand for themselves, against a model each. */
#ifndef HAKO_TEST_GROUPS_H
#define HAKO_TEST_GROUPS_H

#include "expect.h"

extern const struct tests clocks_tests;
extern const struct tests detach_tests;
extern const struct tests fuse_tests;
extern const struct tests queue_tests;
extern const struct tests ring_tests;

#define GROUP(table) {.of = #table, .all = (table), .count = sizeof(table) / sizeof(table)[0]}

#endif
