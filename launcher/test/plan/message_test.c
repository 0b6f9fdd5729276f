/* message_test.c: values and descriptors over sockets. One process holds both ends, which is enough for the verbs. */
#include "groups.h"

#include "launched.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

/* Makes a pair of sockets: registers 1 and 2. */
static void pair(struct builder *plan)
{
    uint32_t ends = place(plan, NULL, 8);
    call4(plan, SYS_socketpair, value(AF_UNIX), value(SOCK_STREAM | SOCK_CLOEXEC), value(0), data(ends));
    add2(plan, PLAN_LOAD, data(ends), value(4))->result = 1;
    add2(plan, PLAN_LOAD, data(ends + 4), value(4))->result = 2;
}

static void carries_a_value(void)
{
    struct builder plan = {0};
    struct launched seen;
    pair(&plan);
    add2(&plan, PLAN_SEND, in(1), value((uint64_t)-5));
    add2(&plan, PLAN_RECEIVE, in(2), value(1000))->result = 3;
    add2(&plan, PLAN_REPORT, value(PLAN_CREATED), in(3));
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 0);
    EXPECT_EQUAL(seen.milestone.value, -5);
}

static void carries_a_descriptor(void)
{
    struct builder plan = {0};
    struct launched seen;
    pair(&plan);
    call(&plan, SYS_dup, value(BUILDER_TRAIL_FD), value(0), value(0))->result = 4;
    add2(&plan, PLAN_SEND_FD, in(1), in(4));
    call(&plan, SYS_close, in(4), value(0), value(0));
    add2(&plan, PLAN_RECEIVE_FD, in(2), value(1000))->result = 5;
    call(&plan, SYS_write, in(5), data(place_text(&plan, "here")), value(4));
    call(&plan, SYS_fcntl, in(5), value(F_GETFD), value(0))->result = 6;
    add1(&plan, PLAN_END, in(6));
    launch(&plan, &seen);
    EXPECT_TEXT(seen.trail, "here");
    EXPECT_EQUAL(seen.code, FD_CLOEXEC);
}

static void receives(enum plan_verb verb, void (*before)(struct builder *), int error)
{
    struct builder plan = {0};
    struct launched seen;
    pair(&plan);
    before(&plan);
    uint32_t step = plan.step_count;
    add2(&plan, verb, in(2), value(20));
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 1);
    EXPECT_EQUAL(seen.failed.step, step);
    EXPECT_EQUAL(seen.failed.error, error);
}

static void nothing(struct builder *plan)
{
    (void)plan;
}

static void close_it(struct builder *plan)
{
    call(plan, SYS_close, in(1), value(0), value(0));
}

static void send_three_bytes(struct builder *plan)
{
    add(plan, PLAN_WRITE, in(1), data(place_text(plan, "abc")), value(3));
}

static void send_a_byte(struct builder *plan)
{
    add(plan, PLAN_WRITE, in(1), data(place_text(plan, "a")), value(1));
}

static void waits_no_longer_than_told(void)
{
    receives(PLAN_RECEIVE, nothing, ETIMEDOUT);
    receives(PLAN_RECEIVE_FD, nothing, ETIMEDOUT);
}

static void notices_that_the_other_side_is_gone(void)
{
    receives(PLAN_RECEIVE, close_it, ECONNRESET);
    receives(PLAN_RECEIVE_FD, close_it, ECONNRESET);
}

static void refuses_what_is_no_message(void)
{
    receives(PLAN_RECEIVE, send_three_bytes, EBADMSG);
    receives(PLAN_RECEIVE_FD, send_a_byte, EBADMSG);
}

static void fails_to_send_to_nobody(void)
{
    struct builder plan = {0};
    struct launched seen;
    pair(&plan);
    call(&plan, SYS_close, in(2), value(0), value(0));
    add2(&plan, PLAN_SEND, in(1), value(0));
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.failed.error, EPIPE);
}

static const struct test tests[] = {
    {"carries a value", carries_a_value, NULL},
    {"carries a descriptor", carries_a_descriptor, NULL},
    {"waits no longer than told", waits_no_longer_than_told, NULL},
    {"notices that the other side is gone", notices_that_the_other_side_is_gone, NULL},
    {"refuses what is no message", refuses_what_is_no_message, NULL},
    {"fails to send to nobody", fails_to_send_to_nobody, NULL},
};

const struct tests message_tests = GROUP(tests);
