/* revive_test.c: a monitor that needs an engine starts one, and never a second. */
#define _GNU_SOURCE
#include "groups.h"

#include "box.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define LOCK_FD 3
#define LISTEN_FD 4

/* Does what it is asked on its socket: answers whether it is as an engine should be, and ends. */
int revived_engine(const char *directory)
{
    char lock[128], byte = 'y';
    snprintf(lock, sizeof lock, "%s/engine.lock", directory);
    int other = open(lock, O_RDWR | O_CLOEXEC);
    if (flock(other, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        byte = 'l';
    if (fcntl(LISTEN_FD + 1, F_GETFD) >= 0 && LISTEN_FD + 1 != other)
        byte = 'f';
    if (getsid(0) != getpid())
        byte = 's';
    if (getenv("ENGINE") == NULL)
        byte = 'e';
    if (!ready(LISTEN_FD, 1))
        return 1;
    int client = accept(LISTEN_FD, NULL, NULL);
    return write(client, &byte, 1) == 1 ? 0 : 1;
}

/* A connection to the engine's socket once there is one. */
static int connect_to_engine(const struct box *box)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s/engine.sock", box->path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT(WITHIN_DEADLINE(connect(fd, (struct sockaddr *)&address, sizeof address) == 0));
    return fd;
}

static void expect_engine(const struct box *box)
{
    char byte = '?';
    int fd = connect_to_engine(box);
    EXPECT(ready(fd, 1) && read(fd, &byte, 1) == 1);
    EXPECT_EQUAL(byte, 'y');
    close(fd);
}

static const struct box_options needs_engine = {
    .command = "sleep 60", .flags = PLAN_MONITOR_NEEDS_ENGINE, .engine = "--engine",
};

static void starts_an_engine_when_it_needs_one(void)
{
    struct box box;
    box_start(&box, &needs_engine);
    close(box.control);
    box.control = -1;
    expect_engine(&box);
    int engine = box_connect(&box, NULL);
    peer_send_number(engine, WIRE_KILL, 9);
    peer_expect(engine, WIRE_EXITED, NULL);
    close(engine);
    box_end(&box);
}

static void leaves_it_to_whoever_has_the_lock(void)
{
    struct box box;
    char path[128];
    box_start(&box, &needs_engine);
    snprintf(path, sizeof path, "%s/engine.sock", box.path);
    EXPECT(flock(box.lock, LOCK_EX | LOCK_NB) == 0);
    close(box.control);
    box.control = -1;
    close(box_connect(&box, NULL)); /* it has gone round its loop at least once since */
    EXPECT(access(path, F_OK) != 0);
    EXPECT(flock(box.lock, LOCK_UN) == 0);
    expect_engine(&box);
    int engine = box_connect(&box, NULL);
    peer_send_number(engine, WIRE_KILL, 9);
    peer_expect(engine, WIRE_EXITED, NULL);
    close(engine);
    box_end(&box);
}

static void revives_an_engine_for_the_release(void)
{
    struct box box;
    struct frame frame;
    struct wire_hello hello;
    const struct box_options options = {
        .command = "read go; exit 8",
        .flags = PLAN_MONITOR_AWAIT_RELEASE | PLAN_MONITOR_NEEDS_ENGINE,
        .engine = "--engine",
        .client_flags = WIRE_ATTACH_STDIN,
    };
    box_start(&box, &options);
    peer_expect(box.client, WIRE_ATTACHED, NULL);
    close(box.control);
    box.control = -1;
    peer_send(box.client, WIRE_STDIN, "\n", 1, -1);
    expect_engine(&box);
    int engine = box_connect(&box, &hello);
    /* It comes for whoever is needed, which may be before the program has ended. */
    EXPECT(hello.state == 1 || hello.state == 2);
    peer_expect(engine, WIRE_EXITED, NULL);
    peer_send(engine, WIRE_RELEASE, NULL, 0, -1);
    peer_expect(box.client, WIRE_EXIT, &frame);
    EXPECT_EQUAL(frame_number(&frame), 8);
    close(engine);
    box_end(&box);
}

static void starts_an_engine_from_when_it_is_told_to(void)
{
    struct box box;
    char path[128];
    const struct box_options options = {.command = "sleep 60", .engine = "--engine"};
    box_start(&box, &options);
    snprintf(path, sizeof path, "%s/engine.sock", box.path);
    close(box.control);
    box.control = -1;
    int engine = box_connect(&box, NULL); /* it has gone round its loop without any since */
    EXPECT(access(path, F_OK) != 0);
    peer_send_number(engine, WIRE_NEED_ENGINE, 1);
    close(engine);
    expect_engine(&box);
    engine = box_connect(&box, NULL);
    peer_send_number(engine, WIRE_KILL, 9);
    peer_expect(engine, WIRE_EXITED, NULL);
    close(engine);
    box_end(&box);
}

static const struct test tests[] = {
    {"starts an engine from when it is told to", starts_an_engine_from_when_it_is_told_to, lacks_clone},
    {"starts an engine when it needs one and has none", starts_an_engine_when_it_needs_one, lacks_clone},
    {"leaves that to whoever has the lock", leaves_it_to_whoever_has_the_lock, lacks_clone},
    {"revives an engine for the release", revives_an_engine_for_the_release, lacks_clone},
};

const struct tests revive_tests = GROUP(tests);
