/* verb_test.c: each verb that needs neither another process nor a socket. */
#include "groups.h"

#include "launched.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>

static void ends_with_its_code(void)
{
    struct builder plan = {0};
    struct launched seen;
    add1(&plan, PLAN_END, value(7));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 7);
}

static void calls_with_immediates_data_and_registers(void)
{
    struct builder plan = {0};
    struct launched seen;
    call(&plan, SYS_dup, value(BUILDER_TRAIL_FD), value(0), value(0))->result = 9;
    call(&plan, SYS_write, in(9), data(place_text(&plan, "hello")), value(5))->result = 10;
    add1(&plan, PLAN_END, in(10));
    launch(&plan, &seen);
    EXPECT_TEXT(seen.trail, "hello");
    EXPECT_EQUAL(seen.code, 5);
}

static void calls_for_each_bit_of_a_mask(void)
{
    struct builder plan = {0};
    struct launched seen;
    struct plan_step *step = each(&plan, SYS_write, value(BUILDER_TRAIL_FD), 1, UINT64_C(1) << 63 | 11);
    char text[65] = "abcd";
    memset(text + 4, '-', 59);
    text[63] = 'z';
    step->kind[1] = PLAN_DATA;
    step->argument[1] = place_text(&plan, text);
    step->argument[2] = 1;
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_TEXT(seen.trail, "abdz");
}

static void calls_no_further_than_the_first_that_fails(void)
{
    struct builder plan = {0};
    struct launched seen;
    call(&plan, SYS_dup3, value(BUILDER_TRAIL_FD), value(50), value(0));
    call(&plan, SYS_dup3, value(BUILDER_TRAIL_FD), value(52), value(0));
    each(&plan, SYS_close, value(50), 0, 7);
    add1(&plan, PLAN_END, value(0));
    plan.cleanup = plan.step_count;
    call(&plan, SYS_write, value(52), data(place_text(&plan, "still open")), value(10));
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.failed.step, 2);
    EXPECT_EQUAL(seen.failed.error, EBADF);
    EXPECT_TEXT(seen.trail, "still open");
}

static void jumps_forward(void)
{
    struct builder plan = {0};
    struct launched seen;
    struct plan_step *jump = add1(&plan, PLAN_JUMP, value(0));
    leave(&plan, "passed over");
    jump->target = plan.step_count;
    leave(&plan, "reached");
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_TEXT(seen.trail, "reached");
}

static void fails_with(struct argument error, int expected)
{
    struct builder plan = {0};
    struct launched seen;
    plan.cleanup = 2;
    call(&plan, SYS_close, value(1000), value(0), value(0))->result = 3;
    tolerate(&plan.steps[0], 0);
    add1(&plan, PLAN_FAIL, error);
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 1);
    EXPECT_EQUAL(seen.failed.step, 1);
    EXPECT_EQUAL(seen.failed.error, expected);
}

static void fails_on_demand(void)
{
    fails_with(value(EBUSY), EBUSY);
    fails_with(in(3), EBADF);
    fails_with(value(0), EINVAL);
    fails_with(value(UINT64_C(1) << 63), EINVAL);
    fails_with(value(5000), EINVAL);
}

/* Loads `size` bytes of `number` and shows the register. */
static int64_t loaded(int64_t number, uint32_t size)
{
    struct builder plan = {0};
    struct launched seen;
    uint32_t from = place(&plan, &number, sizeof number);
    uint32_t to = place(&plan, NULL, 8);
    add2(&plan, PLAN_LOAD, data(from), value(size))->result = 63;
    add(&plan, PLAN_STORE, data(to), in(63), value(8));
    add(&plan, PLAN_WRITE, value(BUILDER_TRAIL_FD), data(to), value(8));
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    int64_t result;
    memcpy(&result, seen.trail, sizeof result);
    return result;
}

static void loads_with_sign(void)
{
    EXPECT_EQUAL(loaded(0xfffffffe, 4), -2);
    EXPECT_EQUAL(loaded(0x7fffffffffffffff, 4), -1);
    EXPECT_EQUAL(loaded(-3, 8), -3);
    EXPECT_EQUAL(loaded(0x123456789abcdef, 8), 0x123456789abcdef);
}

static void stores_as_many_bytes_as_asked(void)
{
    struct builder plan = {0};
    struct launched seen;
    uint32_t to = place(&plan, "................", 16);
    add(&plan, PLAN_STORE, data(to), value(0x4141414142424242), value(4));
    add(&plan, PLAN_STORE, data(to + 7), value(0x4141414142424242), value(8));
    add(&plan, PLAN_WRITE, value(BUILDER_TRAIL_FD), data(to), value(16));
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_TEXT(seen.trail, "BBBB...BBBBAAAA.");
}

