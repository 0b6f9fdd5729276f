/* groups.h: the tests of the client, by what they are about. */
#ifndef HAKO_TEST_GROUPS_H
#define HAKO_TEST_GROUPS_H

#include "expect.h"

extern const struct tests request_tests;
extern const struct tests attached_tests;
extern const struct tests terminal_tests;
extern const struct tests start_tests;
extern const struct tests namespace_tests;

/* This program in the place of Java: see fake_engine.c. The exit code. */
int fake_engine(int argc, char **argv, char **envp);

#define GROUP(table) {.of = #table, .all = (table), .count = sizeof(table) / sizeof(table)[0]}

#endif
