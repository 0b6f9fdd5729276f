/* clone_test.c: plans of several processes: who fails, who hears of it, who is ended. */
#define _GNU_SOURCE
#include "groups.h"

#include "launched.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define END_WITH_CHILD 11 /* registers */
#define END_WITH_ROOT 12
#define CHILD 13

static struct plan_step *clone_step(struct builder *plan, uint64_t flags)
{
    struct clone_args arguments = {.flags = flags, .exit_signal = flags & CLONE_PARENT ? 0 : SIGCHLD};
    uint32_t at = place(plan, &arguments, sizeof arguments);
    struct plan_step *step = add2(plan, PLAN_CLONE, data(at), value(sizeof arguments));
    step->result = CHILD;
    return step;
}

/* A pair of sockets, and after the clone each process keeps one: the child at step `child` closes the root's. */
static struct plan_step *clone_with_pair(struct builder *plan)
{
    uint32_t ends = place(plan, NULL, 8);
    call4(plan, SYS_socketpair, value(AF_UNIX), value(SOCK_STREAM | SOCK_CLOEXEC), value(0), data(ends));
    add2(plan, PLAN_LOAD, data(ends), value(4))->result = END_WITH_CHILD;
    add2(plan, PLAN_LOAD, data(ends + 4), value(4))->result = END_WITH_ROOT;
    struct plan_step *step = clone_step(plan, 0);
    call(plan, SYS_close, in(END_WITH_ROOT), value(0), value(0));
    return step;
}

/* The child's part begins here. */
static void child_begins(struct builder *plan, struct plan_step *clone)
{
    clone->target = plan->step_count;
    call(plan, SYS_close, in(END_WITH_CHILD), value(0), value(0));
}

static void wait_for_ever(struct builder *plan)
{
    call4(plan, SYS_ppoll, value(0), value(0), value(0), value(0));
    add1(plan, PLAN_END, value(0));
}

static void exec_shell(struct builder *plan, const char *script)
{
    uint32_t paths = place_texts(plan, (const char *const[]){"/bin/sh", NULL});
    uint32_t argv = place_texts(plan, (const char *const[]){"sh", "-c", script, NULL});
    uint32_t envp = place_texts(plan, (const char *const[]){"PATH=/usr/bin:/bin", NULL});
    call(plan, SYS_close_range, value(6), value(~0u), value(4));
    add(plan, PLAN_EXEC, data(paths), data(argv), data(envp));
}

static void child_goes_on_at_the_target(void)
{
    struct builder plan = {0};
    struct launched seen;
    struct plan_step *clone = clone_with_pair(&plan);
    add2(&plan, PLAN_RECEIVE, in(END_WITH_CHILD), value(5000))->result = 1;
    add1(&plan, PLAN_END, in(1));
    child_begins(&plan, clone);
    add2(&plan, PLAN_SEND, in(END_WITH_ROOT), value(6));
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 6);
}

static void refuses_to_share_memory_or_descriptors(void)
{
    const uint64_t flags[] = {CLONE_VM, CLONE_FILES, CLONE_VM | CLONE_VFORK};
    for (int i = 0; i < 3; i++) {
        struct builder plan = {0};
        struct launched seen;
        struct plan_step *clone = clone_step(&plan, flags[i]);
        clone->target = 1;
        add1(&plan, PLAN_END, value(0));
        launch(&plan, &seen);
        EXPECT_EQUAL(seen.failed.step, 0);
        EXPECT_EQUAL(seen.failed.error, EINVAL);
    }
}

static void a_wait_hears_of_a_child_that_fails(void)
{
    struct builder plan = {0};
    struct launched seen;
    struct plan_step *clone = clone_with_pair(&plan);
    add2(&plan, PLAN_RECEIVE, in(END_WITH_CHILD), value(5000));
    add1(&plan, PLAN_END, value(0));
    child_begins(&plan, clone);
    uint32_t failing = plan.step_count;
    add1(&plan, PLAN_FAIL, value(EXDEV));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 1);
    EXPECT_EQUAL(seen.failures, 1);
    EXPECT_EQUAL(seen.failed.step, failing);
    EXPECT_EQUAL(seen.failed.error, EXDEV);
}

static void awaiting_exec_hears_of_a_child_that_fails(void)
{
    struct builder plan = {0};
    struct launched seen;
    struct plan_step *clone = clone_with_pair(&plan);
    add1(&plan, PLAN_AWAIT_EXEC, value(5000));
    add1(&plan, PLAN_END, value(0));
    child_begins(&plan, clone);
    uint32_t failing = plan.step_count;
    uint32_t paths = place_texts(&plan, (const char *const[]){"/nowhere/sh", NULL});
    add(&plan, PLAN_EXEC, data(paths), data(paths), data(paths));
    plan.cleanup = plan.step_count;
    leave(&plan, "cleaned");
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 1);
    EXPECT_EQUAL(seen.failed.step, failing);
    EXPECT_EQUAL(seen.failed.error, ENOENT);
    EXPECT_TEXT(seen.text, "/nowhere/sh");
    EXPECT_TEXT(seen.trail, "cleaned");
}