static void writes_decimal_with_fill(void)
{
    struct builder plan = {0};
    struct launched seen;
    uint32_t to = place(&plan, ".............................", 29);
    add(&plan, PLAN_DECIMAL, data(to), value(4217), value(8))->argument[3] = '/';
    add(&plan, PLAN_DECIMAL, data(to + 8), value(UINT64_MAX), value(20))->argument[3] = 'x';
    add(&plan, PLAN_DECIMAL, data(to + 7), value(0), value(1))->argument[3] = ' ';
    add(&plan, PLAN_WRITE, value(BUILDER_TRAIL_FD), data(to), value(29));
    struct plan_step *overflow = add(&plan, PLAN_DECIMAL, data(to), value(1000), value(3));
    overflow->argument[3] = ' ';
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_TEXT(seen.trail, "4217///018446744073709551615.");
    EXPECT_EQUAL(seen.failed.step, 4);
    EXPECT_EQUAL(seen.failed.error, EOVERFLOW);
}

static void writes_all(void)
{
    struct builder plan = {0};
    struct launched seen;
    leave(&plan, "all");
    add(&plan, PLAN_WRITE, value(1000), data(0), value(1));
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_TEXT(seen.trail, "all");
    EXPECT_EQUAL(seen.failed.error, EBADF);
}

static void reports_milestones(void)
{
    struct builder plan = {0};
    struct launched seen;
    add2(&plan, PLAN_REPORT, value(PLAN_STARTED), value(1));
    add2(&plan, PLAN_REPORT, value(PLAN_CREATED), value(4711));
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.milestones, 2);
    EXPECT_EQUAL(seen.milestone.milestone, PLAN_CREATED);
    EXPECT_EQUAL(seen.milestone.value, 4711);
}

/* A plan that execs the first of these paths with `sh`'s arguments. */
static void exec_plan(struct builder *plan, const char *const *paths)
{
    uint32_t list = place_texts(plan, paths);
    uint32_t argv = place_texts(plan, (const char *const[]){"sh", "-c", "printf \"$WORD\" >&5; exit 3", NULL});
    uint32_t envp = place_texts(plan, (const char *const[]){"WORD=became", NULL});
    add(plan, PLAN_EXEC, data(list), data(argv), data(envp));
}

static void becomes_the_first_program_that_exists(void)
{
    struct builder plan = {0};
    struct launched seen;
    exec_plan(&plan, (const char *const[]){"/nowhere/sh", "/etc/passwd/sh", "/etc", "/bin/sh", "/bin/false", NULL});
    launch(&plan, &seen);
    EXPECT_TEXT(seen.trail, "became");
    EXPECT_EQUAL(seen.code, 3);
}

static void fails_to_become(const char *const *paths, int error, const char *path)
{
    struct builder plan = {0};
    struct launched seen;
    exec_plan(&plan, paths);
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 1);
    EXPECT_EQUAL(seen.failed.error, error);
    EXPECT_TEXT(seen.text, path);
}

static void says_why_no_program_could_be_run(void)
{
    static char endless[400] = "/";
    memset(endless + 1, 'x', sizeof endless - 2);
    fails_to_become((const char *const[]){"/nowhere/sh", "/etc/passwd/sh", NULL}, ENOENT, "/etc/passwd/sh");
    fails_to_become((const char *const[]){"/nowhere", "/etc", "/nowhere/else", NULL}, EACCES, "/etc");
    fails_to_become((const char *const[]){"/etc", endless, "/bin/sh", NULL}, ENAMETOOLONG, endless);
}

static void goes_on_when_no_program_could_be_run(void)
{
    struct builder plan = {0};
    struct launched seen;
    exec_plan(&plan, (const char *const[]){"/nowhere/sh", NULL});
    plan.steps[0].result = 1;
    tolerate(&plan.steps[0], ENOENT);
    add1(&plan, PLAN_FAIL, in(1));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.failed.step, 1);
    EXPECT_EQUAL(seen.failed.error, ENOENT);
    EXPECT_TEXT(seen.text, "");
}

static const struct test tests[] = {
    {"ends with its code", ends_with_its_code, NULL},
    {"calls with immediates, data and registers", calls_with_immediates_data_and_registers, NULL},
    {"calls for each bit of a mask", calls_for_each_bit_of_a_mask, NULL},
    {"calls no further than the first that fails", calls_no_further_than_the_first_that_fails, NULL},
    {"jumps forward", jumps_forward, NULL},
    {"fails on demand", fails_on_demand, NULL},
    {"loads with sign", loads_with_sign, NULL},
    {"stores as many bytes as asked", stores_as_many_bytes_as_asked, NULL},
    {"writes decimal with fill", writes_decimal_with_fill, NULL},
    {"writes all", writes_all, NULL},
    {"reports milestones", reports_milestones, NULL},
    {"becomes the first program that exists", becomes_the_first_program_that_exists, NULL},
    {"says why no program could be run", says_why_no_program_could_be_run, NULL},
    {"goes on when no program could be run", goes_on_when_no_program_could_be_run, NULL},
};

const struct tests verb_tests = GROUP(tests);
