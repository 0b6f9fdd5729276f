/* home_test.c: ids, and what a container's folder tells of it, however it came to be so. */
#define _GNU_SOURCE
#include "groups.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "caller.h"

static struct caller caller;

static int says(const char *text)
{
    return strstr(caller.output, text) != NULL;
}

static void expect_status(const char *id, const char *status)
{
    char line[64];
    snprintf(line, sizeof line, "\"status\": \"%s\"", status);
    CALL(&caller, "state", id);
    EXPECT_EQUAL(caller.code, 0);
    EXPECT(says(line));
    if (!says(line))
        printf("    not %s: %s\n", status, caller.output);
}

static void knows_what_an_id_is(void)
{
    static char longest[256], too_long[257];
    memset(longest, 'a', 255);
    memset(too_long, 'a', 256);
    const char *const good[] = {"a", "c1", "A-b_c+d.e", "-", "...", "0", longest};
    const char *const bad[] = {"", ".", "..", "a/b", "/", "../c1", "a b", "a\n", "\xc3\xa4", "a:b", too_long};
    caller_begin(&caller);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        CALL(&caller, "state", good[i]);
        EXPECT(strstr(caller.error, "does not exist") != NULL || *good[i] == '-');
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CALL(&caller, "state", bad[i]);
        EXPECT_EQUAL(caller.code, 1);
        EXPECT(strstr(caller.error, "invalid container id \"") != NULL);
    }
    caller_end(&caller);
}

static void follows_no_link_out_of_its_root(void)
{
    caller_begin(&caller);
    EXPECT(symlink("/", caller_path(&caller, "root/link")) == 0);
    CALL(&caller, "state", "link");
    EXPECT_EQUAL(caller.code, 1);
    EXPECT(strstr(caller.error, "cannot open container \"link\": ") != NULL);
    CALL(&caller, "delete", "--force", "link");
    EXPECT_EQUAL(caller.code, 1);
    caller_end(&caller);
}

static void knows_its_process_by_pid_and_start(void)
{
    caller_begin(&caller);
    pid_t child = sleeper();
    caller_make_container(&caller, "c1", child);
    expect_status("c1", "running");
    char pid[32];
    snprintf(pid, sizeof pid, "\"pid\": %d,", (int)child);
    EXPECT(says(pid) && says("\"bundle\": \"/bundle\"") && says("\"rootfs\": \"/bundle/rootfs\""));
    EXPECT(says("\"created\": \"2023-11-14T22:13:20") && says("\"owner\": \"root\""));
    caller_note_process(&caller, "c1", child, start_of(child) + 1);
    expect_status("c1", "stopped");
    EXPECT(says("\"pid\": 0,"));
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    caller_end(&caller);
}

static void takes_a_zombie_for_stopped(void)
{
    siginfo_t info;
    caller_begin(&caller);
    pid_t child = sleeper();
    caller_make_container(&caller, "c1", child);
    kill(child, SIGKILL);
    waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT);
    expect_status("c1", "stopped");
    waitpid(child, NULL, 0);
    expect_status("c1", "stopped");
    caller_end(&caller);
}

static int listen_at_gate(int type)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    snprintf(name.sun_path, sizeof name.sun_path, "%s", caller_path(&caller, "root/c1/gate"));
    int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
    EXPECT(bind(fd, (struct sockaddr *)&name, sizeof name) == 0 && listen(fd, 4) == 0);
    return fd;
}

static void asks_the_gate_whether_it_has_been_started(void)
{
    caller_begin(&caller);
    pid_t child = sleeper();
    caller_make_container(&caller, "c1", child);
    int gate = listen_at_gate(SOCK_SEQPACKET);
    expect_status("c1", "created");
    close(gate);
    expect_status("c1", "running");
    CALL(&caller, "start", "c1");
    EXPECT_TEXT(caller.error, "hako-runtime: cannot start a container in the running state\n");
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    caller_end(&caller);
}

