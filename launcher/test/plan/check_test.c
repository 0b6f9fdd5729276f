/*
 * check_test.c: every reason for which the checker refuses a plan. Each row spoils a sound plan in
 * up to two places.
 */
#include "groups.h"

#include "launched.h"
#include "sound.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Parts of a plan in which bytes are changed. */
enum part { NONE, HEADER, STEP, RELOCATION, SLOT_NUMBER, SLOT_SPAWN, SLOT_MONITOR, SLOT_PATHS, LAST_BYTE };

struct change {
    enum part part;
    uint32_t index; /* of the step or the relocation */
    uint32_t offset;
    uint32_t width;
    uint64_t value;
};

struct row {
    const char *reason;
    int step; /* -1: the plan itself */
    struct change changes[2];
};

#define PLAN -1
#define AT(type, field) (uint32_t)offsetof(type, field), (uint32_t)sizeof(((type *)0)->field)
#define OF_HEADER(field, value) {HEADER, 0, AT(struct plan_header, field), value}
#define OF_STEP(index, field, value) {STEP, index, AT(struct plan_step, field), value}
#define OF_KIND(index, argument, value) {STEP, index, (uint32_t)offsetof(struct plan_step, kind) + (argument), 1, value}
#define OF_ARGUMENT(index, number, value) \
    {STEP, index, (uint32_t)offsetof(struct plan_step, argument) + 8 * (number), 8, value}
#define OF_SPAWN(field, value) {SLOT_SPAWN, 0, AT(struct plan_spawn, field), value}
#define OF_MONITOR(field, value) {SLOT_MONITOR, 0, AT(struct plan_monitor, field), value}

