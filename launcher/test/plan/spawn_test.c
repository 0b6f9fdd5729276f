/* spawn_test.c: programs that a plan runs to their end. */
#include "groups.h"

#include "launched.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* A plan that spawns `path` with these arguments and input, and then leaves "done". */
static void spawn_plan(struct builder *plan, const char *path, const char *const *argv, const char *input,
                       uint32_t millis)
{
    struct plan_spawn spawn = {.input_size = (uint32_t)strlen(input), .timeout_millis = millis};
    uint32_t at = place(plan, &spawn, sizeof spawn);
    point(plan, at + (uint32_t)offsetof(struct plan_spawn, path), place_text(plan, path));
    point(plan, at + (uint32_t)offsetof(struct plan_spawn, argv), place_texts(plan, argv));
    point(plan, at + (uint32_t)offsetof(struct plan_spawn, envp),
          place_texts(plan, (const char *const[]){"PATH=/usr/bin:/bin", "WORD=given", NULL}));
    point(plan, at + (uint32_t)offsetof(struct plan_spawn, input), place_text(plan, input));
    add1(plan, PLAN_SPAWN, data(at));
    leave(plan, "done");
    add1(plan, PLAN_END, value(0));
}

static void shell(const char *script, const char *input, uint32_t millis, struct launched *seen)
{
    struct builder plan = {0};
    spawn_plan(&plan, "/bin/sh", (const char *const[]){"sh", "-c", script, NULL}, input, millis);
    launch(&plan, seen);
}

static void succeeds(const char *script, const char *input)
{
    struct launched seen;
    shell(script, input, 10000, &seen);
    EXPECT_EQUAL(seen.code, 0);
    EXPECT_TEXT(seen.text, "");
    EXPECT_TEXT(seen.trail, "done");
}

static void runs_a_program_to_its_end(void)
{
    succeeds("exit 0", "");
}

static void gives_it_input_and_environment(void)
{
    succeeds("read -r line && test \"$line\" = '{\"pid\":1}' && ! read -r more && test $WORD = given", "{\"pid\":1}\n");
}

static void gives_it_nothing_else(void)
{
    succeeds("echo lost; for fd in 3 4 5 200 201; do ! test -e /proc/self/fd/$fd || exit 1; done", "");
}

static void gives_it_a_process_group_of_its_own(void)
{
    succeeds("read -r pid name state parent group rest </proc/$$/stat && test $group = $$", "");
}

static void resets_its_signals(void)
{
    struct launched seen;
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    signal(SIGTERM, SIG_IGN);
    shell("kill -TERM $$; exit 0", "", 10000, &seen);
    signal(SIGTERM, SIG_DFL);
    sigprocmask(SIG_SETMASK, &before, NULL);
    EXPECT_EQUAL(seen.failed.error, ECHILD);
    EXPECT_EQUAL(seen.failed.status, SIGTERM);
}

static void tells_how_it_failed(void)
{
    struct launched seen;
    shell("echo 'no such network' >&2; exit 3", "", 10000, &seen);
    EXPECT_EQUAL(seen.code, 1);
    EXPECT_EQUAL(seen.failed.step, 0);
    EXPECT_EQUAL(seen.failed.error, ECHILD);
    EXPECT_EQUAL(seen.failed.status, 3 << 8);
    EXPECT_TEXT(seen.text, "no such network\n");
    EXPECT_TEXT(seen.trail, "");
}

static void keeps_the_end_of_a_long_story(void)
{
    struct launched seen;
    shell("i=0; while test $i -lt 30000; do echo \"line $i\" >&2; i=$((i+1)); done; exit 1", "", 20000, &seen);
    EXPECT_EQUAL(strlen(seen.text), 1024);
    EXPECT_TEXT(seen.text + 1024 - 22, "line 29998\nline 29999\n");
}

static void kills_what_takes_too_long(void)
{
    struct launched seen;
    shell("echo begun >&2; sleep 1000 & sleep 1000", "", 200, &seen);
    EXPECT_EQUAL(seen.failed.error, ETIMEDOUT);
    EXPECT_EQUAL(seen.failed.status, SIGKILL);
    EXPECT_TEXT(seen.text, "begun\n");
}

static void does_not_wait_for_what_it_leaves_behind(void)
{
    succeeds("sleep 2 & exit 0", "");
}

static void says_why_it_could_not_be_run(void)
{
    struct builder plan = {0};
    struct launched seen;
    spawn_plan(&plan, "/nowhere/hook", (const char *const[]){"hook", NULL}, "", 1000);
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.failed.error, ENOENT);
    EXPECT_TEXT(seen.text, "");
}

static void takes_more_input_than_a_pipe_holds(void)
{
    static char input[4000];
    memset(input, 'x', sizeof input - 2);
    input[sizeof input - 2] = '\n';
    succeeds("read -r line && test ${#line} = 3998", input);
    struct launched seen;
    shell("exit 0", input, 10000, &seen);
    EXPECT_EQUAL(seen.code, 0);
}

static void goes_on_when_a_tolerated_program_failed(void)
{
    struct builder plan = {0};
    struct launched seen;
    spawn_plan(&plan, "/bin/sh", (const char *const[]){"sh", "-c", "exit 1", NULL}, "", 1000);
    tolerate(&plan.steps[0], ECHILD);
    launch(&plan, &seen);
    EXPECT_EQUAL(seen.code, 0);
    EXPECT_TEXT(seen.trail, "done");
}

static const struct test tests[] = {
    {"runs a program to its end", runs_a_program_to_its_end, NULL},
    {"gives it input and environment", gives_it_input_and_environment, NULL},
    {"gives it no other descriptors", gives_it_nothing_else, NULL},
    {"gives it a process group of its own", gives_it_a_process_group_of_its_own, NULL},
    {"resets its signals", resets_its_signals, NULL},
    {"tells how it failed", tells_how_it_failed, NULL},
    {"keeps the end of a long story", keeps_the_end_of_a_long_story, NULL},
    {"kills what takes too long", kills_what_takes_too_long, NULL},
    {"does not wait for what it leaves behind", does_not_wait_for_what_it_leaves_behind, NULL},
    {"says why it could not be run", says_why_it_could_not_be_run, NULL},
    {"takes input that it does not read", takes_more_input_than_a_pipe_holds, NULL},
    {"goes on when a tolerated program failed", goes_on_when_a_tolerated_program_failed, NULL},
};

const struct tests spawn_tests = GROUP(tests);
