/*
 * check.h: the proof that a plan can be run: that it keeps inside its own bytes and comes to an end.
 * Pure: bytes in, verdict out.
 */
#ifndef HAKO_CHECK_H
#define HAKO_CHECK_H

#include <stddef.h>
#include <stdint.h>

#define CHECK_NO_STEP UINT32_MAX

struct check_verdict {
    const char *reason; /* NULL: the plan is sound */
    uint32_t step;      /* CHECK_NO_STEP: the fault is in what surrounds the steps */
};

/* `plan` begins at a multiple of 8. */
struct check_verdict plan_check(const void *plan, size_t size, uint16_t machine);

#endif
