/*
 * namespace_test.c: an ordinary user's engine lives in a user namespace, in the same one as long as
 * there are containers.
 */
#define _GNU_SOURCE
#include "groups.h"

#include "launched.h"
#include "user.h"

#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sched.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ORDINARY 12345

static char text[16384], other[16384];

/* Why no ordinary user can make a user namespace here, or NULL. */
static const char *lacks_user_namespaces(void)
{
    int status = -1;
    if (emulated())
        return "this emulator has no user namespaces";
    if (geteuid() != 0)
        return "needs root: nobody else can be an ordinary user";
    pid_t child = fork();
    if (child == 0)
        _exit(setresuid(ORDINARY, ORDINARY, ORDINARY) != 0 || unshare(CLONE_NEWUSER) != 0);
    waitpid(child, &status, 0);
    return status == 0 ? NULL : "needs user namespaces: ordinary users may not make any";
}

static void begin(struct user *user)
{
    user_begin(user, 0);
    user->uid = ORDINARY;
    EXPECT(chown(user->path, ORDINARY, ORDINARY) == 0);
}

/* The line of the notes that begins so. */
static const char *line_of(char *notes, const char *start)
{
    char *line = strstr(notes, start);
    if (line == NULL)
        return "";
    *strchrnul(line, '\n') = '\0';
    return line;
}

static void maps_the_users_own_id(void)
{
    struct user user;
    begin(&user);
    user.environment[0] = "HAKO_FAKE_ANSWERS=a";
    user_run(&user);
    EXPECT_EQUAL(user_wait(&user), 42);
    EXPECT(user_read(&user, "run/notes", text, sizeof text) > 0);
    /* This user is in no file, so there are no further ids for it. */
    EXPECT(strstr(text, "environment=HAKO_ID_MAPPING_NOTE=") != NULL);
    EXPECT(strstr(text, "uid=0\n") != NULL);
    EXPECT_TEXT(line_of(text, "map="), "map=         0      12345          1");
    user_end(&user);
}

static void joins_the_namespaces_of_live_containers(void)
{
    struct user user;
    begin(&user);
    user.environment[0] = "HAKO_FAKE_ANSWERS=a";
    user.environment[1] = "HAKO_FAKE_MONITOR=1";
    user_run(&user);
    EXPECT_EQUAL(user_wait(&user), 42);
    EXPECT(user_read(&user, "run/notes", text, sizeof text) > 0);
    char first[64];
    strncpy(first, line_of(text, "namespace="), sizeof first - 1);
    user.environment[1] = NULL;
    user_run(&user);
    EXPECT_EQUAL(user_wait(&user), 42);
    EXPECT(user_read(&user, "run/notes", text, sizeof text) > 0);
    char *second = strstr(strstr(text, "namespace=") + 1, "namespace=");
    EXPECT(second != NULL);
    memcpy(other, second != NULL ? second : "", second != NULL ? strlen(second) + 1 : 1);
    EXPECT_TEXT(line_of(other, "namespace="), first);
    user_end(&user);
}

static int write_text(const char *path, const char *content)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    ssize_t written = fd < 0 ? -1 : write(fd, content, strlen(content));
    close(fd);
    return written == (ssize_t)strlen(content);
}

/* In a child: becomes the client where nobody may make a user namespace. */
_Noreturn static void exec_where_forbidden(const struct user *user)
{
    int unshared[2], mapped[2];
    char path[64], byte = 0;
    if (pipe(unshared) != 0 || pipe(mapped) != 0)
        _exit(96);
    pid_t child = fork();
    if (child == 0) {
        if (unshare(CLONE_NEWUSER) == 0 && write(unshared[1], &byte, 1) == 1 && read(mapped[0], &byte, 1) == 1
            && write_text("/proc/sys/user/max_user_namespaces", "0") && setgroups(0, NULL) == 0)
            user_exec(user);
        _exit(95);
    }
    int status = -1;
    if (read(unshared[0], &byte, 1) == 1) {
        snprintf(path, sizeof path, "/proc/%d/uid_map", child);
        write_text(path, "0 0 65536\n");
        snprintf(path, sizeof path, "/proc/%d/gid_map", child);
        write_text(path, "0 0 65536\n");
        status = write(mapped[1], &byte, 1) == 1 && waitpid(child, &status, 0) == child ? status : -1;
    }
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 94);
}

static void names_the_limit_that_forbids_namespaces(void)
{
    struct user user;
    int ends[3];
    begin(&user);
    user_pipes(&user, ends);
    user.client = fork();
    if (user.client == 0)
        exec_where_forbidden(&user);
    EXPECT_EQUAL(user_wait(&user), 125);
    EXPECT(read(ends[2], text, sizeof text - 1) > 0);
    EXPECT(strstr(text, "hako: cannot start engine: making a user namespace: ENOSPC (") == text);
    EXPECT(strstr(text, "; hint: as root run sysctl -w user.max_user_namespaces=15000\n") != NULL);
    user_end(&user);
}

static const struct test tests[] = {
    {"maps the user's own id when there are no others", maps_the_users_own_id, lacks_user_namespaces},
    {"joins the namespaces of live containers", joins_the_namespaces_of_live_containers, lacks_user_namespaces},
    {"names the limit that forbids user namespaces", names_the_limit_that_forbids_namespaces, lacks_user_namespaces},
};

const struct tests namespace_tests = GROUP(tests);
