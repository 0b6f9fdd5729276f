/* guest.c: see guest.h. One loop; whatever it cannot mend ends the machine, which the host sees. */
#include "guest.h"

#include <linux/signalfd.h>

#include "calls.h"
#include "errors.h"
#include "guest_line.h"
#include "guest_network.h"
#include "guest_place.h"
#include "guest_streams.h"
#include "own_fd.h"
#include "plan.h"
#include "run.h"
#include "text.h"

#define LINE "/dev/ttyS0"
#define STATE "/run"
#define NETWORK "/files/network"
#define SIG_BLOCK 0
#define SIG_SETMASK 2
#define SIGSET_BYTES 8

#if defined(__x86_64__)
#define MACHINE PLAN_MACHINE_X86_64
#elif defined(__aarch64__)
#define MACHINE PLAN_MACHINE_AARCH64
#endif

/* A run whose plan comes, or whose first process lives. */
struct guest_program {
    int pid;          /* 0: none; -1: its plan is not whole */
    int plan;         /* memfd */
    uint32_t missing; /* bytes of the plan */
    uint32_t streams;
};

static struct guest {
    struct guest_line line;
    struct guest_stream streams[GUEST_STREAMS];
    struct guest_program programs[GUEST_STREAMS]; /* by the number of their first stream */
    int children; /* signalfd */
} state;

_Noreturn static void give_up(const char *what, int64_t error)
{
    errors_say("guest init: ", what, ": ", errors_text(error), (const char *)NULL);
    guest_place_power_off();
}

_Noreturn static void become(const struct guest_program *program, const int *ends)
{
    static const uint64_t none;
    for (uint32_t i = 0; i < program->streams; i++)
        sys_dup3(ends[i], CONTROL_FD + (int)i, 0);
    int state = CONTROL_FD + (int)program->streams;
    sys_dup3(own_fd((int)sys_openat(AT_FDCWD, STATE, O_PATH | O_DIRECTORY | O_CLOEXEC, 0)), state, 0);
    sys_dup3(program->plan, PLAN_FD, 0);
    sys_lseek(PLAN_FD, 0, SEEK_SET);
    sys_close_range((uint32_t)state + 1, ~0u, 0);
    sys_sigprocmask(SIG_SETMASK, &none);
    sys_setsid();
    run_main();
}

/* Opens all streams of a run, beyond where `become` installs them: false if that cannot be. */
static int open_streams(struct guest *guest, uint32_t first, uint32_t count, int *ends)
{
    for (uint32_t i = 0; i < count; i++) {
        int end = guest_stream_open(&guest->streams[first + i]);
        ends[i] = end < 0 ? end : own_fd(end);
        if (ends[i] < 0)
            return 0;
    }
    return 1;
}

static void start(struct guest *guest, uint8_t first)
{
    struct guest_program *program = &guest->programs[first];
    int ends[GUEST_STREAMS];
    if (!open_streams(guest, first, program->streams, ends))
        give_up("cannot open streams", -EMFILE);
    int64_t pid = sys_fork();
    if (pid == 0)
        become(program, ends);
    if (pid < 0)
        give_up("cannot fork", pid);
    for (uint32_t i = 0; i < program->streams; i++)
        sys_close(ends[i]);
    sys_close(program->plan);
    program->pid = (int)pid;
}

/* True if the streams are those of no run. */
static int begin(struct guest *guest, uint8_t first, const struct guest_run *run)
{
    struct guest_program *program = &guest->programs[first];
    if (run->streams == 0 || run->streams > GUEST_STREAMS - first || run->plan_size == 0
        || run->plan_size > PLAN_MAX_SIZE || program->pid != 0)
        return 0;
    for (uint32_t i = 0; i < run->streams; i++)
        if (guest->streams[first + i].open)
            return 0;
    int64_t plan = sys_memfd_create("plan", MFD_CLOEXEC);
    if (plan >= 0)
        plan = own_fd((int)plan);
    if (plan < 0)
        give_up("cannot keep a plan", plan);
    *program = (struct guest_program){.pid = -1, .plan = (int)plan, .missing = run->plan_size, .streams = run->streams};
    return 1;
}

static int add_to_plan(struct guest *guest, uint8_t first, const uint8_t *bytes, uint32_t size)
{
    struct guest_program *program = &guest->programs[first];
    if (program->pid != -1 || size > program->missing)
        return 0;
    int64_t written = sys_write(program->plan, bytes, size);
    if (written != (int64_t)size)
        give_up("cannot keep a plan", written < 0 ? written : -ENOSPC);
    program->missing -= size;
    if (program->missing == 0)
        start(guest, first);
    return 1;
}

