/* signal_test.c: kill and delete, of processes that are there and of such that are not. */
#define _GNU_SOURCE
#include "groups.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "caller.h"

static struct caller caller;

static int is_there(const char *name)
{
    return access(caller_path(&caller, name), F_OK) == 0;
}

static int signal_that_ended(pid_t child)
{
    int status = 0;
    EXPECT(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void sends_signals_by_name_and_number(void)
{
    static const struct {
        const char *word;
        int number;
    } signals[] = {{"TERM", SIGTERM}, {"SIGINT", SIGINT}, {"usr1", SIGUSR1}, {"9", SIGKILL}, {"HUP", SIGHUP},
                   {"RTMIN+3", 34 + 3}};
    caller_begin(&caller);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        pid_t child = sleeper();
        caller_make_container(&caller, "c1", child);
        CALL(&caller, "kill", "c1", signals[i].word);
        EXPECT_EQUAL(caller.code, 0);
        if (caller.code != 0)
            kill(child, SIGKILL);
        EXPECT_EQUAL(signal_that_ended(child), signals[i].number);
        CALL(&caller, "delete", "c1");
        EXPECT_EQUAL(caller.code, 0);
    }
    caller_end(&caller);
}

static void refuses_signals_that_there_are_not(void)
{
    static const char *const bad[] = {"", "0", "65", "-9", "NOSUCH", "SIG", "9x", "99999999999"};
    caller_begin(&caller);
    pid_t child = sleeper();
    caller_make_container(&caller, "c1", child);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CALL(&caller, "kill", "--", "c1", bad[i]);
        EXPECT_EQUAL(caller.code, 1);
        EXPECT(strstr(caller.error, "there is no signal \"") != NULL);
    }
    EXPECT(waitpid(child, NULL, WNOHANG) == 0);
    kill(child, SIGKILL);
    signal_that_ended(child);
    caller_end(&caller);
}

static void spares_a_stranger_with_the_pid(void)
{
    caller_begin(&caller);
    pid_t stranger = sleeper();
    caller_make_container(&caller, "c1", stranger);
    caller_note_process(&caller, "c1", stranger, start_of(stranger) - 1);
    CALL(&caller, "kill", "c1", "KILL");
    EXPECT_TEXT(caller.error, "hako-runtime: cannot kill container \"c1\": container not running\n");
    CALL(&caller, "delete", "--force", "c1");
    EXPECT_EQUAL(caller.code, 0);
    EXPECT(!is_there("root/c1"));
    EXPECT(waitpid(stranger, NULL, WNOHANG) == 0);
    kill(stranger, SIGKILL);
    signal_that_ended(stranger);
    caller_end(&caller);
}

static void deletes_what_runs_only_by_force(void)
{
    caller_begin(&caller);
    pid_t child = sleeper();
    caller_make_container(&caller, "c1", child);
    CALL(&caller, "delete", "c1");
    EXPECT_TEXT(caller.error,
                "hako-runtime: cannot delete container \"c1\" that is not stopped: running; hint: --force kills it\n");
    EXPECT(is_there("root/c1/record"));
    CALL(&caller, "delete", "-f", "c1");
    EXPECT_EQUAL(caller.code, 0);
    EXPECT_EQUAL(signal_that_ended(child), SIGKILL);
    EXPECT(!is_there("root/c1"));
    CALL(&caller, "delete", "--force", "c1");
    EXPECT_EQUAL(caller.code, 0);
    CALL(&caller, "delete", "c1");
    EXPECT_TEXT(caller.error, "hako-runtime: container \"c1\" does not exist\n");
    caller_end(&caller);
}

static const struct test tests[] = {
    {"sends signals by name and number", sends_signals_by_name_and_number, NULL},
    {"refuses signals that there are not", refuses_signals_that_there_are_not, NULL},
    {"spares a stranger with the pid", spares_a_stranger_with_the_pid, NULL},
    {"deletes what runs only by force", deletes_what_runs_only_by_force, NULL},
};

const struct tests signal_tests = GROUP(tests);
