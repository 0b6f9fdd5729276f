/*
 * check.c: see check.h and the rules in plan.h. What each verb asks of its arguments is a table;
 * what the table cannot say (structs in the data) is a function.
 */
#include "check.h"

#include "plan.h"

#include <linux/sched.h>

/* A plan's parts. The data's size is known to be a multiple of 8. */
struct parts {
    const struct plan_header *header;
    const struct plan_step *steps;
    const uint32_t *relocations;
    const unsigned char *data;
};

/* What a verb asks of an argument. */
enum demand {
    NOTHING, /* it has no such argument */
    ANY,
    VALUE,  /* an immediate or a register */
    NUMBER, /* an immediate */
    WIDTH,  /* an immediate, 4 or 8 */
    BYTE,   /* an immediate below 256 */
    MILLIS, /* an immediate deadline */
    DATA,   /* an offset into the data */
    TABLE,  /* an offset into the data, a multiple of 8 */
};

#define TERMINAL 1u  /* nothing follows it, unless it fails and the failure is not the plan's */
#define UNFAILING 2u /* it cannot fail */
#define JUMPS 4u     /* its target is a step */
#define CLEANS 8u    /* it may be in the clean-up section */
#define STORES 16u   /* it writes into the span */
#define CALLS 32u    /* it has a system call */
#define PLACES 64u   /* its target is an argument */

#define NO_SPAN 0xffu

struct rule {
    uint8_t arguments[6];
    uint8_t flags;
    uint8_t span;      /* the argument that is a span of data, or NO_SPAN */
    uint8_t span_size; /* the argument that is its size … */
    uint16_t fixed;    /* … unless this is */
};

static const struct rule RULES[] = {
    [PLAN_CALL] = {{ANY, ANY, ANY, ANY, ANY, ANY}, CLEANS | CALLS, NO_SPAN, 0, 0},
    [PLAN_CLONE] = {{TABLE, NUMBER}, JUMPS, 0, 1, 0},
    [PLAN_JUMP] = {{NOTHING}, TERMINAL | UNFAILING | JUMPS | CLEANS, NO_SPAN, 0, 0},
    [PLAN_FAIL] = {{VALUE}, TERMINAL | CLEANS, NO_SPAN, 0, 0},
    [PLAN_END] = {{VALUE}, TERMINAL | UNFAILING | CLEANS, NO_SPAN, 0, 0},
    [PLAN_LOAD] = {{DATA, WIDTH}, CLEANS, 0, 1, 0},
    [PLAN_STORE] = {{DATA, ANY, WIDTH}, CLEANS | STORES, 0, 2, 0},
    [PLAN_DECIMAL] = {{DATA, VALUE, NUMBER, BYTE}, CLEANS | STORES, 0, 2, 0},
    [PLAN_WRITE] = {{VALUE, DATA, NUMBER}, CLEANS, 1, 2, 0},
    [PLAN_SEND] = {{VALUE, VALUE}, CLEANS, NO_SPAN, 0, 0},
    [PLAN_RECEIVE] = {{VALUE, MILLIS}, CLEANS, NO_SPAN, 0, 0},
    [PLAN_SEND_FD] = {{VALUE, VALUE}, CLEANS, NO_SPAN, 0, 0},
    [PLAN_RECEIVE_FD] = {{VALUE, MILLIS}, CLEANS, NO_SPAN, 0, 0},
    [PLAN_SPAWN] = {{TABLE}, CLEANS, 0, 0, sizeof(struct plan_spawn)},
    [PLAN_REPORT] = {{NUMBER, VALUE}, 0, NO_SPAN, 0, 0},
    [PLAN_EXEC] = {{TABLE, TABLE, TABLE}, TERMINAL, NO_SPAN, 0, 0},
    [PLAN_AWAIT_EXEC] = {{MILLIS}, 0, NO_SPAN, 0, 0},
    [PLAN_MONITOR] = {{TABLE}, TERMINAL | UNFAILING, 0, 0, sizeof(struct plan_monitor)},
    [PLAN_GATE] = {{VALUE}, 0, NO_SPAN, 0, 0},
    [PLAN_STAND_IN] = {{VALUE, VALUE, MILLIS}, TERMINAL, NO_SPAN, 0, 0},
    [PLAN_EACH] = {{ANY, ANY, ANY, ANY, ANY, NUMBER}, CLEANS | CALLS | PLACES, NO_SPAN, 0, 0},
};

