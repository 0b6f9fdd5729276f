/*
 * builder.h: plans in the making, for tests. Steps are numbered as they are added; a jump's target
 * is set when it is known.
 */
#ifndef HAKO_TEST_BUILDER_H
#define HAKO_TEST_BUILDER_H

#include "plan.h"

#include <stddef.h>

#if defined(__x86_64__)
#define BUILDER_MACHINE PLAN_MACHINE_X86_64
#elif defined(__aarch64__)
#define BUILDER_MACHINE PLAN_MACHINE_AARCH64
#endif

#define BUILDER_TRAIL_FD 5 /* where a plan under test leaves a trail (launched.h) */

struct builder {
    struct plan_step steps[128];
    uint32_t step_count;
    uint32_t cleanup; /* 0: none */
    uint32_t relocations[512];
    uint32_t relocation_count;
    _Alignas(8) unsigned char data[8192];
    uint32_t data_size;
};

struct argument {
    uint8_t kind;
    uint64_t value;
};

static inline struct argument value(uint64_t value)
{
    return (struct argument){PLAN_IMMEDIATE, value};
}

static inline struct argument data(uint32_t offset)
{
    return (struct argument){PLAN_DATA, offset};
}

static inline struct argument in(uint8_t number)
{
    return (struct argument){PLAN_REGISTER, number};
}

struct plan_step *add(struct builder *plan, enum plan_verb verb, struct argument a, struct argument b,
                      struct argument c);
struct plan_step *add1(struct builder *plan, enum plan_verb verb, struct argument a);
struct plan_step *add2(struct builder *plan, enum plan_verb verb, struct argument a, struct argument b);

/* A system call with up to three arguments, and one with four. */
struct plan_step *call(struct builder *plan, long number, struct argument a, struct argument b, struct argument c);
struct plan_step *call4(struct builder *plan, long number, struct argument a, struct argument b, struct argument c,
                        struct argument d);

/* A system call for each bit of a mask, whose number is added to argument `target`; the first argument is `a`. */
struct plan_step *each(struct builder *plan, long number, struct argument a, uint32_t target, uint64_t mask);

/* Writes `text` where the test sees it. */
void leave(struct builder *plan, const char *text);

/* Places in the data: their offsets. */
uint32_t place(struct builder *plan, const void *bytes, size_t size); /* at a multiple of 8 */
uint32_t place_text(struct builder *plan, const char *text);
uint32_t place_texts(struct builder *plan, const char *const *texts); /* a zero-ended array of pointers */

/* Makes the slot at `offset` point to `target`. */
void point(struct builder *plan, uint32_t offset, uint32_t target);

/* How to treat errors: `error` 0 means any. */
void tolerate(struct plan_step *step, int error);
void branch(struct plan_step *step, int error, uint32_t target);
void retry(struct plan_step *step, int error, uint32_t millis);

/* The plan's bytes, from malloc. */
void *encode(const struct builder *plan, size_t *size);

#endif
