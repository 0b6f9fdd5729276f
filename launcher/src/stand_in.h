/* stand_in.h: a process that is on the host, for a monitor, what a program in a guest kernel is (PLAN_STAND_IN). */
#ifndef HAKO_STAND_IN_H
#define HAKO_STAND_IN_H

#include "run.h"

/* Returns -errno, or not at all: see plan.h. */
int stand_in_run(struct run *run, int carrier, int plan, uint64_t millis);

#endif