static const struct row ROWS[] = {
    {"not a plan", PLAN, {OF_HEADER(magic, 0x504b4149)}},
    {"a plan of another version", PLAN, {OF_HEADER(version, 2)}},
    {"a plan for another machine", PLAN, {OF_HEADER(machine, 40)}},
    {"no steps, or too many", PLAN, {OF_HEADER(step_count, 0)}},
    {"no steps, or too many", PLAN, {OF_HEADER(step_count, PLAN_MAX_STEPS + 1)}},
    {"no such clean-up section", PLAN, {OF_HEADER(cleanup, 0)}},
    {"no such clean-up section", PLAN, {OF_HEADER(cleanup, STEPS + 1)}},
    {"the data's size is not a multiple of 8", PLAN, {OF_HEADER(data_size, 12)}},
    {"a reserved field is used", PLAN, {OF_HEADER(reserved, 1)}},
    {"the parts do not add up to the plan's size", PLAN, {OF_HEADER(data_size, 8)}},
    {"the parts do not add up to the plan's size", PLAN, {OF_HEADER(data_size, 0xfffffff8)}},
    {"the parts do not add up to the plan's size", PLAN, {OF_HEADER(relocation_count, 0xffffffff)}},
    {"the data does not end with a zero byte", PLAN, {{LAST_BYTE, 0, 0, 1, 'x'}}},
    {"a relocation is not a slot of the data", PLAN, {{RELOCATION, 0, 0, 4, 3}}},
    {"a relocation is not a slot of the data", PLAN, {{RELOCATION, 0, 0, 4, 0xfffffff8}}},
    {"the relocations do not ascend", PLAN, {{RELOCATION, 1, 0, 4, 0}}},
    {"a pointer is outside the data", PLAN, {{SLOT_PATHS, 0, 0, 8, 1 << 20}}},

    {"unknown verb", AT_LOAD, {OF_STEP(AT_LOAD, verb, 0)}},
    {"unknown verb", AT_LOAD, {OF_STEP(AT_LOAD, verb, 22)}},
    {"no such register", AT_LOAD, {OF_STEP(AT_LOAD, result, 64)}},
    {"no such register", AT_STORE, {OF_ARGUMENT(AT_STORE, 1, 64)}},
    {"the verb has no system call", AT_LOAD, {OF_STEP(AT_LOAD, number, 1)}},
    {"the verb has no such argument", AT_JUMP, {OF_ARGUMENT(AT_JUMP, 0, 1)}},
    {"the verb has no such argument", AT_JUMP, {OF_KIND(AT_JUMP, 5, PLAN_REGISTER)}},
    {"unknown kind of argument", AT_CALL, {OF_KIND(AT_CALL, 0, 3)}},
    {"an argument is not a value", AT_SEND, {OF_KIND(AT_SEND, 1, PLAN_DATA)}},
    {"an argument is not immediate", AT_WRITE, {OF_KIND(AT_WRITE, 2, PLAN_REGISTER)}},
    {"a width is neither 4 nor 8", AT_LOAD, {OF_ARGUMENT(AT_LOAD, 1, 2)}},
    {"an argument is not a byte", AT_DECIMAL, {OF_ARGUMENT(AT_DECIMAL, 3, 256)}},
    {"an argument is not in the data", AT_WRITE, {OF_KIND(AT_WRITE, 1, PLAN_IMMEDIATE)}},
    {"an argument is outside the data", AT_LOAD, {OF_ARGUMENT(AT_LOAD, 0, 1 << 20)}},
    {"an argument is not at a multiple of 8 in the data", AT_EXEC, {OF_ARGUMENT(AT_EXEC, 1, 4)}},
    {"a span ends outside the data", AT_WRITE, {OF_ARGUMENT(AT_WRITE, 2, 1 << 20)}},
    {"a span ends outside the data", AT_WRITE, {OF_ARGUMENT(AT_WRITE, 2, UINT64_MAX)}},
    {"the clone_args are too small", AT_CLONE, {OF_ARGUMENT(AT_CLONE, 1, 56)}},
    {"unknown milestone", AT_REPORT, {OF_ARGUMENT(AT_REPORT, 0, 4)}},
    {"an argument is not immediate", AT_EACH, {OF_KIND(AT_EACH, 5, PLAN_REGISTER)}},
    {"the bit's number has no argument to be added to", AT_EACH, {OF_STEP(AT_EACH, target, 5)}},
    {"a pointer would be written", AT_DECIMAL, {OF_ARGUMENT(AT_DECIMAL, 2, 200)}},

    {"a wait has no deadline", AT_RECEIVE, {OF_ARGUMENT(AT_RECEIVE, 1, 0)}},
    {"a wait has no deadline", AT_RECEIVE_FD, {OF_ARGUMENT(AT_RECEIVE_FD, 1, UINT64_C(1) << 31)}},
    {"a wait has no deadline", AT_AWAIT_EXEC, {OF_ARGUMENT(AT_AWAIT_EXEC, 0, 0)}},
    {"a wait has no deadline", AT_WRITE, {OF_STEP(AT_WRITE, target, 0)}},
    {"a wait has no deadline", AT_SPAWN, {OF_SPAWN(timeout_millis, 0)}},

    {"unknown way to treat an error", AT_CALL, {OF_STEP(AT_CALL, on_error, 4)}},
    {"too many errnos", AT_CALL, {OF_STEP(AT_CALL, error_count, 5)}},
    {"the verb cannot fail", AT_JUMP, {OF_STEP(AT_JUMP, on_error, PLAN_TOLERATE)}},
    {"the verb cannot fail", AT_END, {OF_STEP(AT_END, on_error, PLAN_BRANCH)}},
    {"the verb cannot fail", AT_MONITOR, {OF_STEP(AT_MONITOR, on_error, PLAN_RETRY)}},
    {"the target has two meanings", AT_CLONE, {OF_STEP(AT_CLONE, on_error, PLAN_BRANCH)}},
    {"the target has two meanings", AT_CLONE, {OF_STEP(AT_CLONE, on_error, PLAN_RETRY)}},
    {"the target has two meanings", AT_EACH, {OF_STEP(AT_EACH, on_error, PLAN_BRANCH)}},

    {"a jump does not go forward", AT_JUMP, {OF_STEP(AT_JUMP, target, AT_JUMP)}},
    {"a jump does not go forward", AT_JUMP, {OF_STEP(AT_JUMP, target, STEPS)}},
    {"a jump does not go forward", AT_CLONE, {OF_STEP(AT_CLONE, target, 0)}},
    {"a jump does not go forward", AT_STORE, {OF_STEP(AT_STORE, on_error, PLAN_BRANCH)}},
    {"the plan does not end", AT_END, {OF_STEP(AT_END, verb, PLAN_CALL)}},
    {"the plan runs into its clean-up section", AT_FAIL, {OF_STEP(AT_FAIL, on_error, PLAN_TOLERATE)}},
    {"the plan runs into its clean-up section", AT_EXEC, {OF_HEADER(cleanup, AT_FAIL)}},
    {"the verb has no place in the clean-up section", AT_MONITOR, {OF_HEADER(cleanup, AT_MONITOR),
                                                                OF_STEP(AT_AWAIT_EXEC, verb, PLAN_END)}},

    {"a program's field is not a pointer", AT_SPAWN, {OF_ARGUMENT(AT_SPAWN, 0, 0)}},
    {"a program's input is outside the data", AT_SPAWN, {OF_SPAWN(input_size, 1 << 20)}},
    {"a path is not a pointer", AT_EXEC, {OF_ARGUMENT(AT_EXEC, 0, 16), {SLOT_NUMBER, 0, 16, 8, 1}}},
    {"there are no paths", AT_EXEC, {OF_ARGUMENT(AT_EXEC, 0, 0)}},
    {"no such register", AT_MONITOR, {OF_MONITOR(client, 64)}},
    {"the monitor lacks a register that it needs", AT_MONITOR, {OF_MONITOR(pid, PLAN_NONE)}},
    {"the monitor lacks a register that it needs", AT_MONITOR, {OF_MONITOR(directory, PLAN_NONE)}},
    {"unknown flags of the monitor", AT_MONITOR, {OF_MONITOR(flags, 64)}},
    {"unknown flags of the monitor", AT_MONITOR, {OF_MONITOR(reserved, 1)}},
    {"too many detach keys", AT_MONITOR, {OF_MONITOR(detach_size, 17)}},
    {"the monitor has no name for the log", AT_MONITOR, {OF_MONITOR(log_max_files, 0)}},
};

