/* oci_proc.c: see oci_proc.h. */
#include "oci_proc.h"

#include "calls.h"
#include "deadline.h"
#include "files.h"
#include "text.h"

#define START_FIELD 22
#define STATE_FIELD 3
#define END_MILLIS 10000
#define NAP_MILLIS 1
#define MAX_PROCESSES_TEXT (1u << 16)

static const char *proc_path(char path[64], int pid, const char *name)
{
    size_t size = text_append(path, 63, 0, "/proc/");
    size = text_append_decimal(path, 63, size, (uint64_t)pid);
    size = text_append(path, 63, size, name);
    path[size] = '\0';
    return path;
}

/* proc_pid_stat(5): the second field is a name in parentheses, in which anything may be. */
uint64_t oci_proc_start(int pid)
{
    char path[64], stat[1024];
    int64_t size = files_read(proc_path(path, pid, "/stat"), stat, sizeof stat);
    while (size > 0 && stat[size - 1] != ')')
        size--;
    if (size <= 0)
        return 0;
    const char *at = stat + size;
    for (int field = STATE_FIELD - 1; field < START_FIELD && *at; at++) {
        if (*at == ' ' && ++field == STATE_FIELD && (at[1] == 'Z' || at[1] == 'X'))
            return 0;
    }
    uint64_t start = 0;
    for (; *at >= '0' && *at <= '9'; at++)
        start = start * 10 + (uint64_t)(*at - '0');
    return start;
}

int64_t oci_proc_signal(const struct oci_process *process, int signal)
{
    if (process->pid <= 0)
        return -ESRCH;
    int64_t pidfd = sys_pidfd_open(process->pid, 0);
    if (pidfd < 0)
        return pidfd == -EINVAL ? -ESRCH : pidfd;
    int64_t result = oci_proc_start(process->pid) == process->start ? sys_pidfd_send_signal((int)pidfd, signal) : -ESRCH;
    sys_close((int)pidfd);
    return result;
}

static int lists(const char *controllers, const char *controller)
{
    size_t size = text_length(controller);
    for (const char *at = controllers;; at++) {
        if (text_length_within(at, size) == size && memcmp(at, controller, size) == 0
            && (at[size] == ',' || at[size] == '\0'))
            return 1;
        while (*at && *at != ',')
            at++;
        if (!*at)
            return 0;
    }
}

/* The groups one after the other: the next directory and its controllers, or null at the end. */
static const char *next_group(const char **at, const char *end, const char **controllers)
{
    if (*at >= end)
        return 0;
    *controllers = *at;
    const char *directory = *at + text_length(*at) + 1;
    *at = directory + text_length(directory) + 1;
    return directory;
}

const char *oci_proc_group(const struct oci_home *home, const char *controller)
{
    size_t size;
    const char *controllers, *directory;
    const char *at = oci_home_section(home, RECORD_GROUPS, &size), *end = at + size;
    while ((directory = next_group(&at, end, &controllers)))
        if (*controller ? lists(controllers, controller) : !*controllers)
            return directory;
    return 0;
}

/* Any group holds all processes, of those that could be made. */
static const char *any_group(const struct oci_home *home)
{
    size_t size;
    const char *controllers, *directory;
    const char *at = oci_home_section(home, RECORD_GROUPS, &size), *end = at + size;
    while ((directory = next_group(&at, end, &controllers)) && !files_exists(directory))
        ;
    return directory;
}

int64_t oci_proc_each(const struct oci_home *home, void (*visit)(int pid, void *context), void *context)
{
    static char text[MAX_PROCESSES_TEXT];
    char path[PATH_MAX];
    int64_t count = 0;
    const char *group = any_group(home);
    if (!group)
        return -ENOENT;
    size_t used = text_append(path, sizeof path - 1, 0, group);
    path[text_append(path, sizeof path - 1, used, "/cgroup.procs")] = '\0';
    int64_t size = files_read(path, text, sizeof text);
    if (size < 0)
        return size;
    for (const char *at = text; *at; at++) {
        int pid = 0;
        for (; *at >= '0' && *at <= '9'; at++)
            pid = pid * 10 + (*at - '0');
        if (pid > 0) {
            visit(pid, context);
            count++;
        }
        if (!*at)
            break;
    }
    return count;
}

