/* monitor.h: what the launcher becomes once the container runs (PLAN_MONITOR). */
#ifndef HAKO_MONITOR_H
#define HAKO_MONITOR_H

#include "plan.h"
#include "run.h"

/* Stays with the container to its end, runs the clean-up section and exits. */
_Noreturn void monitor_run(struct run *run, const struct plan_monitor *monitor);

#endif