static unsigned char *place_of(const struct change *change, unsigned char *plan, const struct sound_places *at)
{
    struct plan_header *header = (struct plan_header *)plan;
    unsigned char *data = plan + plan_data_offset(header);
    switch (change->part) {
    case HEADER:
        return plan;
    case STEP:
        return (unsigned char *)(size_t)(plan_steps(header) + change->index);
    case RELOCATION:
        return (unsigned char *)(size_t)(plan_relocations(header) + change->index);
    case SLOT_NUMBER:
        return data + at->number;
    case SLOT_SPAWN:
        return data + at->spawn;
    case SLOT_MONITOR:
        return data + at->monitor;
    case SLOT_PATHS:
        return data + at->paths;
    case LAST_BYTE:
        return data + header->data_size - 1;
    case NONE:
        break;
    }
    abort();
}

static void spoil(const struct row *row, unsigned char *plan, const struct sound_places *at)
{
    unsigned char *places[2];
    for (int i = 0; i < 2; i++)
        if (row->changes[i].part != NONE)
            places[i] = place_of(&row->changes[i], plan, at) + row->changes[i].offset;
    for (int i = 0; i < 2; i++)
        if (row->changes[i].part != NONE)
            memcpy(places[i], &row->changes[i].value, row->changes[i].width);
}

static void expect_refusal(const void *bytes, size_t size, int step, const char *reason)
{
    char line[200], expected[200];
    if (step == PLAN)
        snprintf(expected, sizeof expected, "plan: %s", reason);
    else
        snprintf(expected, sizeof expected, "step %d: %s", step, reason);
    EXPECT_EQUAL(launch_check(bytes, size, line, sizeof line), 1);
    EXPECT_TEXT(line, expected);
}

static void accepts_a_sound_plan(void)
{
    struct builder plan = {0};
    char line[200];
    size_t size;
    sound_plan(&plan);
    void *bytes = encode(&plan, &size);
    EXPECT_EQUAL(plan.step_count, STEPS);
    EXPECT_EQUAL(launch_check(bytes, size, line, sizeof line), 0);
    EXPECT_TEXT(line, "");
    free(bytes);
}

