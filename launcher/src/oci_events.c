/* oci_events.c: what a container uses, again and again, and when it runs out of memory. */
#include <linux/inotify.h>

#include "calls.h"
#include "deadline.h"
#include "errors.h"
#include "files.h"
#include "oci_proc.h"
#include "oci_stats.h"
#include "oci_verbs.h"
#include "text.h"

#define EFD_CLOEXEC O_CLOEXEC
#define STANDARD_MILLIS 5000
#define MAX_INTERVAL (1u << 30)
#define SECOND_MILLIS 1000
#define MINUTE_MILLIS 60000
#define HOUR_MILLIS 3600000

/* Where word comes from that the kernel has ended a process for want of memory. */
struct oom {
    int fd;             /* -1: from nowhere */
    const char *events; /* version 2: memory.events; null: version 1, whose eventfd counts */
    uint64_t kills;     /* that are known of */
};

/* Durations as Go writes them: 500ms, 5s, 1m, 1h. */
static uint64_t interval_of(const struct oci_line *line)
{
    static const struct {
        const char *name;
        uint64_t millis;
    } units[] = {{"ms", 1}, {"s", SECOND_MILLIS}, {"m", MINUTE_MILLIS}, {"h", HOUR_MILLIS}};
    const char *text = line->values[OCI_INTERVAL], *at = text;
    uint64_t value = 0;
    if (!text)
        return STANDARD_MILLIS;
    for (; *at >= '0' && *at <= '9' && value < MAX_INTERVAL; at++)
        value = value * 10 + (uint64_t)(*at - '0');
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (at > text && text_equal(at, units[i].name) && value > 0 && value < MAX_INTERVAL)
            return value * units[i].millis;
    errors_fail("there is no interval \"", text, "\"; hint: a number with ms, s, m or h", (char *)0);
}

static void begin(struct sink *sink, const char *type, const struct oci_home *home)
{
    sink_texts(sink, "{\"type\":\"", type, "\",\"id\":\"", home->id, "\"", (char *)0);
}

static int64_t tell_stats(struct sink *sink, const struct oci_home *home)
{
    begin(sink, "stats", home);
    sink_texts(sink, ",\"data\":", (char *)0);
    oci_stats_put(sink, home);
    sink_texts(sink, "}\n", (char *)0);
    return sink_flush(sink);
}

static uint64_t count_kills(const char *events)
{
    static const char key[] = "oom_kill ";
    char text[512];
    uint64_t count = 0;
    if (files_read(events, text, sizeof text) < 0)
        return 0;
    for (const char *at = text; *at; at++)
        if (text_length_within(at, sizeof key - 1) == sizeof key - 1 && memcmp(at, key, sizeof key - 1) == 0) {
            for (at += sizeof key - 1; *at >= '0' && *at <= '9'; at++)
                count = count * 10 + (uint64_t)(*at - '0');
            break;
        }
    return count;
}

/* The kernel is asked by "EVENTFD CONTROL" in cgroup.event_control to count into an eventfd. */
static int64_t watch_v1(const char *group)
{
    char text[64];
    int64_t fd = sys_call3(__NR_eventfd2, 0, EFD_CLOEXEC, 0);
    int64_t control = sys_openat(AT_FDCWD, files_join(group, "/memory.oom_control", (char *)0), O_RDONLY | O_CLOEXEC, 0);
    int64_t file = sys_openat(AT_FDCWD, files_join(group, "/cgroup.event_control", (char *)0), O_WRONLY | O_CLOEXEC, 0);
    if (fd < 0 || control < 0 || file < 0)
        return -ENOENT;
    size_t size = text_append_decimal(text, sizeof text, 0, (uint64_t)fd);
    size = text_append(text, sizeof text, size, " ");
    size = text_append_decimal(text, sizeof text, size, (uint64_t)control);
    int64_t written = sys_write((int)file, text, size);
    sys_close((int)file);
    return written < 0 ? written : fd;
}

static int64_t watch_v2(const char *events)
{
    int64_t fd = sys_call3(__NR_inotify_init1, IN_CLOEXEC, 0, 0);
    if (fd < 0)
        return fd;
    int64_t result = sys_call3(__NR_inotify_add_watch, fd, sys_address(events), IN_MODIFY);
    return result < 0 ? result : fd;
}

static struct oom watch(const struct oci_home *home)
{
    const char *group = oci_proc_group(home, "memory");
    if (group)
        return (struct oom){.fd = (int)watch_v1(group)};
    group = oci_proc_group(home, "");
    if (!group)
        return (struct oom){.fd = -1};
    const char *events = files_join(group, "/memory.events", (char *)0);
    return (struct oom){(int)watch_v2(events), events, count_kills(events)};
}

/* Whether a process has been ended; version 1 also says so when the group itself is removed. */
static int has_killed(struct oom *oom, const struct oci_home *home)
{
    char bytes[4096];
    sys_read(oom->fd, bytes, sizeof bytes);
    if (!oom->events)
        return files_exists(oci_proc_group(home, "memory"));
    uint64_t before = oom->kills;
    oom->kills = count_kills(oom->events);
    return oom->kills > before;
}

static int64_t tell_oom(struct sink *sink, const struct oci_home *home)
{
    begin(sink, "oom", home);
    sink_texts(sink, "}\n", (char *)0);
    return sink_flush(sink);
}

/* Until the container ends, or nobody listens any more. */
static int follow(const struct oci_home *home, uint64_t interval)
{
    struct sink sink = {.fd = 1};
    struct oom oom = watch(home);
    int64_t pidfd = sys_pidfd_open(home->process.pid, 0);
    if (pidfd < 0 || !oci_home_lives(home))
        return 0;
    for (int64_t next = deadline_in(interval);;) {
        struct pollfd fds[] = {{.fd = (int)pidfd, .events = POLLIN}, {.fd = oom.fd, .events = POLLIN}};
        int64_t ready = deadline_poll(fds, 2, next);
        if (fds[1].revents && has_killed(&oom, home) && tell_oom(&sink, home) < 0)
            return 1;
        if (ready > 0 && fds[0].revents)
            return 0;
        if (sys_monotonic_millis() >= next) {
            next = deadline_in(interval);
            if (tell_stats(&sink, home) < 0)
                return 1;
        }
    }
}

int oci_events(const struct oci *oci)
{
    struct sink sink = {.fd = 1};
    struct oci_home home;
    uint64_t interval = interval_of(oci->line);
    oci_home_open(&home, oci->root, oci_only_id(oci));
    enum oci_status status = oci_home_status(&home);
    if (status == OCI_STOPPED || status == OCI_CREATING)
        errors_fail("cannot tell what container \"", home.id, "\" uses: it is ", oci_status_name(status), (char *)0);
    if (oci_given(oci->line, OCI_STATS))
        return tell_stats(&sink, &home) < 0;
    return follow(&home, interval);
}
