/* load_test.c: what the launcher does before the first step and with what it was started with. */
#include "groups.h"

#include "launched.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

static void greets_the_engine_first(void)
{
    struct builder plan = {0};
    struct launched seen;
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.hellos, 1);
    EXPECT_EQUAL(seen.failures, 0);
    EXPECT_EQUAL(seen.code, 0);
}

static void refuses_a_plan_that_is_not_sound(void)
{
    struct builder plan = {0};
    struct launched seen;
    leave(&plan, "never");
    add1(&plan, PLAN_END, value(0))->verb = 99;
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 1);
    EXPECT_EQUAL(seen.failed.step, 1);
    EXPECT_EQUAL(seen.failed.error, EINVAL);
    EXPECT_TEXT(seen.text, "unknown verb");
    EXPECT_TEXT(seen.trail, "");
}

static void refuses_what_is_not_a_plan(void)
{
    struct launched seen;
    launch_bytes("#!/bin/sh\n", 10, &seen);
    EXPECT_EQUAL(seen.code, 1);
    EXPECT_EQUAL(seen.failed.step, UINT32_MAX);
    EXPECT_TEXT(seen.text, "a plan cannot have this size");
}

static void refuses_a_plan_that_is_too_long(void)
{
    struct launched seen;
    size_t size = PLAN_MAX_SIZE + 100;
    void *bytes = calloc(1, size);
    launch_bytes(bytes, size, &seen);
    EXPECT_EQUAL(seen.failed.step, UINT32_MAX);
    EXPECT_TEXT(seen.text, "a plan cannot have this size");
    free(bytes);
}

static void closes_the_plan_and_marks_the_control_socket(void)
{
    struct builder plan = {0};
    struct launched seen;
    struct plan_step *closed = call(&plan, SYS_fcntl, value(PLAN_FD), value(F_GETFD), value(0));
    tolerate(closed, EBADF);
    closed->result = 1;
    call(&plan, SYS_fcntl, value(CONTROL_FD), value(F_GETFD), value(0))->result = 2;
    uint32_t words = place(&plan, NULL, 16);
    add(&plan, PLAN_STORE, data(words), in(1), value(8));
    add(&plan, PLAN_STORE, data(words + 8), in(2), value(8));
    add(&plan, PLAN_WRITE, value(BUILDER_TRAIL_FD), data(words), value(16));
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    int64_t results[2];
    memcpy(results, seen.trail, sizeof results);
    EXPECT_EQUAL(results[0], -EBADF);
    EXPECT_EQUAL(results[1], FD_CLOEXEC);
}

static void relocates_pointers_in_the_data(void)
{
    struct builder plan = {0};
    struct launched seen;
    uint32_t parts = place(&plan, (const uint64_t[]){0, 3, 0, 4}, 32);
    point(&plan, parts, place_text(&plan, "one"));
    point(&plan, parts + 16, place_text(&plan, "four"));
    call(&plan, SYS_writev, value(BUILDER_TRAIL_FD), data(parts), value(2));
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_TEXT(seen.trail, "onefour");
}

static const struct test tests[] = {
    {"greets the engine first", greets_the_engine_first, NULL},
    {"refuses a plan that is not sound", refuses_a_plan_that_is_not_sound, NULL},
    {"refuses what is not a plan", refuses_what_is_not_a_plan, NULL},
    {"refuses a plan that is too long", refuses_a_plan_that_is_too_long, NULL},
    {"closes the plan and marks the control socket close-on-exec", closes_the_plan_and_marks_the_control_socket, NULL},
    {"relocates pointers in the data", relocates_pointers_in_the_data, NULL},
};

const struct tests load_tests = GROUP(tests);