static void is_creating_while_somebody_holds_it(void)
{
    caller_begin(&caller);
    caller_make(&caller, "c1");
    expect_status("c1", "stopped");
    int fd = open(caller_path(&caller, "root/c1"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    EXPECT(flock(fd, LOCK_EX) == 0);
    expect_status("c1", "creating");
    close(fd);
    expect_status("c1", "stopped");
    CALL(&caller, "delete", "c1");
    EXPECT_EQUAL(caller.code, 0);
    EXPECT(access(caller_path(&caller, "root/c1"), F_OK) != 0);
    caller_end(&caller);
}

/* Whatever stands in its files: an answer, and the folder can be deleted. */
static void expect_bearable(void)
{
    CALL(&caller, "state", "c1");
    EXPECT(caller.code == 0 || caller.code == 1);
    CALL(&caller, "list");
    EXPECT_EQUAL(caller.code, 0);
    CALL(&caller, "kill", "c1");
    EXPECT_EQUAL(caller.code, 1);
    CALL(&caller, "pause", "c1");
    EXPECT_EQUAL(caller.code, 1);
    CALL(&caller, "delete", "--force", "c1");
    EXPECT_EQUAL(caller.code, 0);
    EXPECT(access(caller_path(&caller, "root/c1"), F_OK) != 0);
}

static void bears_a_damaged_process_file(void)
{
    static const char *const texts[] = {"", "x", "-1 5 5 0\n", "0 0 0 0\n", "99999999999999999999 1 1 1",
                                        "4294967297 1 1 1\n", "1", " \0 \0", "18446744073709551615 0 0 0"};
    caller_begin(&caller);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        caller_make(&caller, "c1");
        caller_write(&caller, "root/c1/process", texts[i], strlen(texts[i]));
        expect_bearable();
    }
    caller_end(&caller);
}

/* Each number of the header is damaged in turn, then the file is cut at each length. */
static void bears_a_damaged_record(void)
{
    static const uint32_t values[] = {0, 1, 95, 96, 97, 4095, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff};
    struct made_record good, record;
    record_begin(&good);
    record_put(&good, RECORD_BUNDLE_PATH, "/bundle", 7);
    record_put(&good, RECORD_GROUPS, "memory\0/no/such/group", 22);
    record_put(&good, RECORD_ANNOTATIONS, "\"annotations\":{}", 16);
    caller_begin(&caller);
    unsigned seed = 1;
    for (int round = 0; round < 60; round++) {
        record = good;
        int words = (int)(sizeof record.header / sizeof(uint32_t));
        int count = 1 + (int)((unsigned)rand_r(&seed) % 3);
        for (int i = 0; i < count; i++) {
            uint32_t value = values[(unsigned)rand_r(&seed) % (sizeof values / sizeof *values)];
            memcpy((char *)&record + 4 * ((unsigned)rand_r(&seed) % (unsigned)words), &value, sizeof value);
        }
        if (round % 3 == 0)
            record.size = (unsigned)rand_r(&seed) % good.size;
        caller_make(&caller, "c1");
        caller_keep(&caller, "c1", &record);
        expect_bearable();
    }
    caller_end(&caller);
}

static const struct test tests[] = {
    {"knows what an id is", knows_what_an_id_is, NULL},
    {"follows no link out of its root", follows_no_link_out_of_its_root, NULL},
    {"knows its process by pid and start", knows_its_process_by_pid_and_start, NULL},
    {"takes a zombie for stopped", takes_a_zombie_for_stopped, NULL},
    {"asks the gate whether it has been started", asks_the_gate_whether_it_has_been_started, NULL},
    {"is creating while somebody holds it", is_creating_while_somebody_holds_it, NULL},
    {"bears a damaged process file", bears_a_damaged_process_file, NULL},
    {"bears a damaged record", bears_a_damaged_record, NULL},
};

const struct tests home_tests = GROUP(tests);
