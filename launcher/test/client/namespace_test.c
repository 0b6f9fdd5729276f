/*
 * namespace_test.c: an ordinary user's engine lives in a user namespace, in the same one as long as
 * there are containers.
 */
#define _GNU_SOURCE
#include "groups.h"

#include "user.h"

#include <stdlib.h>
#include <string.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#define ORDINARY 12345

static char text[16384], other[16384];

/* Why no ordinary user can make a user namespace here, or NULL. */
static const char *lacks_user_namespaces(void)
{
    int status = -1;
    const char *runner = getenv("RUNNER");
    if (geteuid() != 0 || (runner != NULL && *runner != '\0'))
        return "only root can be an ordinary user, and under no emulator";
    pid_t child = fork();
    if (child == 0)
        _exit(setresuid(ORDINARY, ORDINARY, ORDINARY) != 0 || unshare(CLONE_NEWUSER) != 0);
    waitpid(child, &status, 0);
    return status == 0 ? NULL : "ordinary users may not make user namespaces here";
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

static const struct test tests[] = {
    {"maps the user's own id when there are no others", maps_the_users_own_id, lacks_user_namespaces},
    {"joins the namespaces of live containers", joins_the_namespaces_of_live_containers, lacks_user_namespaces},
};

const struct tests namespace_tests = GROUP(tests);
