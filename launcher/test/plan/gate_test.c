/* gate_test.c: a process that waits for whoever lets it go on, and is the root's no more. */
#define _GNU_SOURCE
#include "groups.h"

#include "launched.h"

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

#define LISTENER 11 /* registers */
#define CHILD 13
#define ATTEMPTS 5000

/* What the visitor saw: a connection's end, or a failure. */
enum { SAW_NOTHING, SAW_THE_END, SAW_A_FAILURE };

/* An abstract name of this test's own. */
static socklen_t name_gate(struct sockaddr_un *name)
{
    memset(name, 0, sizeof *name);
    name->sun_family = AF_UNIX;
    int size = snprintf(name->sun_path + 1, sizeof name->sun_path - 1, "hako-gate-test-%d", getpid());
    return (socklen_t)(sizeof name->sun_family + 1 + (size_t)size);
}

/* Comes to the gate as soon as it is there, and exits with what it saw. */
static pid_t visit(int error)
{
    struct sockaddr_un name;
    struct wire_failed failed = {0};
    socklen_t size = name_gate(&name);
    pid_t visitor = fork();
    if (visitor != 0)
        return visitor;
    int fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);
    for (int i = 0; i < ATTEMPTS && connect(fd, (struct sockaddr *)&name, size) < 0; i++)
        usleep(1000);
    ssize_t got = recv(fd, &failed, sizeof failed, 0);
    _exit(got == 0 ? SAW_THE_END : got >= (ssize_t)sizeof failed && failed.error == error ? SAW_A_FAILURE : SAW_NOTHING);
}

static int seen_by(pid_t visitor)
{
    int status = 0;
    waitpid(visitor, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* The root has a gate and a child, waits until the child is at the gate, and ends; the child's steps follow. */
static void begin(struct builder *plan)
{
    struct sockaddr_un name;
    struct clone_args arguments = {.exit_signal = SIGCHLD};
    socklen_t size = name_gate(&name);
    call(plan, SYS_socket, value(AF_UNIX), value(SOCK_SEQPACKET | SOCK_CLOEXEC), value(0))->result = LISTENER;
    uint32_t at = place(plan, &name, sizeof name);
    call(plan, SYS_bind, in(LISTENER), data(at), value(size));
    call(plan, SYS_listen, in(LISTENER), value(1), value(0));
    uint32_t clone = place(plan, &arguments, sizeof arguments);
    struct plan_step *step = add2(plan, PLAN_CLONE, data(clone), value(sizeof arguments));
    step->result = CHILD;
    add1(plan, PLAN_AWAIT_EXEC, value(5000));
    leave(plan, "root ends;");
    add1(plan, PLAN_END, value(0));
    step->target = plan->step_count;
    add1(plan, PLAN_GATE, in(LISTENER));
}

static void goes_on_when_somebody_comes(void)
{
    struct builder plan = {0};
    struct launched seen;
    begin(&plan);
    leave(&plan, "child goes on");
    add1(&plan, PLAN_END, value(0));
    pid_t visitor = visit(0);
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 0);
    EXPECT_EQUAL(seen.failures, 0);
    EXPECT_EQUAL(seen_by(visitor), SAW_THE_END);
}

static void tells_its_failure_at_the_gate(void)
{
    struct builder plan = {0};
    struct launched seen;
    begin(&plan);
    add1(&plan, PLAN_FAIL, value(EXDEV));
    pid_t visitor = visit(EXDEV);
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 0);
    EXPECT_EQUAL(seen.failures, 0);
    EXPECT_EQUAL(seen_by(visitor), SAW_A_FAILURE);
}

static void is_not_for_the_root(void)
{
    struct builder plan = {0};
    struct launched seen;
    add1(&plan, PLAN_GATE, value(BUILDER_TRAIL_FD));
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.failed.error, EPERM);
}

static const struct test tests[] = {
    {"goes on when somebody comes", goes_on_when_somebody_comes, lacks_clone},
    {"tells its failure at the gate", tells_its_failure_at_the_gate, lacks_clone},
    {"is not for the root", is_not_for_the_root, NULL},
};

const struct tests gate_tests = GROUP(tests);
