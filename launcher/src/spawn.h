/* spawn.h: running a program to its end: hooks, newuidmap (PLAN_SPAWN). */
#ifndef HAKO_SPAWN_H
#define HAKO_SPAWN_H

#include "run.h"

/* 0 or -errno as struct plan_spawn says; `failure` takes the wait status and the end of standard error. */
int spawn_run(const struct plan_spawn *program, struct failure *failure);

#endif
