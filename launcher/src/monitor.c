/*
 * monitor.c: the process that stays with a container. One loop serves the container's streams, its
 * clients and its engines; nothing in it waits for any one of them.
 */
#include "monitor.h"

#include <linux/prctl.h>

#include "calls.h"
#include "monitor_state.h"
#include "rest.h"
#include "text.h"

#define TIDY_MILLIS 1000 /* buffers not used for so long are given back */

/* Where each descriptor stands in what is polled. */
enum {
    SLOT_INIT,
    SLOT_INPUT,
    SLOT_OUTPUT,
    SLOT_LISTENER = SLOT_OUTPUT + CONTAINER_STREAMS,
    SLOT_CLIENT,
    SLOT_CONTROL = SLOT_CLIENT + ATTACH_MAX,
    SLOTS = SLOT_CONTROL + CONTROL_MAX,
};

static struct monitor state;

int monitor_output(struct monitor *monitor, int stream)
{
    uint8_t *bytes = monitor->buffer.bytes + DETACH_MAX_KEYS;
    if (monitor->container.outputs[stream] < 0)
        return 0;
    int64_t size = container_read(&monitor->container, stream, bytes, ATTACH_BUFFER);
    if (size <= 0)
        return 0;
    log_output(&monitor->log, stream == CONTAINER_STDOUT ? LOG_STDOUT : LOG_STDERR, bytes, (uint32_t)size);
    attach_output(&monitor->attachments, stream, bytes - sizeof(struct wire_frame), (uint32_t)size);
    return 1;
}

static void ignore_signals(void)
{
    static const int ignored[] = {
        SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGUSR1, SIGUSR2, SIGTSTP, SIGTTOU, SIGTTIN, SIGXFSZ,
    };
    static const struct sys_sigaction ignore = {.handler = 1};
    static const uint64_t none;
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        sys_sigaction(ignored[i], &ignore);
    sys_sigprocmask(SIG_SETMASK, &none);
}

static void begin_container(struct monitor *monitor, const struct plan_monitor *plan)
{
    const struct run *run = monitor->run;
    struct container *container = &monitor->container;
    container->pid = run_descriptor(run, plan->pid);
    container->pidfd = run_descriptor(run, plan->pidfd);
    container->terminal = run_descriptor(run, plan->terminal);
    int pipes = container->terminal < 0;
    container->input = pipes ? run_descriptor(run, plan->input) : container->terminal;
    container->outputs[CONTAINER_STDOUT] = pipes ? run_descriptor(run, plan->output) : container->terminal;
    container->outputs[CONTAINER_STDERR] = pipes ? run_descriptor(run, plan->error) : -1;
    container_begin(container, plan->rows, plan->columns);
}

static void begin_files(struct monitor *monitor, const struct plan_monitor *plan)
{
    const char *exit_name = (const char *)(uintptr_t)plan->exit_name;
    monitor->log = (struct log){
        .directory = run_descriptor(monitor->run, plan->log_directory),
        .fd = -1,
        .name = (const char *)(uintptr_t)plan->log_name,
        .max_bytes = plan->log_max_bytes,
        .max_files = plan->log_max_files,
        .lines = monitor->lines,
    };
    log_open(&monitor->log);
    exit_record_prepare(&monitor->exit_record, run_descriptor(monitor->run, plan->directory), exit_name);
    monitor->revival = (struct revival){
        .lock = run_descriptor(monitor->run, plan->lock),
        .argv = (char *const *)(uintptr_t)plan->revive_argv,
        .envp = (char *const *)(uintptr_t)plan->revive_envp,
        .socket = (const char *)(uintptr_t)plan->revive_socket,
    };
}

/* The client that waits in the foreground, and the engine that started us. */
static void begin_peers(struct monitor *monitor, const struct plan_monitor *plan)
{
    int client = run_descriptor(monitor->run, plan->client);
    int input_once = (plan->flags & PLAN_MONITOR_STDIN_ONCE) != 0;
    attach_begin(&monitor->attachments, &monitor->container, &monitor->buffer, input_once);
    control_begin(&monitor->controls);
    if (client >= 0) {
        struct wire_attach how = {.flags = plan->client_flags, .detach_size = plan->detach_size};
        memcpy(how.detach_keys, plan->detach_keys, sizeof how.detach_keys);
        attach_add(&monitor->attachments, client, &how);
    }
    if (sys_peer_uid(CONTROL_FD) >= 0)
        control_add(&monitor->controls, CONTROL_FD);
}

static void set_slot(struct pollfd *slot, int fd, int events)
{
    slot->fd = fd;
    slot->events = (short)events;
    slot->revents = 0;
}

