/* error_test.c: what happens when a step fails: the four ways to treat an error, and the clean-up. */
#include "groups.h"

#include "launched.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>

/* A step that fails with EBADF. */
static struct plan_step *bad(struct builder *plan)
{
    return call(plan, SYS_fcntl, value(1000), value(F_GETFD), value(0));
}

static void stops(void)
{
    struct builder plan = {0};
    struct launched seen;
    bad(&plan);
    leave(&plan, "never");
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 1);
    EXPECT_EQUAL(seen.failures, 1);
    EXPECT_EQUAL(seen.failed.step, 0);
    EXPECT_EQUAL(seen.failed.error, EBADF);
    EXPECT_TEXT(seen.trail, "");
}

static void tolerates(int error, int expected_code)
{
    struct builder plan = {0};
    struct launched seen;
    struct plan_step *step = bad(&plan);
    tolerate(step, error);
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, expected_code);
}

static void tolerates_what_it_is_told_to(void)
{
    tolerates(0, 0);
    tolerates(EBADF, 0);
    tolerates(ENOENT, 1);
}

static void tolerates_any_of_four_errors(void)
{
    struct builder plan = {0};
    struct launched seen;
    struct plan_step *step = bad(&plan);
    tolerate(step, ENOENT);
    step->errors[1] = EPERM, step->errors[2] = EBUSY, step->errors[3] = EBADF;
    step->error_count = 4;
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 0);
}

static void branches_with_the_error_as_result(void)
{
    struct builder plan = {0};
    struct launched seen;
    struct plan_step *step = bad(&plan);
    step->result = 5;
    leave(&plan, "never");
    branch(step, EBADF, plan.step_count);
    leave(&plan, "branched");
    add1(&plan, PLAN_FAIL, in(5));
    launch(&plan, &seen);
    EXPECT_TEXT(seen.trail, "branched");
    EXPECT_EQUAL(seen.failed.error, EBADF);
}

static void does_not_branch_without_an_error(void)
{
    struct builder plan = {0};
    struct launched seen;
    struct plan_step *step = call(&plan, SYS_fcntl, value(CONTROL_FD), value(F_GETFD), value(0));
    leave(&plan, "straight on");
    branch(step, 0, plan.step_count);
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_TEXT(seen.trail, "straight on");
}

/* Reads a timer that fires after 30 ms and does not wait for it. */
static struct plan_step *read_timer(struct builder *plan)
{
    struct itimerspec time = {.it_value = {.tv_nsec = 30000000}};
    uint32_t at = place(plan, &time, sizeof time);
    uint32_t into = place(plan, NULL, 8);
    call(plan, SYS_timerfd_create, value(CLOCK_MONOTONIC), value(TFD_NONBLOCK), value(0))->result = 1;
    call4(plan, SYS_timerfd_settime, in(1), value(0), data(at), value(0));
    return call(plan, SYS_read, in(1), data(into), value(8));
}

static void tries_again_until_it_works(void)
{
    struct builder plan = {0};
    struct launched seen;
    struct plan_step *step = read_timer(&plan);
    step->result = 2;
    retry(step, EAGAIN, 10000);
    add1(&plan, PLAN_END, in(2));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 8);
}

static void tries_again_until_time_is_up(void)
{
    struct builder plan = {0};
    struct launched seen;
    retry(read_timer(&plan), EAGAIN, 5);
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.failed.step, 2);
    EXPECT_EQUAL(seen.failed.error, EAGAIN);
}

static void does_not_try_again_after_another_error(void)
{
    struct builder plan = {0};
    struct launched seen;
    retry(bad(&plan), EAGAIN, 60000);
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.failed.error, EBADF);
}

static void cleans_up_with_the_registers_as_they_are(void)
{
    struct builder plan = {0};
    struct launched seen;
    call(&plan, SYS_dup, value(BUILDER_TRAIL_FD), value(0), value(0))->result = 6;
    bad(&plan);
    add1(&plan, PLAN_END, value(0));
    plan.cleanup = plan.step_count;
    uint32_t text = place_text(&plan, "cleaned");
    add(&plan, PLAN_WRITE, in(6), data(text), value(7));
    add1(&plan, PLAN_END, value(9));
    leave(&plan, "never");
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_TEXT(seen.trail, "cleaned");
    EXPECT_EQUAL(seen.code, 1);
    EXPECT_EQUAL(seen.failed.step, 1);
}

static void passes_over_what_fails_while_cleaning_up(void)
{
    struct builder plan = {0};
    struct launched seen;
    add1(&plan, PLAN_FAIL, value(EIO));
    plan.cleanup = plan.step_count;
    bad(&plan)->result = 1;
    leave(&plan, "a");
    retry(bad(&plan), 0, 5);
    leave(&plan, "b");
    struct plan_step *step = bad(&plan);
    leave(&plan, "never");
    branch(step, 0, plan.step_count);
    leave(&plan, "c");
    add1(&plan, PLAN_FAIL, in(1));
    launch(&plan, &seen);
    EXPECT_TEXT(seen.trail, "abc");
    EXPECT_EQUAL(seen.failures, 1);
    EXPECT_EQUAL(seen.failed.error, EIO);
}

static void does_not_clean_up_after_success(void)
{
    struct builder plan = {0};
    struct launched seen;
    add1(&plan, PLAN_END, value(0));
    plan.cleanup = plan.step_count;
    leave(&plan, "never");
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_TEXT(seen.trail, "");
}

static const struct test tests[] = {
    {"stops", stops, NULL},
    {"tolerates what it is told to", tolerates_what_it_is_told_to, NULL},
    {"tolerates any of four errors", tolerates_any_of_four_errors, NULL},
    {"branches with the error as result", branches_with_the_error_as_result, NULL},
    {"does not branch without an error", does_not_branch_without_an_error, NULL},
    {"tries again until it works", tries_again_until_it_works, NULL},
    {"tries again until time is up", tries_again_until_time_is_up, NULL},
    {"does not try again after another error", does_not_try_again_after_another_error, NULL},
    {"cleans up with the registers as they are", cleans_up_with_the_registers_as_they_are, NULL},
    {"passes over what fails while cleaning up", passes_over_what_fails_while_cleaning_up, NULL},
    {"does not clean up after success", does_not_clean_up_after_success, NULL},
};

const struct tests error_tests = GROUP(tests);
