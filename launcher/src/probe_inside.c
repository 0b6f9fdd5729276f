/*
 * probe_inside.c: what the kernel costs, as a program in a container sees it. Each measure is a line
 *
 *   NAME REPETITIONS NANOSECONDS…
 *
 * a number of nanoseconds for so many repetitions, measured anew each time. There is no libc and no vDSO, so that each
 * call is a system call and nothing else. A measure that cannot be made is "NAME 0 -ERRNO".
 */
#include <linux/in.h>

#include "calls.h"
#include "probe.h"
#include "sys.h"
#include "text.h"

#define MAX_SAMPLES 41
#define PAGE 4096u
#define MEBI (1u << 20)
#define BLOCK (64u << 10)
#define SOCKET_FAMILY_INET 2
#define PROTOCOL_TCP 6
#define NO_DELAY 1
#define LOOPBACK 0x0100007f /* 127.0.0.1, in the network's order */

struct inside {
    const char *self;
    const char *file; /* may be written */
    char **envp;
    int samples;
    int ends[4]; /* two pipes, or sockets */
    int child;
};

/* One thing to measure: what is done so often, and, if there is need, what before and after. */
struct measure {
    const char *name;
    int repetitions;
    int64_t (*prepare)(struct inside *inside);
    int64_t (*work)(struct inside *inside, int repetitions);
    void (*finish)(struct inside *inside);
};

static char block[BLOCK];
static volatile uint64_t sink;

static int64_t nothing(struct inside *inside, int repetitions)
{
    (void)inside;
    for (int i = 0; i < repetitions; i++)
        __asm__ volatile("" ::: "memory");
    return 0;
}

static int64_t clock(struct inside *inside, int repetitions)
{
    (void)inside;
    for (int i = 0; i < repetitions; i++)
        probe_nanos(CLOCK_MONOTONIC);
    return 0;
}

static int64_t getppid(struct inside *inside, int repetitions)
{
    (void)inside;
    for (int i = 0; i < repetitions; i++)
        sys_call3(__NR_getppid, 0, 0, 0);
    return 0;
}

static int64_t open_read_close(struct inside *inside, int repetitions)
{
    for (int i = 0; i < repetitions; i++) {
        int64_t fd = sys_openat(AT_FDCWD, inside->self, O_RDONLY | O_CLOEXEC, 0);
        int64_t got = fd < 0 ? fd : sys_read((int)fd, block, 64);
        if (got < 0)
            return got;
        sys_close((int)fd);
    }
    return 0;
}

static int64_t fork_exec(struct inside *inside, int repetitions)
{
    char *const argv[] = {(char *)(uintptr_t)inside->self, (char *)(uintptr_t)"true", 0};
    for (int i = 0; i < repetitions; i++) {
        int64_t pid = sys_fork();
        if (pid == 0) {
            sys_execve(inside->self, argv, inside->envp);
            sys_exit(127);
        }
        int status = 0;
        int64_t result = pid < 0 ? pid : sys_wait4((int)pid, &status, 0);
        if (result < 0 || status != 0)
            return result < 0 ? result : -ENOEXEC;
    }
    return 0;
}

static int64_t open_pipes(struct inside *inside)
{
    int64_t result = sys_pipe2(inside->ends, 0);
    return result < 0 ? result : sys_pipe2(inside->ends + 2, 0);
}

static void close_all(struct inside *inside)
{
    for (int i = 0; i < 4; i++) {
        if (inside->ends[i] > 0)
            sys_close(inside->ends[i]);
        inside->ends[i] = 0;
    }
    if (inside->child > 0) {
        sys_kill(inside->child, SIGKILL);
        sys_wait4(inside->child, 0, 0);
    }
    inside->child = 0;
}

static int64_t pipe(struct inside *inside, int repetitions)
{
    for (int i = 0; i < repetitions; i++)
        if (sys_write(inside->ends[1], block, 1) != 1 || sys_read(inside->ends[0], block, 1) != 1)
            return -EPIPE;
    return 0;
}