static void fill_slots(const struct monitor *monitor, struct pollfd slots[SLOTS])
{
    const struct container *container = &monitor->container;
    const struct attachments *all = &monitor->attachments;
    int held_back = attach_holds_back(all);
    set_slot(&slots[SLOT_INIT], container->exited ? -1 : container->pidfd, POLLIN);
    set_slot(&slots[SLOT_INPUT], attach_has_input(all) ? container->input : -1, POLLOUT);
    for (int i = 0; i < CONTAINER_STREAMS; i++)
        set_slot(&slots[SLOT_OUTPUT + i], held_back ? -1 : container->outputs[i], POLLIN);
    set_slot(&slots[SLOT_LISTENER], monitor->listener, POLLIN);
    for (int i = 0; i < ATTACH_MAX; i++)
        set_slot(&slots[SLOT_CLIENT + i], all->clients[i].fd, attach_events(&all->clients[i]));
    for (int i = 0; i < CONTROL_MAX; i++)
        set_slot(&slots[SLOT_CONTROL + i], monitor->controls.places[i].fd, POLLIN);
}

/* A slot counts only for the descriptor it was filled with: an earlier one may have closed it. */
static void serve_peers(struct monitor *monitor, const struct pollfd slots[SLOTS])
{
    for (int i = 0; i < ATTACH_MAX; i++) {
        struct attached *client = &monitor->attachments.clients[i];
        const struct pollfd *slot = &slots[SLOT_CLIENT + i];
        if (slot->revents && slot->fd == client->fd)
            attach_serve(&monitor->attachments, client, slot->revents);
    }
    for (int i = 0; i < CONTROL_MAX; i++) {
        struct control *control = &monitor->controls.places[i];
        const struct pollfd *slot = &slots[SLOT_CONTROL + i];
        if (slot->revents && slot->fd == control->fd)
            monitor_obey(monitor, control);
    }
}

static void serve(struct monitor *monitor, const struct pollfd slots[SLOTS])
{
    for (int i = 0; i < CONTAINER_STREAMS; i++)
        if (slots[SLOT_OUTPUT + i].revents)
            monitor_output(monitor, i);
    if (slots[SLOT_INPUT].revents)
        attach_deliver(&monitor->attachments);
    serve_peers(monitor, slots);
    if (slots[SLOT_LISTENER].revents) {
        struct control *control = control_accept(&monitor->controls, monitor->listener);
        if (control)
            monitor_greet(monitor, control);
    }
    if (slots[SLOT_INIT].revents)
        container_reap(&monitor->container, 1);
}

/* Gives back what buffers do not hold any more. */
static void tidy(struct monitor *monitor)
{
    rest_give_back(&monitor->buffer, &monitor->buffer + 1);
    for (int stream = 0; stream < LOG_STREAMS; stream++) {
        const struct log_line *line = &monitor->lines[stream];
        rest_give_back(line->size > 0 ? line->bytes + line->size : (const uint8_t *)line, line + 1);
    }
    monitor->tidy_at = 0;
}

static int wait_until(const struct monitor *monitor, struct pollfd slots[SLOTS], int64_t next, int64_t now)
{
    int64_t millis = next < now ? 0 : next - now;
    struct __kernel_timespec time = {.tv_sec = millis / 1000, .tv_nsec = millis % 1000 * 1000000};
    const struct __kernel_timespec *timeout = next == INT64_MAX ? 0 : &time;
    int64_t ready = monitor->tidy_at > 0 ? sys_ppoll(slots, SLOTS, timeout) : rest_ppoll(slots, SLOTS, timeout);
    return (int)ready;
}

static void loop(struct monitor *monitor)
{
    struct pollfd slots[SLOTS];
    monitor->tidy_at = sys_monotonic_millis() + TIDY_MILLIS;
    for (;;) {
        int64_t now = sys_monotonic_millis();
        int64_t next = monitor_advance(monitor, now);
        if (next < 0)
            return;
        if (monitor->tidy_at > 0 && monitor->tidy_at <= now)
            tidy(monitor);
        if (monitor->tidy_at > 0 && monitor->tidy_at < next)
            next = monitor->tidy_at;
        log_unfinished(&monitor->log, now);
        int64_t due = log_due(&monitor->log);
        next = due < next ? due : next;
        fill_slots(monitor, slots);
        if (wait_until(monitor, slots, next, now) <= 0)
            continue;
        serve(monitor, slots);
        monitor->tidy_at = now + TIDY_MILLIS;
    }
}

_Noreturn void monitor_run(struct run *run, const struct plan_monitor *plan)
{
    struct monitor *monitor = &state;
    sys_prctl(PR_SET_NAME, sys_address("hako-monitor"));
    ignore_signals();
    monitor->run = run;
    monitor->flags = plan->flags;
    monitor->listener = run_descriptor(run, plan->listener);
    begin_container(monitor, plan);
    begin_files(monitor, plan);
    begin_peers(monitor, plan);
    container_reap(&monitor->container, 0);
    loop(monitor);
    sys_exit(0);
}
