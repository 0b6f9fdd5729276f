/*
 * report.h: what a running plan tells the engine, each as one frame over CONTROL_FD. An engine that
 * is gone is no error: the plan does not need to be heard.
 */
#ifndef HAKO_REPORT_H
#define HAKO_REPORT_H

#include "run.h"

/* The first frame of all. */
void report_hello(void);

void report_milestone(uint32_t milestone, uint64_t value);

void report_failure(const struct failure *failure);

#endif