static const struct rule *rule_of(const struct plan_step *step)
{
    size_t known = sizeof RULES / sizeof RULES[0];
    return step->verb >= PLAN_CALL && step->verb < known ? &RULES[step->verb] : NULL;
}

/* The first relocation that is not below `offset`. */
static uint32_t relocation_from(const struct parts *plan, uint64_t offset)
{
    uint32_t low = 0, high = plan->header->relocation_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (plan->relocations[middle] < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether a relocated slot has a byte in the span. */
static int relocated_within(const struct parts *plan, uint64_t offset, uint64_t size)
{
    uint32_t first = relocation_from(plan, offset < 7 ? 0 : offset - 7);
    return first < plan->header->relocation_count && plan->relocations[first] < offset + size;
}

static uint64_t slot(const struct parts *plan, uint64_t offset)
{
    return *(const uint64_t *)(plan->data + offset);
}

static int is_pointer(const struct parts *plan, uint64_t offset)
{
    uint32_t first = relocation_from(plan, offset);
    return first < plan->header->relocation_count && plan->relocations[first] == offset;
}

static int is_pointer_or_null(const struct parts *plan, uint64_t offset)
{
    return is_pointer(plan, offset) || slot(plan, offset) == 0;
}

static const char *check_demand(const struct parts *plan, enum demand demand, uint8_t kind, uint64_t value)
{
    int immediate = kind == PLAN_IMMEDIATE;
    switch (demand) {
    case NOTHING:
        return immediate && value == 0 ? NULL : "the verb has no such argument";
    case ANY:
        return NULL;
    case VALUE:
        return kind != PLAN_DATA ? NULL : "an argument is not a value";
    case NUMBER:
        return immediate ? NULL : "an argument is not immediate";
    case WIDTH:
        return immediate && (value == 4 || value == 8) ? NULL : "a width is neither 4 nor 8";
    case BYTE:
        return immediate && value <= 0xff ? NULL : "an argument is not a byte";
    case MILLIS:
        return immediate && value >= 1 && value <= PLAN_MAX_MILLIS ? NULL : "a wait has no deadline";
    case DATA:
        return kind == PLAN_DATA ? NULL : "an argument is not in the data";
    case TABLE:
        break;
    }
    return kind == PLAN_DATA && value % 8 == 0 && plan->header->data_size - value >= 8
               ? NULL
               : "an argument is not at a multiple of 8 in the data";
}

static const char *check_arguments(const struct parts *plan, const struct rule *rule, const struct plan_step *step)
{
    for (int i = 0; i < 6; i++) {
        uint64_t value = step->argument[i];
        if (step->kind[i] > PLAN_REGISTER)
            return "unknown kind of argument";
        if (step->kind[i] == PLAN_REGISTER && value >= PLAN_REGISTERS)
            return "no such register";
        if (step->kind[i] == PLAN_DATA && value >= plan->header->data_size)
            return "an argument is outside the data";
        const char *reason = check_demand(plan, (enum demand)rule->arguments[i], step->kind[i], value);
        if (reason != NULL)
            return reason;
    }
    return NULL;
}

static const char *check_span(const struct parts *plan, const struct rule *rule, const struct plan_step *step)
{
    if (rule->span == NO_SPAN)
        return NULL;
    uint64_t offset = step->argument[rule->span];
    uint64_t size = rule->fixed != 0 ? rule->fixed : step->argument[rule->span_size];
    uint64_t room = plan->header->data_size - offset;
    if (size > room)
        return "a span ends outside the data";
    if (!(rule->flags & STORES))
        return NULL;
    if (size == room)
        return "the data's last byte would be written";
    return relocated_within(plan, offset, size) ? "a pointer would be written" : NULL;
}

static const char *check_spawn(const struct parts *plan, uint64_t at)
{
    const struct plan_spawn *spawn = (const struct plan_spawn *)(plan->data + at);
    if (!is_pointer(plan, at + offsetof(struct plan_spawn, path))
        || !is_pointer(plan, at + offsetof(struct plan_spawn, argv))
        || !is_pointer_or_null(plan, at + offsetof(struct plan_spawn, envp))
        || !is_pointer_or_null(plan, at + offsetof(struct plan_spawn, input)))
        return "a program's field is not a pointer";
    if (spawn->input_size > 0
        && (spawn->input == 0 || spawn->input_size > plan->header->data_size - spawn->input))
        return "a program's input is outside the data";
    if (spawn->timeout_millis == 0 || spawn->timeout_millis > PLAN_MAX_MILLIS)
        return "a wait has no deadline";
    return NULL;
}

static const char *check_exec(const struct parts *plan, uint64_t paths)
{
    for (uint32_t i = 0; i <= PLAN_MAX_PATHS; i++, paths += 8) {
        if (paths + 8 > plan->header->data_size)
            return "the paths do not end";
        if (!is_pointer(plan, paths))
            return slot(plan, paths) != 0 ? "a path is not a pointer" : i == 0 ? "there are no paths" : NULL;
    }
    return "too many paths";
}

static int is_register_or_none(uint8_t number)
{
    return number < PLAN_REGISTERS || number == PLAN_NONE;
}

static const char *check_monitor_registers(const struct plan_monitor *monitor)
{
    const uint8_t registers[] = {monitor->terminal, monitor->input, monitor->output, monitor->error,
                                 monitor->log_directory, monitor->listener, monitor->client, monitor->lock};
    for (size_t i = 0; i < sizeof registers; i++)
        if (!is_register_or_none(registers[i]))
            return "no such register";
    if (monitor->pid >= PLAN_REGISTERS || monitor->pidfd >= PLAN_REGISTERS || monitor->directory >= PLAN_REGISTERS)
        return "the monitor lacks a register that it needs";
    return NULL;
}

static const char *check_monitor(const struct parts *plan, uint64_t at)
{
    const struct plan_monitor *monitor = (const struct plan_monitor *)(plan->data + at);
    const uint32_t flags = PLAN_MONITOR_DURABLE | PLAN_MONITOR_STDIN_ONCE | PLAN_MONITOR_AWAIT_RELEASE
                           | PLAN_MONITOR_NEEDS_ENGINE | PLAN_MONITOR_KILL_ALL | PLAN_MONITOR_END_WITH_ENGINE;
    const char *reason = check_monitor_registers(monitor);
    if (reason != NULL)
        return reason;
    if (monitor->reserved != 0 || (monitor->flags & ~flags) != 0)
        return "unknown flags of the monitor";
    if (monitor->detach_size > sizeof monitor->detach_keys)
        return "too many detach keys";
    if (!is_pointer(plan, at + offsetof(struct plan_monitor, exit_name)))
        return "the monitor has no name for the exit file";
    if (monitor->log_directory != PLAN_NONE
        && (monitor->log_max_files == 0 || !is_pointer(plan, at + offsetof(struct plan_monitor, log_name))))
        return "the monitor has no name for the log";
    if (!is_pointer_or_null(plan, at + offsetof(struct plan_monitor, log_name))
        || !is_pointer_or_null(plan, at + offsetof(struct plan_monitor, revive_argv))
        || !is_pointer_or_null(plan, at + offsetof(struct plan_monitor, revive_envp))
        || !is_pointer_or_null(plan, at + offsetof(struct plan_monitor, revive_socket)))
        return "a field of the monitor is not a pointer";
    if (monitor->revive_argv != 0 && (monitor->revive_envp == 0 || monitor->revive_socket == 0))
        return "the monitor cannot start an engine without environment and socket";
    return NULL;
}

static const char *check_verb(const struct parts *plan, const struct plan_step *step)
{
    switch ((enum plan_verb)step->verb) {
    case PLAN_CLONE:
        return step->argument[1] < CLONE_ARGS_SIZE_VER0 ? "the clone_args are too small" : NULL;
    case PLAN_SPAWN:
        return check_spawn(plan, step->argument[0]);
    case PLAN_REPORT:
        return step->argument[0] < PLAN_CREATED || step->argument[0] > PLAN_MOUNTED ? "unknown milestone" : NULL;
    case PLAN_EXEC:
        return check_exec(plan, step->argument[0]);
    case PLAN_MONITOR:
        return check_monitor(plan, step->argument[0]);
    case PLAN_EACH:
        return step->target < 5 ? NULL : "the bit's number has no argument to be added to";
    default:
        return NULL;
    }
}

static const char *check_on_error(const struct rule *rule, const struct plan_step *step)
{
    if (step->on_error > PLAN_RETRY)
        return "unknown way to treat an error";
    if (step->error_count > sizeof step->errors / sizeof step->errors[0])
        return "too many errnos";
    if (step->on_error != PLAN_STOP && (rule->flags & UNFAILING))
        return "the verb cannot fail";
    if (step->on_error >= PLAN_BRANCH && (rule->flags & (JUMPS | PLACES)))
        return "the target has two meanings";
    if (step->on_error == PLAN_RETRY && (step->target == 0 || step->target > PLAN_MAX_MILLIS))
        return "a wait has no deadline";
    return NULL;
}

/* Whether nothing that this step does leads to the next one. */
static int is_terminal(const struct plan_step *step)
{
    const struct rule *rule = rule_of(step);
    return rule != NULL && (rule->flags & TERMINAL) && step->on_error != PLAN_TOLERATE;
}

static const char *check_flow(const struct parts *plan, const struct rule *rule, uint32_t index)
{
    const struct plan_header *header = plan->header;
    const struct plan_step *step = &plan->steps[index];
    int jumps = (rule->flags & JUMPS) || step->on_error == PLAN_BRANCH;
    if (jumps && (step->target <= index || step->target >= header->step_count))
        return "a jump does not go forward";
    if (index >= header->cleanup && !(rule->flags & CLEANS))
        return "the verb has no place in the clean-up section";
    if (index + 1 == header->step_count && !is_terminal(step))
        return "the plan does not end";
    if (index + 1 == header->cleanup && !is_terminal(step))
        return "the plan runs into its clean-up section";
    return NULL;
}

static const char *check_step(const struct parts *plan, uint32_t index)
{
    const struct plan_step *step = &plan->steps[index];
    const struct rule *rule = rule_of(step);
    const char *reason;
    if (rule == NULL)
        return "unknown verb";
    if (step->result >= PLAN_REGISTERS && step->result != PLAN_NONE)
        return "no such register";
    if (!(rule->flags & CALLS) && step->number != 0)
        return "the verb has no system call";
    if ((reason = check_on_error(rule, step)) != NULL)
        return reason;
    if ((reason = check_flow(plan, rule, index)) != NULL)
        return reason;
    if ((reason = check_arguments(plan, rule, step)) != NULL)
        return reason;
    if ((reason = check_span(plan, rule, step)) != NULL)
        return reason;
    return check_verb(plan, step);
}

static const char *check_relocations(const struct parts *plan)
{
    uint64_t least = 0;
    for (uint32_t i = 0; i < plan->header->relocation_count; i++) {
        uint32_t at = plan->relocations[i];
        if (at % 8 != 0 || at >= plan->header->data_size)
            return "a relocation is not a slot of the data";
        if (at < least)
            return "the relocations do not ascend";
        if (slot(plan, at) >= plan->header->data_size)
            return "a pointer is outside the data";
        least = (uint64_t)at + 8;
    }
    return NULL;
}

static const char *check_header(const struct plan_header *header, size_t size, uint16_t machine)
{
    if (size < sizeof *header || size > PLAN_MAX_SIZE)
        return "a plan cannot have this size";
    if (header->magic != PLAN_MAGIC)
        return "not a plan";
    if (header->version != PLAN_VERSION)
        return "a plan of another version";
    if (header->machine != machine)
        return "a plan for another machine";
    if (header->step_count == 0 || header->step_count > PLAN_MAX_STEPS)
        return "no steps, or too many";
    if (header->cleanup == 0 || header->cleanup > header->step_count)
        return "no such clean-up section";
    if (header->data_size % 8 != 0)
        return "the data's size is not a multiple of 8";
    if (header->reserved != 0)
        return "a reserved field is used";
    if (plan_data_offset(header) + header->data_size != size)
        return "the parts do not add up to the plan's size";
    return NULL;
}

static struct check_verdict verdict(const char *reason, uint32_t step)
{
    return (struct check_verdict){.reason = reason, .step = step};
}

struct check_verdict plan_check(const void *plan, size_t size, uint16_t machine)
{
    const char *reason = check_header(plan, size, machine);
    if (reason != NULL)
        return verdict(reason, CHECK_NO_STEP);
    const struct plan_header *header = plan;
    const struct parts parts = {
        .header = header,
        .steps = plan_steps(header),
        .relocations = plan_relocations(header),
        .data = (const unsigned char *)plan + plan_data_offset(header),
    };
    if (header->data_size > 0 && parts.data[header->data_size - 1] != 0)
        return verdict("the data does not end with a zero byte", CHECK_NO_STEP);
    if ((reason = check_relocations(&parts)) != NULL)
        return verdict(reason, CHECK_NO_STEP);
    for (uint32_t i = 0; i < header->step_count; i++)
        if ((reason = check_step(&parts, i)) != NULL)
            return verdict(reason, i);
    return verdict(NULL, CHECK_NO_STEP);
}
