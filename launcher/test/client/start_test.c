/* start_test.c: a client that finds no engine starts one; the fake engine notes how. */
#define _GNU_SOURCE
#include "groups.h"

#include "launched.h"
#include "user.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static char text[16384];

/* Whether the fake engine has noted this line. */
static int noted(const char *format, const char *path)
{
    char line[256];
    snprintf(line, sizeof line, format, path);
    return strstr(text, line) != NULL;
}

static int times(const char *what)
{
    int count = 0;
    for (const char *at = text; (at = strstr(at, what)) != NULL; at++)
        count++;
    return count;
}

/* Runs the client to its end with its standard error in `text`; the exit code. */
static int run(struct user *user)
{
    int ends[3];
    user_pipes(user, ends);
    user_run(user);
    int code = user_wait(user);
    for (size_t size = 0; size < sizeof text - 1;) {
        ssize_t got = ready(ends[2], 1) ? read(ends[2], text + size, sizeof text - 1 - size) : 0;
        text[size + (got > 0 ? (size_t)got : 0)] = '\0';
        if (got <= 0)
            break;
        size += (size_t)got;
    }
    for (int i = 0; i < 3; i++)
        close(ends[i]);
    return code;
}

static void starts_an_engine(void)
{
    struct user user;
    user_begin(&user, 0);
    user.environment[0] = "HAKO_FAKE_ANSWERS=ab";
    user.environment[1] = "JAVA_TOOL_OPTIONS=-evil";
    user.environment[2] = "LANG=C";
    EXPECT_EQUAL(run(&user), 42);
    EXPECT_EQUAL(run(&user), 42);
    EXPECT(user_read(&user, "run/notes", text, sizeof text) > 0);
    EXPECT_EQUAL(times("locked="), 1);
    EXPECT(noted("argument=-Xone\nargument=-Xtwo\nargument=-Dhako.aot=%s/.cache/hako/" BUILD_ID ".aot\n", user.path)
           || noted("argument=-Dhako.aot=/var/cache/hako/%s", BUILD_ID ".aot\n"));
    EXPECT(noted("argument=-Dhako.lib=%s/lib/hako\n", user.path));
    EXPECT(noted("argument=-Dhako.run=%s/run\n", user.path));
    EXPECT(noted("argument=-Dhako.build=%s\nargument=-cp\n", BUILD_ID));
    EXPECT(noted("/lib/hako/a.jar:%s/lib/hako/b.jar\nargument=dev.hako.app.Main\nargument=engine\n", user.path));
    EXPECT(noted("argument=engine\nargument=--auto\n", ""));
    EXPECT(noted("argument=--lock-fd\nargument=3\nargument=--listen-fd\nargument=4\n", ""));
    EXPECT(noted("environment=LANG=C\n", "") && noted("environment=PATH=/usr/", ""));
    EXPECT(!noted("JAVA_TOOL_OPTIONS", ""));
    EXPECT(noted("locked=1\nsession=1\ncwd=/\n", ""));
    user_end(&user);
}

static void starts_one_engine_for_many(void)
{
    struct user user;
    pid_t clients[4];
    user_begin(&user, 0);
    user.environment[0] = "HAKO_FAKE_ANSWERS=abcd";
    for (int i = 0; i < 4; i++) {
        user_run(&user);
        clients[i] = user.client;
    }
    for (int i = 0; i < 4; i++) {
        user.client = clients[i];
        EXPECT_EQUAL(user_wait(&user), 42);
    }
    EXPECT(user_read(&user, "run/notes", text, sizeof text) > 0);
    EXPECT_EQUAL(times("locked=1\n"), 1);
    user_end(&user);
}

static void shows_an_engines_last_words(void)
{
    struct user user;
    user_begin(&user, 0);
    EXPECT_EQUAL(run(&user), 125);
    EXPECT(noted("the last words of an engine\n", ""));
    EXPECT(noted("hako: the engine did not start: it ended before it answered; hint: ", ""));
    EXPECT(noted("hint: see \"%s/run/engine.log\"\n", user.path));
    user_end(&user);
}

static void replaces_a_stale_engine(void)
{
    struct user user;
    user_begin(&user, 0);
    user.environment[0] = "HAKO_FAKE_ANSWERS=sa";
    EXPECT_EQUAL(run(&user), 42);
    EXPECT(user_read(&user, "run/notes", text, sizeof text) > 0);
    EXPECT_EQUAL(times("locked=1\n"), 2);
    user_end(&user);
}

/* The lock is never seen free: another client has been quicker. */
static void does_not_wait_for_the_end_of_a_stale_engines_successor(void)
{
    static struct frame request;
    struct user user;
    char lock[128];
    user_begin(&user, 1);
    snprintf(lock, sizeof lock, "%s/run/engine.lock", user.path);
    int held = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    EXPECT(flock(held, LOCK_EX | LOCK_NB) == 0);
    user_run(&user);
    int stale = user_accept(&user, &request);
    user_replace_engine(&user);
    peer_send(stale, WIRE_STALE, NULL, 0, -1);
    int engine = user_accept(&user, &request);
    peer_send_number(engine, WIRE_EXIT, 43);
    EXPECT_EQUAL(user_wait(&user), 43);
    close(stale);
    close(engine);
    close(held);
    user_end(&user);
}

