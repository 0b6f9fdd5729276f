/* groups.h: the groups of tests of the interpreter and the checker. */
#ifndef HAKO_TEST_GROUPS_H
#define HAKO_TEST_GROUPS_H

#include "expect.h"

extern const struct tests check_tests, clone_tests, error_tests, gate_tests, load_tests, message_tests, spawn_tests, stand_in_tests,
    verb_tests;

#define GROUP(table) {.of = #table, .all = (table), .count = sizeof(table) / sizeof(table)[0]}

#endif
