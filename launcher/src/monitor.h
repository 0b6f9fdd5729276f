/*
 * monitor.h: what the launcher becomes once the container runs (PLAN_MONITOR): the process that
 * stays with it, owns its standard streams, serves its clients and its engines, writes its log and
 * records how it ended.
 */
#ifndef HAKO_MONITOR_H
#define HAKO_MONITOR_H

#include "run.h"

/* Stays to the container's end, runs the clean-up section, tells everybody, and exits. */
_Noreturn void monitor_run(struct run *run, const struct plan_monitor *monitor);

#endif
