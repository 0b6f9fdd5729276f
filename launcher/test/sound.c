/* sound.c: see sound.h. */
#include "sound.h"

#include <linux/sched.h>
#include <signal.h>
#include <sys/syscall.h>

#define FIELD(type, field) ((uint32_t)offsetof(type, field))

static uint32_t place_spawn(struct builder *plan, uint32_t argv)
{
    struct plan_spawn spawn = {.input_size = 2, .timeout_millis = 1000};
    uint32_t at = place(plan, &spawn, sizeof spawn);
    point(plan, at + FIELD(struct plan_spawn, path), place_text(plan, "/bin/hook"));
    point(plan, at + FIELD(struct plan_spawn, argv), argv);
    point(plan, at + FIELD(struct plan_spawn, envp), argv);
    point(plan, at + FIELD(struct plan_spawn, input), place_text(plan, "{}"));
    return at;
}

static uint32_t place_monitor(struct builder *plan, uint32_t argv)
{
    struct plan_monitor monitor = {
        .pid = 1, .pidfd = 2, .terminal = PLAN_NONE, .input = 4, .output = 5, .error = 6, .directory = 7,
        .log_directory = 8, .listener = 9, .client = PLAN_NONE, .lock = 11, .flags = PLAN_MONITOR_DURABLE,
        .log_max_files = 3, .detach_size = 2, .detach_keys = {16, 17},
    };
    uint32_t at = place(plan, &monitor, sizeof monitor);
    point(plan, at + FIELD(struct plan_monitor, exit_name), place_text(plan, "exit"));
    point(plan, at + FIELD(struct plan_monitor, log_name), place_text(plan, "log"));
    point(plan, at + FIELD(struct plan_monitor, revive_argv), argv);
    point(plan, at + FIELD(struct plan_monitor, revive_envp), argv);
    point(plan, at + FIELD(struct plan_monitor, revive_socket), place_text(plan, "/run/engine.sock"));
    return at;
}

static struct sound_places places(struct builder *plan)
{
    struct clone_args clone = {.exit_signal = SIGCHLD};
    struct sound_places at;
    at.number = place(plan, NULL, 16);
    at.clone = place(plan, &clone, sizeof clone);
    at.argv = place_texts(plan, (const char *const[]){"program", "argument", NULL});
    at.paths = place_texts(plan, (const char *const[]){"/bin/program", "/usr/bin/program", NULL});
    at.spawn = place_spawn(plan, at.argv);
    at.monitor = place_monitor(plan, at.argv);
    return at;
}

static void messages(struct builder *plan)
{
    add2(plan, PLAN_SEND, in(1), value(1));
    add2(plan, PLAN_RECEIVE, in(1), value(1000))->result = 3;
    add2(plan, PLAN_SEND_FD, in(1), in(3));
    add2(plan, PLAN_RECEIVE_FD, in(1), value(1000))->result = 4;
}

struct sound_places sound_plan(struct builder *plan)
{
    struct sound_places at = places(plan);
    branch(call(plan, SYS_close, value(100), value(0), value(0)), 9, AT_STORE);
    add2(plan, PLAN_CLONE, data(at.clone), value(sizeof(struct clone_args)))->target = AT_EXEC;
    add1(plan, PLAN_JUMP, value(0))->target = AT_STORE;
    add2(plan, PLAN_LOAD, data(at.number), value(4))->result = 1;
    add(plan, PLAN_STORE, data(at.number), in(1), value(8));
    add(plan, PLAN_DECIMAL, data(at.number), in(1), value(16))->argument[3] = ' ';
    retry(add(plan, PLAN_WRITE, in(1), data(at.number), value(16)), 16, 1000);
    messages(plan);
    each(plan, SYS_close, value(100), 0, 1);
    add1(plan, PLAN_GATE, in(1));
    tolerate(add(plan, PLAN_STAND_IN, in(1), in(1), value(1000)), 0);
    add1(plan, PLAN_SPAWN, data(at.spawn));
    add2(plan, PLAN_REPORT, value(PLAN_CREATED), in(1));
    add1(plan, PLAN_AWAIT_EXEC, value(1000));
    add1(plan, PLAN_MONITOR, data(at.monitor));
    tolerate(add(plan, PLAN_EXEC, data(at.paths), data(at.argv), data(at.argv)), 0);
    add1(plan, PLAN_FAIL, value(2));
    plan->cleanup = AT_CLEANUP;
    call(plan, SYS_close, value(100), value(0), value(0));
    add1(plan, PLAN_END, value(0));
    return at;
}
