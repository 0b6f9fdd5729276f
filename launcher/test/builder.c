/* builder.c: see builder.h. */
#include "builder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void demand(int condition, const char *what)
{
    if (condition)
        return;
    fprintf(stderr, "the test's plan is too long: %s\n", what);
    abort();
}

struct plan_step *add(struct builder *plan, enum plan_verb verb, struct argument a, struct argument b,
                      struct argument c)
{
    demand(plan->step_count < sizeof plan->steps / sizeof plan->steps[0], "steps");
    struct plan_step *step = &plan->steps[plan->step_count++];
    *step = (struct plan_step){
        .verb = (uint8_t)verb,
        .result = PLAN_NONE,
        .kind = {a.kind, b.kind, c.kind},
        .argument = {a.value, b.value, c.value},
    };
    return step;
}

struct plan_step *add1(struct builder *plan, enum plan_verb verb, struct argument a)
{
    return add(plan, verb, a, value(0), value(0));
}

struct plan_step *add2(struct builder *plan, enum plan_verb verb, struct argument a, struct argument b)
{
    return add(plan, verb, a, b, value(0));
}

struct plan_step *call(struct builder *plan, long number, struct argument a, struct argument b, struct argument c)
{
    struct plan_step *step = add(plan, PLAN_CALL, a, b, c);
    step->number = (uint16_t)number;
    return step;
}

struct plan_step *call4(struct builder *plan, long number, struct argument a, struct argument b, struct argument c,
                        struct argument d)
{
    struct plan_step *step = call(plan, number, a, b, c);
    step->kind[3] = d.kind;
    step->argument[3] = d.value;
    return step;
}

struct plan_step *each(struct builder *plan, long number, struct argument a, uint32_t target, uint64_t mask)
{
    struct plan_step *step = add1(plan, PLAN_EACH, a);
    step->number = (uint16_t)number;
    step->target = target;
    step->argument[5] = mask;
    return step;
}

void leave(struct builder *plan, const char *text)
{
    uint32_t at = place_text(plan, text);
    add(plan, PLAN_WRITE, value(BUILDER_TRAIL_FD), data(at), value(strlen(text)));
}

uint32_t place(struct builder *plan, const void *bytes, size_t size)
{
    uint32_t at = (plan->data_size + 7) & ~7u;
    demand(at + size < sizeof plan->data, "data");
    if (bytes != NULL)
        memcpy(plan->data + at, bytes, size);
    plan->data_size = at + (uint32_t)size;
    return at;
}

uint32_t place_text(struct builder *plan, const char *text)
{
    return place(plan, text, strlen(text) + 1);
}

uint32_t place_texts(struct builder *plan, const char *const *texts)
{
    size_t count = 0;
    while (texts[count] != NULL)
        count++;
    uint32_t array = place(plan, NULL, (count + 1) * sizeof(uint64_t));
    for (uint32_t i = 0; i < count; i++)
        point(plan, array + i * 8, place_text(plan, texts[i]));
    return array;
}

void point(struct builder *plan, uint32_t offset, uint32_t target)
{
    uint64_t slot = target;
    demand(plan->relocation_count < sizeof plan->relocations / sizeof plan->relocations[0], "relocations");
    memcpy(plan->data + offset, &slot, sizeof slot);
    uint32_t at = plan->relocation_count++;
    for (; at > 0 && plan->relocations[at - 1] > offset; at--)
        plan->relocations[at] = plan->relocations[at - 1];
    plan->relocations[at] = offset;
}

static void on_error(struct plan_step *step, enum plan_on_error how, int error, uint32_t target)
{
    step->on_error = (uint8_t)how;
    step->errors[0] = (uint16_t)error;
    step->error_count = error != 0;
    step->target = target;
}

void tolerate(struct plan_step *step, int error)
{
    on_error(step, PLAN_TOLERATE, error, step->target);
}

void branch(struct plan_step *step, int error, uint32_t target)
{
    on_error(step, PLAN_BRANCH, error, target);
}

void retry(struct plan_step *step, int error, uint32_t millis)
{
    on_error(step, PLAN_RETRY, error, millis);
}

void *encode(const struct builder *plan, size_t *size)
{
    struct plan_header header = {
        .magic = PLAN_MAGIC,
        .version = PLAN_VERSION,
        .machine = BUILDER_MACHINE,
        .step_count = plan->step_count,
        .relocation_count = plan->relocation_count,
        .data_size = (plan->data_size + 8) & ~7u,
        .cleanup = plan->cleanup != 0 ? plan->cleanup : plan->step_count,
    };
    size_t data = plan_data_offset(&header);
    *size = data + header.data_size;
    unsigned char *bytes = calloc(1, *size);
    memcpy(bytes, &header, sizeof header);
    memcpy(bytes + sizeof header, plan->steps, plan->step_count * sizeof plan->steps[0]);
    memcpy(bytes + sizeof header + plan->step_count * sizeof plan->steps[0], plan->relocations,
           plan->relocation_count * sizeof plan->relocations[0]);
    memcpy(bytes + data, plan->data, plan->data_size);
    return bytes;
}