static void waits_until_the_child_has_execd(void)
{
    struct builder plan = {0};
    struct launched seen;
    struct plan_step *clone = clone_with_pair(&plan);
    add1(&plan, PLAN_AWAIT_EXEC, value(5000));
    add2(&plan, PLAN_REPORT, value(PLAN_STARTED), in(CHILD));
    add1(&plan, PLAN_END, value(0));
    child_begins(&plan, clone);
    exec_shell(&plan, "printf ran >&5");
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 0);
    EXPECT_EQUAL(seen.milestones, 1);
    EXPECT_EQUAL(seen.failures, 0);
    EXPECT_TEXT(seen.trail, "ran");
}

static void waits_for_exec_no_longer_than_told(void)
{
    struct builder plan = {0};
    struct launched seen;
    struct plan_step *clone = clone_with_pair(&plan);
    uint32_t waiting = plan.step_count;
    add1(&plan, PLAN_AWAIT_EXEC, value(50));
    add1(&plan, PLAN_END, value(0));
    child_begins(&plan, clone);
    wait_for_ever(&plan);
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 1);
    EXPECT_EQUAL(seen.failed.step, waiting);
    EXPECT_EQUAL(seen.failed.error, ETIMEDOUT);
}

static void has_nobody_to_wait_for(void)
{
    struct builder plan = {0};
    struct launched seen;
    add1(&plan, PLAN_AWAIT_EXEC, value(5000));
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 0);
}

static void notices_a_child_that_is_killed(void)
{
    struct builder plan = {0};
    struct launched seen;
    struct plan_step *clone = clone_with_pair(&plan);
    add2(&plan, PLAN_RECEIVE, in(END_WITH_CHILD), value(5000));
    add1(&plan, PLAN_END, value(0));
    child_begins(&plan, clone);
    call(&plan, SYS_getpid, value(0), value(0), value(0))->result = 1;
    call(&plan, SYS_kill, in(1), value(SIGKILL), value(0));
    wait_for_ever(&plan);
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.failed.error, ECONNRESET);
}

/* The trail ends only when nobody holds it: a child that lived on would be noticed by the harness's deadline. */
static void kills_the_children_of_a_plan_that_fails(void)
{
    struct builder plan = {0};
    struct launched seen;
    struct plan_step *first = clone_with_pair(&plan);
    struct plan_step *second = clone_step(&plan, 0);
    add2(&plan, PLAN_RECEIVE, in(END_WITH_CHILD), value(5000));
    add1(&plan, PLAN_FAIL, value(ENOSPC));
    second->target = plan.step_count;
    exec_shell(&plan, "exec sleep 1000");
    child_begins(&plan, first);
    add2(&plan, PLAN_SEND, in(END_WITH_ROOT), value(0));
    wait_for_ever(&plan);
    plan.cleanup = plan.step_count;
    leave(&plan, "cleaned");
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 1);
    EXPECT_EQUAL(seen.failed.error, ENOSPC);
    EXPECT_TEXT(seen.trail, "cleaned");
}

/* An intermediate child clones a sibling of itself into a new pid namespace and ends: only the kernel knows its pid. */
static void kills_what_an_intermediate_child_has_cloned(void)
{
    struct builder plan = {0};
    struct launched seen;
    struct plan_step *middle = clone_with_pair(&plan);
    add2(&plan, PLAN_RECEIVE, in(END_WITH_CHILD), value(5000));
    add1(&plan, PLAN_FAIL, value(ENOTTY));
    child_begins(&plan, middle);
    call(&plan, SYS_unshare, value(CLONE_NEWPID), value(0), value(0));
    struct plan_step *inner = clone_step(&plan, CLONE_PARENT);
    add1(&plan, PLAN_END, value(0));
    inner->target = plan.step_count;
    add2(&plan, PLAN_SEND, in(END_WITH_ROOT), value(0));
    wait_for_ever(&plan);
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 1);
    EXPECT_EQUAL(seen.failed.error, ENOTTY);
}

static uint32_t place_monitor(struct builder *plan)
{
    struct plan_monitor monitor = {
        .pid = CHILD, .pidfd = 14, .terminal = PLAN_NONE, .input = PLAN_NONE, .output = PLAN_NONE, .error = PLAN_NONE,
        .directory = 15, .log_directory = PLAN_NONE, .listener = PLAN_NONE, .client = PLAN_NONE, .lock = PLAN_NONE,
        .log_max_files = 1,
    };
    uint32_t at = place(plan, &monitor, sizeof monitor);
    point(plan, at + (uint32_t)offsetof(struct plan_monitor, exit_name), place_text(plan, "exit"));
    return at;
}