/* A child that sends back each byte. Both run on one processor, where the kernel lets us ask for that. */
static int64_t start_echo(struct inside *inside)
{
    uint64_t first[16] = {1};
    int64_t result = open_pipes(inside);
    sys_call3(__NR_sched_setaffinity, 0, sizeof first, sys_address(first));
    int64_t pid = result < 0 ? result : sys_fork();
    if (pid == 0) {
        char byte;
        while (sys_read(inside->ends[0], &byte, 1) == 1 && sys_write(inside->ends[3], &byte, 1) == 1)
            ;
        sys_exit(0);
    }
    inside->child = (int)pid;
    return pid;
}

static void end_echo(struct inside *inside)
{
    uint64_t all[16];
    memset(all, 0xff, sizeof all);
    sys_call3(__NR_sched_setaffinity, 0, sizeof all, sys_address(all));
    close_all(inside);
}

/* There and back are two switches: half as many rounds. */
static int64_t context_switch(struct inside *inside, int repetitions)
{
    for (int i = 0; i < repetitions / 2; i++)
        if (sys_write(inside->ends[1], block, 1) != 1 || sys_read(inside->ends[2], block, 1) != 1)
            return -EPIPE;
    return 0;
}

static int64_t page_fault(struct inside *inside, int repetitions)
{
    (void)inside;
    size_t size = (size_t)repetitions * PAGE;
    int64_t at = sys_mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (sys_failed(at))
        return at;
    sys_madvise((void *)(intptr_t)at, size, MADV_NOHUGEPAGE);
    for (size_t i = 0; i < size; i += PAGE)
        ((volatile char *)(intptr_t)at)[i] = 1;
    return sys_munmap((void *)(intptr_t)at, size);
}

