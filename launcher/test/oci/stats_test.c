/* stats_test.c: figures from groups of version 2, which are files of the test's own, and intervals of events. */
#define _GNU_SOURCE
#include "groups.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "caller.h"

static struct caller caller;

static const char *const files[][2] = {
    {"cpu.stat", "usage_usec 5\nuser_usec 3\nsystem_usec 2\nnr_periods 7\nnr_throttled 1\nthrottled_usec 4\n"},
    {"cpuset.cpus.effective", "0-2,5\n"},
    {"cpuset.mems.effective", "0\n"},
    {"memory.current", "4096\n"},
    {"memory.max", "max\n"},
    {"memory.peak", "8192\n"},
    {"memory.events", "low 0\nhigh 0\nmax 9\noom 0\noom_kill 0\n"},
    {"memory.swap.current", "0\n"},
    {"memory.swap.max", "1024\n"},
    {"memory.stat", "anon 1\nfile 2\n"},
    {"pids.current", "3\n"},
    {"pids.max", "10\n"},
    {"io.stat", "8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0\n"},
    {"hugetlb.2MB.current", "2097152\n"},
};

static const char expected[] =
    "{\"type\":\"stats\",\"id\":\"c1\",\"data\":{\"cpu\":{\"usage\":{\"total\":5000,\"kernel\":2000,\"user\":3000},"
    "\"throttling\":{\"periods\":7,\"throttledPeriods\":1,\"throttledTime\":4000}},\"cpuset\":{\"cpus\":[0,1,2,5],\"mems\":[0]},"
    "\"memory\":{\"usage\":{\"limit\":18446744073709551615,\"usage\":4096,\"max\":8192,\"failcnt\":9},"
    "\"swap\":{\"limit\":1024,\"usage\":0},\"raw\":{\"anon\":1,\"file\":2}},\"pids\":{\"current\":3,\"limit\":10},"
    "\"blkio\":{\"ioServiceBytesRecursive\":[{\"major\":8,\"minor\":0,\"op\":\"Read\",\"value\":1},"
    "{\"major\":8,\"minor\":0,\"op\":\"Write\",\"value\":2}],"
    "\"ioServicedRecursive\":[{\"major\":8,\"minor\":0,\"op\":\"Read\",\"value\":3},"
    "{\"major\":8,\"minor\":0,\"op\":\"Write\",\"value\":4}]},\"hugetlb\":{\"2MB\":{\"usage\":2097152}},"
    "\"intel_rdt\":{},\"network_interfaces\":null}}\n";

/* A container whose one group is a folder of ours. */
static pid_t make(void)
{
    struct made_record record;
    char group[128] = {0}; /* no controllers: an empty string before the path */
    pid_t pid = sleeper();
    caller_begin(&caller);
    mkdir(caller_path(&caller, "group"), 0700);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char name[64];
        snprintf(name, sizeof name, "group/%s", files[i][0]);
        caller_write(&caller, name, files[i][1], strlen(files[i][1]));
    }
    int size = snprintf(group + 1, sizeof group - 1, "%s", caller_path(&caller, "group"));
    record_begin(&record);
    record_put(&record, RECORD_GROUPS, group, (size_t)size + 2);
    caller_make(&caller, "c1");
    caller_keep(&caller, "c1", &record);
    caller_note_process(&caller, "c1", pid, start_of(pid));
    return pid;
}

static void end(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    caller_end(&caller);
}

static void tells_figures_of_version_2(void)
{
    pid_t pid = make();
    CALL(&caller, "events", "--stats", "c1");
    EXPECT_EQUAL(caller.code, 0);
    EXPECT(strcmp(caller.output, expected) == 0);
    if (strcmp(caller.output, expected) != 0)
        printf("    %s", caller.output);
    end(pid);
}

static void refuses_intervals_that_are_none(void)
{
    static const char *const bad[] = {"5", "s", "0s", "-1s", "1.5s", "5 s", "99999999999999999999s", "5d"};
    pid_t pid = make();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CALL(&caller, "events", "--interval", bad[i], "c1");
        EXPECT_EQUAL(caller.code, 1);
        EXPECT(strstr(caller.error, "there is no interval") != NULL);
    }
    end(pid);
}

static void tells_nothing_of_what_does_not_run(void)
{
    caller_begin(&caller);
    caller_make(&caller, "c1");
    CALL(&caller, "events", "--stats", "c1");
    EXPECT_EQUAL(caller.code, 1);
    EXPECT(strstr(caller.error, "it is stopped") != NULL);
    caller_end(&caller);
}

static const struct test tests[] = {
    {"tells figures of version 2", tells_figures_of_version_2, NULL},
    {"refuses intervals that are none", refuses_intervals_that_are_none, NULL},
    {"tells nothing of what does not run", tells_nothing_of_what_does_not_run, NULL},
};

const struct tests stats_tests = GROUP(tests);