/* False if the host breaks a rule. */
static int obey(struct guest *guest, const struct guest_frame *frame, const uint8_t *payload)
{
    struct guest_run run;
    if (frame->type == GUEST_POWER_OFF)
        guest_place_power_off();
    if (frame->stream >= GUEST_STREAMS)
        return 0;
    if (frame->type == GUEST_RUN && frame->size == sizeof run) {
        memcpy(&run, payload, sizeof run);
        return begin(guest, frame->stream, &run);
    }
    if (frame->type == GUEST_PLAN)
        return add_to_plan(guest, frame->stream, payload, frame->size);
    struct guest_stream *stream = &guest->streams[frame->stream];
    /* Credit may cross the end. */
    return stream->open ? guest_stream_obey(stream, frame, payload) : frame->type == GUEST_CREDIT;
}

/* Frames while there is room for answers. */
static void serve_line(struct guest *guest)
{
    int received = 0;
    while (guest_line_has_room(&guest->line) && (received = guest_line_receive(&guest->line)) > 0) {
        if (!obey(guest, guest_line_frame(&guest->line), guest_line_payload(&guest->line)))
            give_up("the host breaks a rule", -EPROTO);
        guest_line_next(&guest->line);
    }
    if (received < 0)
        guest_place_power_off();
}

static void tell_end(struct guest *guest, int pid, int status)
{
    for (uint8_t i = 0; i < GUEST_STREAMS; i++) {
        if (guest->programs[i].pid != pid)
            continue;
        uint32_t value = (uint32_t)status;
        guest->programs[i].pid = 0;
        guest_line_send(&guest->line, GUEST_EXITED, i, &value, sizeof value);
    }
}

static void reap(struct guest *guest)
{
    struct signalfd_siginfo signal;
    int status;
    int64_t pid;
    sys_read(guest->children, &signal, sizeof signal);
    while (guest_line_has_room(&guest->line) && (pid = sys_wait4(-1, &status, WNOHANG)) > 0)
        tell_end(guest, (int)pid, status);
}

static void wait(struct guest *guest)
{
    struct pollfd slots[GUEST_STREAMS + 2];
    struct guest_line *line = &guest->line;
    int has_room = guest_line_has_room(line);
    int reads = has_room ? POLLIN : 0;
    slots[0] = (struct pollfd){.fd = line->fd, .events = (short)(reads | (guest_line_pending(line) ? POLLOUT : 0))};
    slots[1] = (struct pollfd){.fd = has_room ? guest->children : -1, .events = POLLIN};
    for (uint32_t i = 0; i < GUEST_STREAMS; i++) {
        short events = guest_stream_events(&guest->streams[i], line);
        slots[i + 2] = (struct pollfd){.fd = events ? guest->streams[i].fd : -1, .events = events};
    }
    sys_ppoll(slots, GUEST_STREAMS + 2, NULL);
}

static int open_children(void)
{
    static const uint64_t children = 1ull << (SIGCHLD - 1);
    sys_sigprocmask(SIG_BLOCK, &children);
    return (int)sys_call6(__NR_signalfd4, -1, sys_address(&children), SIGSET_BYTES, SFD_CLOEXEC | SFD_NONBLOCK, 0, 0);
}

_Noreturn void guest_main(void)
{
    struct guest *guest = &state;
    const char *failed;
    int error = guest_place_make(&failed);
    if (error < 0)
        give_up(failed, error);
    error = guest_network_set_up(NETWORK);
    if (error < 0)
        give_up("cannot set up its network", error);
    error = guest_line_open(&guest->line, LINE);
    if (error < 0)
        give_up(LINE, error);
    guest->children = open_children();
    struct guest_ready ready = {.version = GUEST_VERSION, .machine = MACHINE};
    guest_line_send(&guest->line, GUEST_READY, GUEST_NONE, &ready, sizeof ready);
    for (;;) {
        if (guest_line_flush(&guest->line) < 0)
            guest_place_power_off();
        wait(guest);
        serve_line(guest);
        reap(guest);
        for (uint8_t i = 0; i < GUEST_STREAMS; i++)
            if (guest->streams[i].open)
                guest_stream_serve(&guest->streams[i], i, &guest->line);
    }
}