static int64_t mmap(struct inside *inside, int repetitions)
{
    (void)inside;
    for (int i = 0; i < repetitions; i++) {
        int64_t at = sys_mmap(0, 16 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (sys_failed(at))
            return at;
        sys_munmap((void *)(intptr_t)at, 16 * PAGE);
    }
    return 0;
}

/* A repetition is a hundred thousand of a generator's steps, each of which needs the one before (xorshift, Marsaglia 2003). */
static int64_t cpu_loop(struct inside *inside, int repetitions)
{
    (void)inside;
    uint64_t state = 88172645463325252u;
    for (int i = 0; i < repetitions * 100000; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
    }
    sink = state;
    return 0;
}

static int64_t open_file(struct inside *inside, int flags)
{
    return sys_openat(AT_FDCWD, inside->file, flags | O_CLOEXEC, 0600);
}

/* A repetition is a mebibyte, in blocks of 64 KiB, as far as the page cache. */
static int64_t file_write(struct inside *inside, int repetitions)
{
    int64_t fd = open_file(inside, O_WRONLY | O_CREAT | O_TRUNC);
    int64_t result = fd < 0 ? fd : 0;
    for (int i = 0; result >= 0 && i < repetitions * (int)(MEBI / BLOCK); i++)
        result = sys_write((int)fd, block, BLOCK);
    sys_close((int)fd);
    return result;
}

static int64_t make_file(struct inside *inside)
{
    return file_write(inside, 8);
}

static int64_t file_read(struct inside *inside, int repetitions)
{
    int64_t fd = open_file(inside, O_RDONLY);
    int64_t result = fd < 0 ? fd : 0;
    for (int i = 0; result >= 0 && i < repetitions * (int)(MEBI / BLOCK); i++)
        result = sys_read((int)fd, block, BLOCK);
    sys_close((int)fd);
    return result;
}

static void remove_file(struct inside *inside)
{
    sys_unlinkat(AT_FDCWD, inside->file, 0);
}

/* A connection to ourselves by TCP, and a child that reads what comes. */
static int64_t start_reader(struct inside *inside)
{
    struct sockaddr_in here = {.sin_family = SOCKET_FAMILY_INET, .sin_addr.s_addr = LOOPBACK};
    uint32_t size = sizeof here;
    int64_t listener = sys_socket(SOCKET_FAMILY_INET, SOCK_STREAM, 0);
    int64_t result = listener < 0 ? listener : sys_call3(__NR_bind, listener, sys_address(&here), sizeof here);
    if (result >= 0)
        result = sys_listen((int)listener, 1);
    if (result >= 0)
        result = sys_call3(__NR_getsockname, listener, sys_address(&here), sys_address(&size));
    int64_t sender = result < 0 ? result : sys_socket(SOCKET_FAMILY_INET, SOCK_STREAM, 0);
    if (sender >= 0)
        result = sys_call3(__NR_connect, sender, sys_address(&here), sizeof here);
    if (result < 0)
        return result;
    int64_t reader = sys_accept4((int)listener, 0);
    int at_once = 1;
    sys_setsockopt((int)reader, PROTOCOL_TCP, NO_DELAY, &at_once, sizeof at_once);
    sys_close((int)listener);
    inside->ends[0] = (int)reader;
    inside->ends[1] = (int)sender;
    inside->child = (int)sys_fork();
    if (inside->child == 0) {
        sys_close((int)sender);
        for (uint64_t total = 0; (result = sys_read((int)reader, block, BLOCK)) > 0;) {
            total += (uint64_t)result;
            for (; total >= MEBI; total -= MEBI)
                sys_write((int)reader, block, 1);
        }
        sys_exit(0);
    }
    return inside->child;
}

/* A repetition is a mebibyte, each of which is acknowledged by the reader before the measure ends. */
static int64_t loopback(struct inside *inside, int repetitions)
{
    int64_t result = 0;
    for (int i = 0; result >= 0 && i < repetitions * (int)(MEBI / BLOCK); i++)
        result = sys_write(inside->ends[1], block, BLOCK);
    for (int i = 0; result >= 0 && i < repetitions; i++)
        result = sys_read(inside->ends[1], block, 1);
    return result;
}

static const struct measure measures[] = {
    {"nothing", 100000, 0, nothing, 0},
    {"clock", 5000, 0, clock, 0},
    {"getppid", 10000, 0, getppid, 0},
    {"open+read+close", 1000, 0, open_read_close, 0},
    {"fork+exec", 8, 0, fork_exec, 0},
    {"pipe", 2000, open_pipes, pipe, close_all},
    {"context-switch", 1000, start_echo, context_switch, end_echo},
    {"page-fault", 1024, 0, page_fault, 0},
    {"mmap", 1000, 0, mmap, 0},
    {"loopback", 8, start_reader, loopback, close_all},
    {"file-write", 8, 0, file_write, remove_file},
    {"file-read", 8, make_file, file_read, remove_file},
    {"cpu-loop", 10, 0, cpu_loop, 0},
};

/* One run to be warm, and then as many as are asked for. */
static void take(const struct measure *measure, struct inside *inside)
{
    int64_t numbers[MAX_SAMPLES + 1] = {measure->repetitions};
    int64_t result = measure->prepare ? measure->prepare(inside) : 0;
    for (int i = 0; i <= inside->samples && result >= 0; i++) {
        int64_t begin = probe_nanos(CLOCK_MONOTONIC);
        result = measure->work(inside, measure->repetitions);
        if (i > 0)
            numbers[i] = probe_nanos(CLOCK_MONOTONIC) - begin;
    }
    if (measure->finish)
        measure->finish(inside);
    if (result < 0)
        probe_line(measure->name, (int64_t[]){0, result}, 2);
    else
        probe_line(measure->name, numbers, inside->samples + 1);
}

_Noreturn void probe_inside(const char *self, const char *directory, int quick, char **envp)
{
    char file[PAGE] = {0};
    text_append(file, sizeof file - 1, text_append(file, sizeof file - 1, 0, directory), "/probe.data");
    struct inside inside = {.self = self, .file = file, .envp = envp, .samples = quick ? 15 : MAX_SAMPLES};
    for (size_t i = 0; i < sizeof measures / sizeof measures[0]; i++)
        take(&measures[i], &inside);
    sys_exit(0);
}
