/* stand_in_test.c: a process that stands in for a guest's program; the test is the guest. */
#define _GNU_SOURCE
#include "groups.h"

#include "channel.h"
#include "launched.h"
#include "peer.h"

#include <errno.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define CARRIER 11 /* registers */
#define MEMORY 12
#define CHILD 13
#define STATUS 14
#define MILLIS 5000

enum guest { STARTS, FAILS, GOES };

/* What the guest does with the request for a run. */
struct story {
    enum guest guest;
    uint32_t status; /* how the program ends */
};

static socklen_t name_carrier(struct sockaddr_un *name)
{
    memset(name, 0, sizeof *name);
    name->sun_family = AF_UNIX;
    int size = snprintf(name->sun_path + 1, sizeof name->sun_path - 1, "hako-carrier-test-%d", getpid());
    return (socklen_t)(sizeof name->sun_family + 1 + (size_t)size);
}

/* Takes the request, with its descriptors: false if it is none. */
static int take(int connection, int fds[CARRIER_FDS])
{
    struct carrier_request request;
    char control[CMSG_SPACE(CARRIER_FDS * sizeof(int))] __attribute__((aligned(8)));
    struct iovec part = {&request, sizeof request};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    if (recvmsg(connection, &message, 0) != (ssize_t)sizeof request || request.version != GUEST_VERSION)
        return 0;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (!header || header->cmsg_len != CMSG_LEN(CARRIER_FDS * sizeof(int)))
        return 0;
    memcpy(fds, CMSG_DATA(header), CARRIER_FDS * sizeof(int));
    return 1;
}

static void play(const struct story *story, const int fds[CARRIER_FDS])
{
    struct wire_milestone started = {.milestone = PLAN_STARTED};
    struct wire_failed failed = {.step = 7, .error = ENOENT};
    struct wire_attached attached = {0};
    struct wire_exited exited = {.status = story->status};
    if (story->guest == GOES)
        return;
    if (story->guest == FAILS) {
        peer_send(fds[CARRIER_CONTROL], WIRE_FAILED, &failed, sizeof failed, -1);
        return;
    }
    peer_send(fds[CARRIER_CONTROL], WIRE_MILESTONE, &started, sizeof started, -1);
    peer_send(fds[CARRIER_CLIENT], WIRE_ATTACHED, &attached, sizeof attached, -1);
    peer_send(fds[CARRIER_CONTROL], WIRE_EXITED, &exited, sizeof exited, -1);
    peer_send_number(fds[CARRIER_CLIENT], WIRE_EXIT, story->status >> 8 & 0xff);
}

/* A guest of its own process, which listens from now on. */
static pid_t be_guest(const struct story *story)
{
    struct sockaddr_un name;
    socklen_t size = name_carrier(&name);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    EXPECT_EQUAL(bind(listener, (struct sockaddr *)&name, size), 0);
    EXPECT_EQUAL(listen(listener, 1), 0);
    pid_t guest = fork();
    if (guest != 0) {
        close(listener);
        return guest;
    }
    int fds[CARRIER_FDS];
    int connection = accept(listener, NULL, NULL);
    int good = take(connection, fds);
    if (good)
        play(story, fds);
    _exit(good ? 0 : 1);
}

/* The root connects, makes the stand-in, waits for its end and tells how it ended. */
static void begin(struct builder *plan)
{
    struct sockaddr_un name;
    struct clone_args arguments = {.exit_signal = SIGCHLD};
    uint64_t status = 0;
    socklen_t size = name_carrier(&name);
    call(plan, SYS_socket, value(AF_UNIX), value(SOCK_STREAM | SOCK_CLOEXEC), value(0))->result = CARRIER;
    uint32_t at = place(plan, &name, sizeof name);
    call(plan, SYS_connect, in(CARRIER), data(at), value(size));
    call(plan, SYS_memfd_create, data(place_text(plan, "plan")), value(0), value(0))->result = MEMORY;
    uint32_t clone = place(plan, &arguments, sizeof arguments);
    struct plan_step *step = add2(plan, PLAN_CLONE, data(clone), value(sizeof arguments));
    step->result = CHILD;
    add1(plan, PLAN_AWAIT_EXEC, value(MILLIS));
    uint32_t word = place(plan, &status, sizeof status);
    place_text(plan, "");
    call4(plan, SYS_wait4, in(CHILD), data(word), value(0), value(0));
    add2(plan, PLAN_LOAD, data(word), value(4))->result = STATUS;
    add2(plan, PLAN_REPORT, value(PLAN_CREATED), in(STATUS));
    add1(plan, PLAN_END, value(0));
    step->target = plan->step_count;
    add(plan, PLAN_STAND_IN, in(CARRIER), in(MEMORY), value(MILLIS));
}

static void run(const struct story *story, struct launched *seen)
{
    struct builder plan = {0};
    int status = -1;
    pid_t guest = be_guest(story);
    begin(&plan);
    launch(&plan, seen);
    waitpid(guest, &status, 0);
    EXPECT_EQUAL(status, 0);
}

static void ends_with_the_code_of_its_program(void)
{
    struct launched seen;
    run(&(struct story){STARTS, 7 << 8}, &seen);
    EXPECT_EQUAL(seen.failures, 0);
    EXPECT_EQUAL(seen.milestone.value, 7 << 8);
}

static void ends_by_the_signal_of_its_program(void)
{
    struct launched seen;
    run(&(struct story){STARTS, SIGTERM}, &seen);
    EXPECT_EQUAL(seen.failures, 0);
    EXPECT_EQUAL(seen.milestone.value, SIGTERM);
}

static void tells_of_a_step_of_the_guests_plan(void)
{
    struct launched seen;
    run(&(struct story){FAILS, 0}, &seen);
    EXPECT_EQUAL(seen.failures, 1);
    EXPECT_EQUAL(seen.failed.step, PLAN_MAX_STEPS + 7);
    EXPECT_EQUAL(seen.failed.error, ENOENT);
}

static void fails_when_the_guest_is_gone(void)
{
    struct launched seen;
    run(&(struct story){GOES, 0}, &seen);
    EXPECT_EQUAL(seen.failures, 1);
    EXPECT_EQUAL(seen.failed.error, ECONNRESET);
}

static void is_not_for_the_root(void)
{
    struct builder plan = {0};
    struct launched seen;
    add(&plan, PLAN_STAND_IN, value(BUILDER_TRAIL_FD), value(BUILDER_TRAIL_FD), value(MILLIS));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.failed.error, EPERM);
}

static const struct test tests[] = {
    {"ends with the code of its program", ends_with_the_code_of_its_program, lacks_clone},
    {"ends by the signal of its program", ends_by_the_signal_of_its_program, lacks_clone},
    {"tells of a step of the guest's plan", tells_of_a_step_of_the_guests_plan, lacks_clone},
    {"fails when the guest is gone", fails_when_the_guest_is_gone, lacks_clone},
    {"is not for the root", is_not_for_the_root, NULL},
};

const struct tests stand_in_tests = GROUP(tests);