static void send_signal(int pid, void *signal)
{
    sys_kill(pid, *(int *)signal);
}

int64_t oci_proc_signal_all(const struct oci_home *home, int signal)
{
    return oci_proc_each(home, send_signal, &signal);
}

static const char *freezer(const struct oci_home *home, int *is_v2)
{
    const char *group = oci_proc_group(home, "");
    if (group) {
        const char *file = files_join(group, "/cgroup.freeze", (char *)0);
        *is_v2 = 1;
        if (files_exists(file))
            return file;
    }
    *is_v2 = 0;
    group = oci_proc_group(home, "freezer");
    return group ? files_join(group, "/freezer.state", (char *)0) : 0;
}

static int begins_with(const char *text, const char *start)
{
    size_t size = text_length(start);
    return text_length_within(text, size) == size && memcmp(text, start, size) == 0;
}

int oci_proc_is_frozen(const struct oci_home *home)
{
    char text[32];
    int is_v2;
    const char *file = freezer(home, &is_v2);
    return file && files_read(file, text, sizeof text) > 0 && begins_with(text, is_v2 ? "1" : "FR");
}

/* Version 1 says FREEZING until all are; version 2 says so in another file. */
static int is_settled(const char *file, int is_v2, int frozen)
{
    char text[256];
    if (!is_v2)
        return files_read(file, text, sizeof text) > 0 && begins_with(text, frozen ? "FROZEN" : "THAWED");
    const char *events = files_join(file, (char *)0);
    size_t size = text_length(events) - (sizeof "freeze" - 1);
    char *name = (char *)(uintptr_t)events + size;
    memcpy(name, "events", sizeof "events");
    int64_t got = files_read(events, text, sizeof text);
    for (int64_t i = 0; i < got; i++)
        if (begins_with(text + i, frozen ? "frozen 1" : "frozen 0"))
            return 1;
    return 0;
}

int64_t oci_proc_freeze(const struct oci_home *home, int frozen)
{
    int is_v2;
    int64_t deadline = deadline_in(END_MILLIS);
    const char *file = freezer(home, &is_v2);
    if (!file)
        return -ENOENT;
    const char *word = is_v2 ? (frozen ? "1" : "0") : (frozen ? "FROZEN" : "THAWED");
    int64_t fd = sys_openat(AT_FDCWD, file, O_WRONLY | O_CLOEXEC, 0);
    if (fd < 0)
        return fd;
    int64_t result = sys_write((int)fd, word, text_length(word));
    sys_close((int)fd);
    while (result >= 0 && !is_settled(file, is_v2, frozen)) {
        if (sys_monotonic_millis() > deadline)
            return -ETIMEDOUT;
        deadline_nap(NAP_MILLIS);
    }
    return result < 0 ? result : 0;
}

/* Whoever is the process's parent has it until it is reaped; a zombie is gone for us. */
static int is_over(const struct oci_home *home)
{
    return !oci_home_lives(home) && oci_proc_signal_all(home, SIGKILL) <= 0;
}

static void await_pidfd(const struct oci_process *process, int64_t deadline)
{
    int64_t pidfd = sys_pidfd_open(process->pid, 0);
    struct pollfd fds[] = {{.fd = (int)pidfd, .events = POLLIN}};
    if (pidfd < 0)
        return;
    deadline_poll(fds, 1, deadline);
    sys_close((int)pidfd);
}

int64_t oci_proc_end(const struct oci_home *home)
{
    int64_t deadline = deadline_in(END_MILLIS);
    if (oci_proc_signal(&home->process, SIGKILL) == 0) {
        if (oci_proc_is_frozen(home))
            oci_proc_freeze(home, 0);
        await_pidfd(&home->process, deadline);
    }
    while (!is_over(home)) {
        if (sys_monotonic_millis() > deadline)
            return -ETIMEDOUT;
        deadline_nap(NAP_MILLIS);
    }
    return 0;
}
