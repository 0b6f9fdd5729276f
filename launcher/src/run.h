/*
 * run.h: the interpreter of plans. A run is one process's walk through a plan; a process that the
 * plan clones goes on with a copy of it. The first process, the root, talks to the engine and later
 * becomes the container's monitor; the others tell the root when they fail (fate.h).
 */
#ifndef HAKO_RUN_H
#define HAKO_RUN_H

#include "plan.h"
#include "wire.h"

#include <stddef.h>

#define RUN_MAX_TEXT 1024

/* Why a step failed: a WIRE_FAILED's payload as it is sent. */
struct failure {
    struct wire_failed head;
    char text[RUN_MAX_TEXT];
};

struct run {
    const struct plan_step *steps; /* only those from `cleanup` on once the monitor runs */
    uint32_t step_count;
    uint32_t cleanup;
    uint32_t step; /* the one being run */
    uint32_t next;
    unsigned char *data;
    size_t data_size;
    int root;     /* whether this is the first process */
    int cleaning; /* whether failures are passed over */
    int fate_read, fate_write; /* fate.h; -1: none */
    uint64_t registers[PLAN_REGISTERS];
    struct failure failure;
};

/* Runs the plan at PLAN_FD. */
_Noreturn void run_main(void);

/* Runs the clean-up section with the registers as they are; a step that fails there is passed over. */
void run_cleanup(struct run *run);

/* The value of a register, or -1 for PLAN_NONE: a descriptor that is not there. */
static inline int run_descriptor(const struct run *run, uint8_t number)
{
    return number == PLAN_NONE ? -1 : (int)run->registers[number];
}

#endif
