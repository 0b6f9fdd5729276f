/* launched.c: see launched.h. */
#define _GNU_SOURCE
#include "launched.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define DEADLINE_MILLIS 20000
#define HIGH 40 /* above every descriptor that is placed */

static void demand(int condition, const char *what)
{
    if (condition)
        return;
    perror(what);
    abort();
}

static long long now_millis(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

int memory_file(const void *bytes, size_t size)
{
    int fd = memfd_create("plan", MFD_CLOEXEC);
    demand(fd >= 0 && write(fd, bytes, size) == (ssize_t)size && lseek(fd, 0, SEEK_SET) == 0, "memfd");
    return fd;
}

static void become_launcher(const char *argument)
{
    const char *program = getenv("LAUNCHER");
    const char *runner = getenv("RUNNER");
    const char *plain[] = {"hako-launcher", argument, NULL};
    const char *under[] = {runner, "-0", "hako-launcher", program, argument, NULL};
    char *environment[] = {NULL};
    demand(program != NULL, "LAUNCHER");
    if (emulated())
        execve(runner, (char *const *)under, environment);
    else
        execve(program, (char *const *)plain, environment);
    perror(program);
    _exit(99);
}

pid_t launch_start(const char *argument, const int *fds, int count)
{
    int high[16];
    pid_t pid = fork();
    demand(pid >= 0 && count <= 16, "fork");
    if (pid != 0)
        return pid;
    for (int i = 0; i < count; i++)
        high[i] = fds[i] >= 0 ? fcntl(fds[i], F_DUPFD_CLOEXEC, HIGH) : -1;
    for (int i = 0; i < count; i++)
        if (high[i] >= 0)
            dup2(high[i], i);
    become_launcher(argument);
    return -1;
}

static int code_of(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Bytes as they come in. */
struct intake {
    char bytes[32768];
    size_t size;
};

static int take(int fd, struct intake *into)
{
    ssize_t size = read(fd, into->bytes + into->size, sizeof into->bytes - into->size);
    if (size > 0)
        into->size += (size_t)size;
    return size > 0 || (size < 0 && errno == EINTR);
}

/* Reads both to their ends; false when it takes too long. */
static int take_all(int control, int trail, struct intake *frames, struct intake *left)
{
    long long deadline = now_millis() + DEADLINE_MILLIS;
    struct pollfd fds[] = {{.fd = control, .events = POLLIN}, {.fd = trail, .events = POLLIN}};
    while (fds[0].fd >= 0 || fds[1].fd >= 0) {
        long long rest = deadline - now_millis();
        if (poll(fds, 2, rest > 0 ? (int)rest : 0) == 0)
            return 0;
        if (fds[0].revents != 0 && !take(control, frames))
            fds[0].fd = -1;
        if (fds[1].revents != 0 && !take(trail, left))
            fds[1].fd = -1;
    }
    return 1;
}

static void note_frame(struct launched *seen, unsigned type, const char *payload, size_t size)
{
    switch (type) {
    case WIRE_HELLO:
        seen->hellos++;
        break;
    case WIRE_MILESTONE:
        seen->milestones++;
        memcpy(&seen->milestone, payload, sizeof seen->milestone);
        break;
    case WIRE_EXITED:
        seen->exits++;
        memcpy(&seen->exited, payload, sizeof seen->exited);
        break;
    case WIRE_FAILED:
        seen->failures++;
        memcpy(&seen->failed, payload, sizeof seen->failed);
        memcpy(seen->text, payload + sizeof seen->failed, size - sizeof seen->failed);
        seen->text[size - sizeof seen->failed] = '\0';
        break;
    }
}

static void note_frames(struct launched *seen, const struct intake *frames)
{
    struct wire_frame frame;
    for (size_t at = 0; at + sizeof frame <= frames->size; at += sizeof frame + frame.size) {
        memcpy(&frame, frames->bytes + at, sizeof frame);
        note_frame(seen, frame.type, frames->bytes + at + sizeof frame, frame.size);
    }
}

void launch_bytes(const void *bytes, size_t size, struct launched *seen)
{
    static struct intake frames, left;
    int control[2], trail[2], status;
    int plan = memory_file(bytes, size);
    demand(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, control) == 0, "socketpair");
    demand(pipe2(trail, O_CLOEXEC) == 0, "pipe2");
    const int fds[] = {-1, -1, -1, plan, control[1], trail[1]};
    pid_t pid = launch_start("run", fds, 6);
    close(plan), close(control[1]), close(trail[1]);
    memset(seen, 0, sizeof *seen);
    frames.size = left.size = 0;
    int in_time = take_all(control[0], trail[0], &frames, &left);
    if (!in_time)
        kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    seen->code = in_time ? code_of(status) : -1;
    note_frames(seen, &frames);
    seen->trail_size = left.size < sizeof seen->trail ? left.size : sizeof seen->trail - 1;
    memcpy(seen->trail, left.bytes, seen->trail_size);
    close(control[0]), close(trail[0]);
}

void launch(const struct builder *plan, struct launched *seen)
{
    size_t size;
    void *bytes = encode(plan, &size);
    launch_bytes(bytes, size, seen);
    free(bytes);
}

int launch_check(const void *bytes, size_t size, char *line, size_t line_size)
{
    int output[2], status;
    int plan = memory_file(bytes, size);
    demand(pipe2(output, O_CLOEXEC) == 0, "pipe2");
    const int fds[] = {plan, output[1]};
    pid_t pid = launch_start("check", fds, 2);
    close(plan), close(output[1]);
    ssize_t got = read(output[0], line, line_size - 1);
    line[got > 0 ? got - 1 : 0] = '\0';
    close(output[0]);
    waitpid(pid, &status, 0);
    return code_of(status);
}

int emulated(void)
{
    const char *runner = getenv("RUNNER");
    return runner != NULL && *runner != '\0';
}

const char *lacks_clone(void)
{
    return syscall(SYS_clone3, NULL, 0) < 0 && errno == ENOSYS ? "this emulator has no clone3" : NULL;
}

const char *lacks_clone_or_root(void)
{
    return geteuid() != 0 ? "needs root: for new namespaces" : lacks_clone();
}