static void runs_in_the_foreground(void)
{
    struct user user;
    user_begin(&user, 0);
    user.argv[1] = "engine";
    user.argv[2] = "in-foreground";
    user.environment[0] = "KEPT=1";
    EXPECT_EQUAL(run(&user), 17);
    EXPECT(user_read(&user, "run/notes", text, sizeof text) > 0);
    EXPECT(noted("argument=dev.hako.app.Main\nargument=engine\nargument=in-foreground\n", ""));
    EXPECT(noted("environment=KEPT=1\n", "") && noted("session=0\n", ""));
    user_end(&user);
}

static void make_file(const struct user *user, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", user->path, name);
    close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
}

static void runs_for_the_kubelet(struct user *user)
{
    user->argv[1] = "engine";
    user->argv[2] = "--cri=unix:///cri";
    user->argv[3] = "in-foreground";
    EXPECT_EQUAL(run(user), 17);
    EXPECT(user_read(user, "run/notes", text, sizeof text) > 0);
}

static void has_a_cache_for_the_kubelets_engine(void)
{
    struct user user;
    user_begin(&user, 0);
    make_file(&user, "lib/hako/hako.aot");
    runs_for_the_kubelet(&user);
    EXPECT(noted("argument=-XX:AOTCache=%s/lib/hako/hako.aot\nargument=-Dhako.aot=", user.path));
    EXPECT(noted(BUILD_ID "-cri.aot\n", ""));
    user_end(&user);
    user_begin(&user, 0);
    make_file(&user, "lib/hako/hako.aot");
    make_file(&user, "lib/hako/hako-cri.aot");
    runs_for_the_kubelet(&user);
    EXPECT(noted("argument=-XX:AOTCache=%s/lib/hako/hako-cri.aot\nargument=-Dhako.aot=", user.path));
    user_end(&user);
}

static void refuses_a_directory_others_can_use(void)
{
    struct user user;
    char path[128];
    user_begin(&user, 0);
    snprintf(path, sizeof path, "%s/run", user.path);
    EXPECT(mkdir(path, 0700) == 0 && chmod(path, 0755) == 0);
    EXPECT_EQUAL(run(&user), 125);
    EXPECT(noted("hako: cannot use directory \"%s/run\": others have access to it; hint: ", user.path));
    user_end(&user);
}

static void says_that_there_is_no_java(void)
{
    struct user user;
    char path[128];
    user_begin(&user, 0);
    snprintf(path, sizeof path, "%s/lib/hako/a.jar", user.path);
    EXPECT(remove(path) == 0);
    snprintf(path, sizeof path, "%s/lib/hako/b.jar", user.path);
    EXPECT(remove(path) == 0);
    EXPECT_EQUAL(run(&user), 125);
    EXPECT(noted("hako: cannot start engine: there are no jars in \"%s/lib/hako\"; hint: ", user.path));
    EXPECT_EQUAL(times("hako: "), 1);
    user_end(&user);
}

static void takes_a_relative_directory(void)
{
    struct user user;
    user_begin(&user, 0);
    user.run = "run";
    user.environment[0] = "HAKO_FAKE_ANSWERS=a";
    EXPECT_EQUAL(run(&user), 42);
    EXPECT(user_read(&user, "run/notes", text, sizeof text) > 0);
    EXPECT(noted("argument=-Dhako.run=%s/run\n", user.path));
    user_end(&user);
}

static void does_not_believe_roots_environment(void)
{
    struct user user;
    char path[128];
    user_begin(&user, 0);
    snprintf(path, sizeof path, "JAVA_HOME=%s/run", user.path);
    user.environment[0] = path;
    EXPECT(mkdir(path + strlen("JAVA_HOME="), 0700) == 0 && chown(path + strlen("JAVA_HOME="), 12345, 12345) == 0);
    user.argv[1] = "engine";
    user.environment[1] = "HAKO_ROOT=/tmp";
    EXPECT(run(&user) != 42);
    EXPECT(noted("hako: warning: HAKO_RUN is ignored: root does not own \"%s/run\"\n", user.path));
    user_end(&user);
}

static const char *lacks_root(void)
{
    return geteuid() == 0 ? NULL : "needs root: only root's environment is not believed";
}

static const char *lacks_java(void)
{
    return emulated() ? "this emulator has no way to execute the fake engine" : NULL;
}

static const struct test tests[] = {
    {"starts an engine when nobody listens", starts_an_engine, lacks_java},
    {"starts one engine for many clients", starts_one_engine_for_many, lacks_java},
    {"shows the last words of an engine that does not start", shows_an_engines_last_words, lacks_java},
    {"replaces a stale engine", replaces_a_stale_engine, lacks_java},
    {"does not wait for the end of a stale engine's successor", does_not_wait_for_the_end_of_a_stale_engines_successor, NULL},
    {"runs an engine in the foreground", runs_in_the_foreground, lacks_java},
    {"has a cache for the engine that serves the kubelet", has_a_cache_for_the_kubelets_engine, lacks_java},
    {"refuses a run directory others can use", refuses_a_directory_others_can_use, NULL},
    {"takes a relative directory", takes_a_relative_directory, lacks_java},
    {"says that its jars are missing", says_that_there_is_no_java, NULL},
    {"does not believe root's environment", does_not_believe_roots_environment, lacks_root},
};

const struct tests start_tests = GROUP(tests);
