/* engine_test.c: a monitor's connections to engines. */
#define _GNU_SOURCE
#include "groups.h"

#include "box.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define STRANGER 12345

static void kills_when_told(void)
{
    struct box box;
    box_start(&box, &(struct box_options){.command = "sleep 60"});
    peer_send_number(box.control, WIRE_KILL, 9);
    EXPECT_EQUAL(box_exited(&box), 9);
    box_end(&box);
}

static void greets_later_engines(void)
{
    struct box box;
    struct wire_hello hello;
    box_start(&box, &(struct box_options){.command = "sleep 60"});
    int engine = box_connect(&box, &hello);
    EXPECT_EQUAL(hello.version, WIRE_VERSION);
    EXPECT_EQUAL(hello.pid, box.init);
    EXPECT_EQUAL(hello.state, 1);
    peer_send_number(engine, WIRE_KILL, 15);
    peer_expect(engine, WIRE_EXITED, NULL);
    EXPECT_EQUAL(box_exited(&box), 15);
    close(engine);
    box_end(&box);
}

static void hands_out_its_namespaces(void)
{
    struct box box;
    struct frame frame;
    struct stat ours, theirs;
    box_start(&box, &(struct box_options){.command = "sleep 60"});
    peer_send(box.control, WIRE_NAMESPACES, NULL, 0, -1);
    peer_expect(box.control, WIRE_NAMESPACE_FDS, &frame);
    const char *names[] = {"/proc/self/ns/user", "/proc/self/ns/mnt"};
    for (int i = 0; i < 2; i++) {
        EXPECT(fstat(frame.fds[i], &theirs) == 0 && stat(names[i], &ours) == 0 && ours.st_ino == theirs.st_ino);
        close(frame.fds[i]);
    }
    peer_send_number(box.control, WIRE_KILL, 9);
    box_end(&box);
}

static void disconnects_engines_that_break_rules(void)
{
    struct box box;
    struct frame frame;
    const struct { int type; uint32_t size; int fd; } wrong[] = {
        {999, 0, -1}, {WIRE_KILL, 3, -1}, {WIRE_ATTACH, sizeof(struct wire_attach), -1}, {WIRE_REQUEST, 4096, -1},
        {WIRE_REOPEN_LOG, 0, 0}, {WIRE_STDIN, 8, -1},
    };
    static const char zeros[4096];
    box_start(&box, &(struct box_options){.command = "sleep 60"});
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        int engine = box_connect(&box, NULL);
        peer_send(engine, wrong[i].type, zeros, wrong[i].size, wrong[i].fd);
        EXPECT_EQUAL(peer_receive(engine, &frame), PEER_END);
        close(engine);
    }
    peer_send_number(box.control, WIRE_KILL, 9);
    EXPECT_EQUAL(box_exited(&box), 9);
    box_end(&box);
}

/* In a process of another user: whether the monitor hangs up without a word. */
static int is_refused(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char byte;
    memcpy(address.sun_path, path, strlen(path) + 1);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    return setresuid(STRANGER, STRANGER, STRANGER) == 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0
        && ready(fd, 1) && read(fd, &byte, 1) <= 0;
}

static void refuses_other_users(void)
{
    struct box box;
    char path[100];
    int status = -1;
    box_start(&box, &(struct box_options){.command = "sleep 60"});
    snprintf(path, sizeof path, "%s/monitor.sock", box.path);
    EXPECT(chmod(box.path, 0755) == 0 && chmod(path, 0777) == 0);
    pid_t child = fork();
    if (child == 0)
        _exit(!is_refused(path));
    EXPECT(waitpid(child, &status, 0) == child && status == 0);
    peer_send_number(box.control, WIRE_KILL, 9);
    box_end(&box);
}

static void outlives_its_engine(void)
{
    struct box box;
    struct wire_hello hello;
    box_start(&box, &(struct box_options){.command = "sleep 60"});
    shutdown(box.control, SHUT_RDWR);
    int engine = box_connect(&box, &hello);
    EXPECT_EQUAL(hello.state, 1);
    peer_send_number(engine, WIRE_KILL, 9);
    peer_expect(engine, WIRE_EXITED, NULL);
    close(engine);
    box_end(&box);
}

static void ends_with_its_last_engine_when_told(void)
{
    struct box box;
    struct wire_hello hello;
    const struct box_options options = {.command = "sleep 60", .flags = PLAN_MONITOR_END_WITH_ENGINE};
    box_start(&box, &options);
    struct pollfd init = {.fd = (int)syscall(SYS_pidfd_open, box.init, 0), .events = POLLIN};
    int another = box_connect(&box, NULL);
    shutdown(box.control, SHUT_RDWR);
    int third = box_connect(&box, &hello);
    EXPECT_EQUAL(hello.state, 1);
    close(another);
    close(third);
    EXPECT_EQUAL(poll(&init, 1, 5000), 1);
    close(init.fd);
    box_end(&box);
}

/* Bytes that look a little like frames: small sizes and types are more likely. */
static size_t make_noise(uint8_t *bytes, size_t size, unsigned *seed)
{
    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)(rand_r(seed) % 3 == 0 ? rand_r(seed) : rand_r(seed) % 64 * (rand_r(seed) % 4 == 0));
    return size;
}

static void survives_noise(void)
{
    struct box box;
    uint8_t noise[512];
    unsigned seed = 1;
    box_start(&box, &(struct box_options){.command = "trap '' 1 2 3 10 12 14 15; yes >/dev/null"});
    for (int i = 0; i < 300; i++) {
        int peer = i % 2 == 0 ? box_connect(&box, NULL) : box_attach(&box, WIRE_ATTACH_STDIN, "ab", NULL);
        send(peer, noise, make_noise(noise, 1 + (size_t)rand_r(&seed) % sizeof noise, &seed), MSG_NOSIGNAL);
        close(peer);
    }
    struct wire_hello hello;
    close(box_connect(&box, &hello));
    EXPECT_EQUAL(hello.pid, box.init);
    peer_send_number(box.control, WIRE_KILL, 9);
    EXPECT_EQUAL(box_exited(&box), 9);
    box_end(&box);
}

static const struct test tests[] = {
    {"kills the init when told", kills_when_told, lacks_clone},
    {"greets engines that come later", greets_later_engines, lacks_clone},
    {"hands out its namespaces", hands_out_its_namespaces, lacks_clone},
    {"disconnects engines that break rules", disconnects_engines_that_break_rules, lacks_clone},
    {"refuses other users", refuses_other_users, lacks_clone_or_root},
    {"survives noise", survives_noise, lacks_clone},
    {"outlives its engine", outlives_its_engine, lacks_clone},
    {"ends with its last engine when told", ends_with_its_last_engine_when_told, lacks_clone},
};

const struct tests engine_tests = GROUP(tests);
