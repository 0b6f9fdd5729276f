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
#define RUN_MAX_CHILDREN 64

/* Why a step failed: the payload of WIRE_FAILED as it is sent. */
struct failure {
    struct wire_failed head;
    char text[RUN_MAX_TEXT];
};

struct run {
    const struct plan_step *steps; /* step `first` and those after it */
    uint32_t first;
    uint32_t step_count;
    uint32_t cleanup;
    uint32_t step; /* the one being run */
    uint32_t next;
    int root;     /* whether this is the first process */
    int cleaning; /* whether failures are passed over … */
    int tells_all; /* … and told nevertheless */
    void *plan;   /* the plan as it was read; NULL once it is given back */
    size_t plan_size;
    unsigned char *data; /* relocated; the steps of the clean-up section follow it */
    size_t data_size;
    int fate_read, fate_write; /* fate.h; -1: none */
    uint32_t child_count;
    int children[RUN_MAX_CHILDREN]; /* pids that the root has to kill when the plan fails */
    uint64_t registers[PLAN_REGISTERS];
    struct failure failure; /* of the step being run */
};

/* Runs the plan at PLAN_FD. */
_Noreturn void run_main(void);

/* Runs nothing but the clean-up section of the plan at PLAN_FD; what fails there is told. */
_Noreturn void run_cleanup_main(void);

/* The end of a root whose plan has failed as run->failure says: tells the engine, undoes what was done, exits. */
_Noreturn void run_failed(struct run *run);

/* Runs the clean-up section with the registers as they are; a step that fails there is passed over. */
void run_cleanup(struct run *run);

/* The value of a register, or -1 for PLAN_NONE: a descriptor that is not there. */
static inline int run_descriptor(const struct run *run, uint8_t number)
{
    return number == PLAN_NONE ? -1 : (int)run->registers[number];
}

_Static_assert(offsetof(struct failure, text) == sizeof(struct wire_failed), "the text follows at once");

#endif