/* The monitor has given back the plan's first part by then, so the clean-up runs from what was kept. */
static void stays_as_monitor_and_cleans_up(void)
{
    struct builder plan = {0};
    struct launched seen;
    char directory[] = "/tmp/hako-plan-XXXXXX";
    EXPECT(mkdtemp(directory) != NULL);
    uint32_t path = place_text(&plan, directory);
    call(&plan, SYS_openat, value((uint64_t)AT_FDCWD), data(path), value(O_DIRECTORY))->result = 15;
    struct plan_step *clone = clone_with_pair(&plan);
    call(&plan, SYS_pidfd_open, in(CHILD), value(0), value(0))->result = 14;
    add1(&plan, PLAN_AWAIT_EXEC, value(5000));
    add1(&plan, PLAN_MONITOR, data(place_monitor(&plan)));
    child_begins(&plan, clone);
    exec_shell(&plan, "exit 3");
    plan.cleanup = plan.step_count;
    leave(&plan, "cleaned");
    call(&plan, SYS_unlinkat, in(15), data(place_text(&plan, "exit")), value(0));
    add1(&plan, PLAN_END, value(0));
    launch(&plan, &seen);
    EXPECT_TEXT(seen.trail, "cleaned");
    EXPECT_EQUAL(seen.exits, 1);
    EXPECT_EQUAL(seen.exited.status, 3 << 8);
    EXPECT_EQUAL(rmdir(directory), 0);
}

static void only_the_root_reports_waits_and_monitors(void)
{
    const enum plan_verb verbs[] = {PLAN_REPORT, PLAN_AWAIT_EXEC, PLAN_MONITOR};
    for (int i = 0; i < 3; i++) {
        struct builder plan = {0};
        struct launched seen;
        struct plan_step *clone = clone_with_pair(&plan);
        add1(&plan, PLAN_AWAIT_EXEC, value(5000));
        add1(&plan, PLAN_END, value(0));
        child_begins(&plan, clone);
        uint32_t failing = plan.step_count;
        add1(&plan, verbs[i], verbs[i] == PLAN_MONITOR ? data(place_monitor(&plan)) : value(1));
        add1(&plan, PLAN_END, value(0));
        launch(&plan, &seen);
        EXPECT_EQUAL(seen.failed.step, failing);
        EXPECT_EQUAL(seen.failed.error, EPERM);
        EXPECT_EQUAL(seen.milestones, 0);
    }
}

static void a_child_reports_its_mounts(void)
{
    struct builder plan = {0};
    struct launched seen;
    struct plan_step *clone = clone_with_pair(&plan);
    add1(&plan, PLAN_AWAIT_EXEC, value(5000));
    add1(&plan, PLAN_END, value(0));
    child_begins(&plan, clone);
    add2(&plan, PLAN_REPORT, value(PLAN_MOUNTED), value(0));
    exec_shell(&plan, "printf ran >&5");
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 0);
    EXPECT_EQUAL(seen.milestones, 1);
    EXPECT_EQUAL(seen.milestone.milestone, PLAN_MOUNTED);
    EXPECT_TEXT(seen.trail, "ran");
}

static void clones_again_after_awaiting_exec(void)
{
    struct builder plan = {0};
    struct launched seen;
    struct plan_step *first = clone_with_pair(&plan);
    add1(&plan, PLAN_AWAIT_EXEC, value(5000));
    struct plan_step *second = clone_step(&plan, 0);
    add1(&plan, PLAN_AWAIT_EXEC, value(5000));
    add1(&plan, PLAN_END, value(0));
    child_begins(&plan, first);
    add1(&plan, PLAN_END, value(0));
    second->target = plan.step_count;
    add1(&plan, PLAN_FAIL, value(EXDEV));
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.failed.error, EXDEV);
}

static const struct test tests[] = {
    {"a child goes on at the target", child_goes_on_at_the_target, lacks_clone},
    {"refuses to share memory or descriptors with a child", refuses_to_share_memory_or_descriptors, NULL},
    {"a wait hears of a child that fails", a_wait_hears_of_a_child_that_fails, lacks_clone},
    {"awaiting exec hears of a child that fails", awaiting_exec_hears_of_a_child_that_fails, lacks_clone},
    {"waits until the child has exec'd", waits_until_the_child_has_execd, lacks_clone},
    {"waits for exec no longer than told", waits_for_exec_no_longer_than_told, lacks_clone},
    {"has nobody to wait for", has_nobody_to_wait_for, NULL},
    {"notices a child that is killed", notices_a_child_that_is_killed, lacks_clone},
    {"kills the children of a plan that fails", kills_the_children_of_a_plan_that_fails, lacks_clone},
    {"kills what an intermediate child has cloned", kills_what_an_intermediate_child_has_cloned, lacks_clone_or_root},
    {"stays as monitor and cleans up", stays_as_monitor_and_cleans_up, lacks_clone},
    {"only the root reports, waits for exec and monitors", only_the_root_reports_waits_and_monitors, lacks_clone},
    {"a child reports its mounts", a_child_reports_its_mounts, lacks_clone},
    {"clones again after awaiting exec", clones_again_after_awaiting_exec, lacks_clone},
};

const struct tests clone_tests = GROUP(tests);