static void refuses_whatever_is_wrong(void)
{
    struct builder plan = {0};
    size_t size;
    struct sound_places at = sound_plan(&plan);
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        void *bytes = encode(&plan, &size);
        spoil(&ROWS[i], bytes, &at);
        expect_refusal(bytes, size, ROWS[i].step, ROWS[i].reason);
        free(bytes);
    }
}

static void refuses_a_size_that_does_not_fit(void)
{
    struct builder plan = {0};
    size_t size;
    sound_plan(&plan);
    void *bytes = encode(&plan, &size);
    expect_refusal(bytes, 0, PLAN, "a plan cannot have this size");
    expect_refusal(bytes, sizeof(struct plan_header) - 1, PLAN, "a plan cannot have this size");
    expect_refusal(bytes, size - 8, PLAN, "the parts do not add up to the plan's size");
    free(bytes);
}

static void refuses_to_write_the_last_byte(void)
{
    struct builder plan = {0};
    size_t size;
    uint32_t at = place(&plan, NULL, 8);
    add(&plan, PLAN_STORE, data(at + 8), value(0), value(8));
    add1(&plan, PLAN_END, value(0));
    void *bytes = encode(&plan, &size);
    expect_refusal(bytes, size, 0, "the data's last byte would be written");
    free(bytes);
}

static void refuses_paths_without_an_end(void)
{
    struct builder plan = {0};
    size_t size;
    uint32_t list = place(&plan, NULL, 16);
    point(&plan, list, 0);
    point(&plan, list + 8, 0);
    plan.data_size = 15;
    add(&plan, PLAN_EXEC, data(list), data(list), data(list));
    void *bytes = encode(&plan, &size);
    expect_refusal(bytes, size, 0, "the paths do not end");
    free(bytes);
}

static void refuses_more_paths_than_it_would_try(void)
{
    static struct builder plan;
    size_t size;
    uint32_t list = place(&plan, NULL, 8 * (PLAN_MAX_PATHS + 2));
    for (uint32_t i = 0; i <= PLAN_MAX_PATHS; i++)
        point(&plan, list + 8 * i, 0);
    add(&plan, PLAN_EXEC, data(list), data(list), data(list));
    void *bytes = encode(&plan, &size);
    expect_refusal(bytes, size, 0, "too many paths");
    free(bytes);
}

/* Takes away a pointer of the monitor: its slot then holds `left`. */
static void expect_refusal_without(uint32_t field, uint64_t left, const char *reason)
{
    struct builder plan = {0};
    size_t size;
    uint32_t slot = sound_plan(&plan).monitor + field;
    uint32_t gone = 0;
    while (plan.relocations[gone] != slot)
        gone++;
    memmove(&plan.relocations[gone], &plan.relocations[gone + 1], (--plan.relocation_count - gone) * sizeof gone);
    memcpy(plan.data + slot, &left, sizeof left);
    void *bytes = encode(&plan, &size);
    expect_refusal(bytes, size, AT_MONITOR, reason);
    free(bytes);
}

static void refuses_pointers_that_are_none(void)
{
    expect_refusal_without(offsetof(struct plan_monitor, exit_name), 0, "the monitor has no name for the exit file");
    expect_refusal_without(offsetof(struct plan_monitor, log_name), 0, "the monitor has no name for the log");
    expect_refusal_without(offsetof(struct plan_monitor, revive_argv), 8, "a field of the monitor is not a pointer");
    expect_refusal_without(offsetof(struct plan_monitor, revive_socket), 0,
                           "the monitor cannot start an engine without environment and socket");
}

static const struct test tests[] = {
    {"accepts a sound plan", accepts_a_sound_plan, NULL},
    {"refuses whatever is wrong", refuses_whatever_is_wrong, NULL},
    {"refuses a size that does not fit", refuses_a_size_that_does_not_fit, NULL},
    {"refuses to write the last byte", refuses_to_write_the_last_byte, NULL},
    {"refuses paths without an end", refuses_paths_without_an_end, NULL},
    {"refuses more paths than it would try", refuses_more_paths_than_it_would_try, NULL},
    {"refuses pointers that are none", refuses_pointers_that_are_none, NULL},
};

const struct tests check_tests = GROUP(tests);
