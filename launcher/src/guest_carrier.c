/* guest_carrier.c: see guest_carrier.h. One loop; a guest that breaks a rule ends with it. */
#include "guest_carrier.h"

#include <linux/signalfd.h>

#include "calls.h"
#include "errors.h"
#include "guest_nics.h"
#include "guest_streams.h"
#include "text.h"

#define RUNS (GUEST_STREAMS / 2) /* each has two streams: its control connection and its client's */
#define LISTENER 10
#define PATIENCE_MILLIS 60000 /* for the first connection */
#define POWER_OFF_MILLIS 5000 /* for the guest to write what it holds, and go */
#define SIG_BLOCK 0
#define SIG_SETMASK 2

/* What stands between a connection and its run in the guest. */
struct carrier_run {
    int connection; /* -1: none, or gone */
    int lives;      /* the guest has not said that it has ended */
    int looks;      /* it is no program, but shows files */
    int plan;       /* memfd, while it is being sent; -1 */
    uint32_t sent, size; /* of the plan */
    int ends[2];    /* what becomes streams when the plan is sent */
};

static struct carrier {
    struct guest_line line;
    struct guest_stream streams[GUEST_STREAMS];
    struct carrier_run runs[RUNS]; /* run i has streams 2 i and 2 i + 1 */
    uint32_t next; /* where a place is looked for first: a number is used again as late as can be */
    int children;  /* signalfd */
    int kernel;    /* pid */
    struct guest_nics nics;
    int ready;     /* the guest has said so */
    int wanted;    /* somebody has connected */
    int programs;  /* one of them with a program */
    int64_t deadline; /* when the guest is ended, monotonic milliseconds; 0: it is not to go */
} state;

static const uint64_t child_signal = 1ull << (SIGCHLD - 1);

static int start_kernel(char **argv, char **envp, int *line)
{
    int ends[2];
    int64_t error = sys_socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
    int64_t pid = error < 0 ? error : sys_fork();
    if (pid != 0) {
        sys_close(ends[1]);
        *line = ends[0];
        return (int)pid;
    }
    static const uint64_t none;
    sys_sigprocmask(SIG_SETMASK, &none);
    sys_dup3(ends[1], 0, 0);
    error = sys_execve(argv[0], argv, envp);
    errors_fail("cannot start the guest kernel: ", errors_text(error), (const char *)0);
}

static int is_free(const struct carrier *carrier, uint32_t number)
{
    const struct carrier_run *run = &carrier->runs[number];
    return run->connection < 0 && !run->lives && run->plan < 0 && !carrier->streams[2 * number].open
        && !carrier->streams[2 * number + 1].open;
}

static struct carrier_run *find_place(struct carrier *carrier)
{
    for (uint32_t i = 0; i < RUNS; i++) {
        uint32_t number = (carrier->next + i) % RUNS;
        if (is_free(carrier, number)) {
            carrier->next = number + 1;
            return &carrier->runs[number];
        }
    }
    return 0;
}

static int has_place(const struct carrier *carrier)
{
    for (uint32_t number = 0; number < RUNS; number++)
        if (is_free(carrier, number))
            return 1;
    return 0;
}

static void admit(struct carrier *carrier)
{
    int64_t fd = sys_accept4(LISTENER, SOCK_CLOEXEC | SOCK_NONBLOCK);
    struct carrier_run *run = fd < 0 ? 0 : find_place(carrier);
    if (!run)
        return;
    carrier->wanted = 1;
    run->looks = 0;
    run->connection = (int)fd;
}

/* The connection's request, with its descriptors: false if that is not what comes. */
static int take_request(struct carrier_run *run)
{
    struct {
        struct cmsghdr head;
        int fds[CARRIER_FDS];
    } control = {.fds = {-1, -1, -1}};
    struct carrier_request request;
    struct iovec part = {&request, sizeof request};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    int64_t size = sys_recvmsg(run->connection, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (size != (int64_t)sizeof request || request.version != GUEST_VERSION
        || control.head.cmsg_len != CALLS_FDS_LENGTH(CARRIER_FDS))
        return 0;
    run->plan = control.fds[CARRIER_PLAN];
    run->ends[0] = control.fds[CARRIER_CONTROL];
    run->ends[1] = control.fds[CARRIER_CLIENT];
    run->looks = request.purpose == CARRIER_LOOK;
    run->sent = 0;
    run->size = (uint32_t)sys_lseek(run->plan, 0, SEEK_END);
    return 1;
}

static void let_go(struct carrier_run *run)
{
    sys_close(run->connection);
    run->connection = -1;
}

static void serve_connection(struct carrier *carrier, uint8_t number)
{
    struct carrier_run *run = &carrier->runs[number];
    if (run->lives || !take_request(run)) {
        let_go(run);
        return;
    }
    struct guest_run begun = {.plan_size = run->size, .streams = 2};
    run->lives = 1;
    carrier->programs |= !run->looks;
    guest_line_send(&carrier->line, GUEST_RUN, 2 * number, &begun, sizeof begun);
}

/* Sends on a plan; when it is whole, the streams begin. */
static void send_plan(struct carrier *carrier, uint8_t number)
{
    struct carrier_run *run = &carrier->runs[number];
    uint8_t bytes[GUEST_MAX_DATA];
    while (run->sent < run->size && guest_line_has_room(&carrier->line)) {
        int64_t size = sys_call6(__NR_pread64, run->plan, sys_address(bytes), sizeof bytes, run->sent, 0, 0);
        if (size <= 0)
            errors_fail("cannot read a plan: ", errors_text(size), (const char *)0);
        guest_line_send(&carrier->line, GUEST_PLAN, 2 * number, bytes, (size_t)size);
        run->sent += (uint32_t)size;
    }
    if (run->sent < run->size)
        return;
    sys_close(run->plan);
    run->plan = -1;
    for (uint32_t i = 0; i < 2; i++)
        guest_stream_begin(&carrier->streams[2 * number + i], run->ends[i]);
}

static int obey_line(struct carrier *carrier, const struct guest_frame *frame, const uint8_t *payload)
{
    uint32_t number;
    if (frame->size != sizeof number)
        return 0;
    memcpy(&number, payload, sizeof number);
    if (frame->type == GUEST_TAKEN)
        return guest_line_taken(&carrier->line, number);
    if (frame->type != GUEST_EXITED || frame->stream >= GUEST_STREAMS)
        return 0;
    carrier->runs[frame->stream / 2].lives = 0;
    return 1;
}

/* False if the guest breaks a rule. */
static int obey(struct carrier *carrier, const struct guest_frame *frame, const uint8_t *payload)
{
    struct guest_ready ready;
    if (frame->type == GUEST_READY && frame->size == sizeof ready && !carrier->ready) {
        memcpy(&ready, payload, sizeof ready);
        carrier->ready = 1;
        return ready.version == GUEST_VERSION;
    }
    if (frame->type == GUEST_TAKEN || frame->type == GUEST_EXITED)
        return obey_line(carrier, frame, payload);
    if (frame->stream >= GUEST_STREAMS)
        return 0;
    struct guest_stream *stream = &carrier->streams[frame->stream];
    /* Credit may cross the end. */
    return stream->open ? guest_stream_obey(stream, frame, payload) : frame->type == GUEST_CREDIT;
}

/* The line has ended. */
_Noreturn static void lose(const struct carrier *carrier)
{
    if (carrier->deadline > 0)
        sys_exit(0);
    errors_fail("the guest has gone", (const char *)0);
}

/* Whatever there is to be sent: nothing goes before the guest has said that it took what was sent before. */
static void serve_line(struct carrier *carrier)
{
    struct guest_line *line = &carrier->line;
    int received;
    while ((received = guest_line_receive(line)) > 0) {
        if (!obey(carrier, guest_line_frame(line), guest_line_payload(line)))
            errors_fail("the guest breaks a rule of the channel", (const char *)0);
        guest_line_next(line);
    }
    if (received < 0)
        lose(carrier);
}

/* All else in the jail ends with its first process. */
static void reap(struct carrier *carrier)
{
    struct signalfd_siginfo signal;
    int status;
    int64_t pid;
    sys_read(carrier->children, &signal, sizeof signal);
    while ((pid = sys_wait4(-1, &status, WNOHANG)) > 0) {
        if (pid == carrier->kernel)
            sys_exit(status & 0x7f ? 128 + (status & 0x7f) : (status >> 8) & 0xff);
        if (status != 0 && guest_nics_have(&carrier->nics, (int)pid))
            errors_fail("the guest breaks a rule of its network interface", (const char *)0);
    }
}

/* By somebody who is connected; files alone keep only a guest that was made for them. */
static int is_wanted(const struct carrier *carrier)
{
    for (uint32_t i = 0; i < RUNS; i++)
        if (carrier->runs[i].connection >= 0 && !(carrier->programs && carrier->runs[i].looks))
            return 1;
    return 0;
}

enum { SLOT_LINE, SLOT_CHILDREN, SLOT_LISTENER, SLOT_RUN, SLOT_STREAM = SLOT_RUN + RUNS, SLOTS = SLOT_STREAM + GUEST_STREAMS };

static void fill_slots(const struct carrier *carrier, struct pollfd slots[SLOTS])
{
    const struct guest_line *line = &carrier->line;
    int has_room = guest_line_has_room(line);
    short events = (short)(POLLIN | (guest_line_pending(line) > 0 ? POLLOUT : 0));
    slots[SLOT_LINE] = (struct pollfd){.fd = line->fd, .events = events};
    slots[SLOT_CHILDREN] = (struct pollfd){.fd = carrier->children, .events = POLLIN};
    slots[SLOT_LISTENER] = (struct pollfd){.fd = has_place(carrier) ? LISTENER : -1, .events = POLLIN};
    for (uint32_t i = 0; i < RUNS; i++) {
        const struct carrier_run *run = &carrier->runs[i];
        int waits = run->lives ? run->plan < 0 : carrier->ready && has_room;
        slots[SLOT_RUN + i] = (struct pollfd){.fd = waits ? run->connection : -1, .events = POLLIN};
    }
    for (uint32_t i = 0; i < GUEST_STREAMS; i++) {
        short wanted = guest_stream_events(&carrier->streams[i], line);
        slots[SLOT_STREAM + i] = (struct pollfd){.fd = wanted ? carrier->streams[i].fd : -1, .events = wanted};
    }
}

static void serve(struct carrier *carrier, const struct pollfd slots[SLOTS])
{
    serve_line(carrier);
    if (slots[SLOT_CHILDREN].revents)
        reap(carrier);
    for (uint8_t i = 0; i < RUNS; i++) {
        if (slots[SLOT_RUN + i].revents)
            serve_connection(carrier, i);
        if (carrier->runs[i].plan >= 0)
            send_plan(carrier, i);
    }
    for (uint8_t i = 0; i < GUEST_STREAMS; i++)
        if (carrier->streams[i].open)
            guest_stream_serve(&carrier->streams[i], i, &carrier->line);
    if (slots[SLOT_LISTENER].revents)
        admit(carrier);
}

static void begin(struct carrier *carrier, char **argv, char **envp)
{
    int line;
    sys_sigprocmask(SIG_BLOCK, &child_signal);
    sys_dup3(0, LISTENER, SOCK_CLOEXEC);
    int error = guest_nics_begin(&carrier->nics, LISTENER);
    if (error < 0)
        errors_fail("cannot make the guest's network interfaces: ", errors_text(error), (const char *)0);
    carrier->kernel = start_kernel(argv, envp, &line);
    if (carrier->kernel < 0)
        errors_fail("cannot start the guest kernel: ", errors_text(carrier->kernel), (const char *)0);
    sys_close(0);
    carrier->children = (int)sys_call6(__NR_signalfd4, -1, sys_address(&child_signal), sizeof child_signal,
                                       SFD_CLOEXEC | SFD_NONBLOCK, 0, 0);
    guest_line_begin(&carrier->line, line);
    for (uint32_t i = 0; i < RUNS; i++)
        carrier->runs[i].connection = carrier->runs[i].plan = -1;
}

/* Nobody is connected any more, or nobody came. A guest that is not ready has nothing to write. */
static void power_off(struct carrier *carrier)
{
    if (!carrier->ready || !guest_line_send(&carrier->line, GUEST_POWER_OFF, GUEST_NONE, 0, 0))
        sys_exit(0);
    carrier->deadline = sys_monotonic_millis() + POWER_OFF_MILLIS;
}

static void wait(struct carrier *carrier)
{
    struct pollfd slots[SLOTS];
    fill_slots(carrier, slots);
    int64_t millis = carrier->deadline > 0 ? carrier->deadline - sys_monotonic_millis() : PATIENCE_MILLIS;
    struct __kernel_timespec time = {.tv_sec = millis / 1000, .tv_nsec = millis % 1000 * 1000000};
    int waits = carrier->wanted && carrier->deadline == 0;
    int64_t ready = millis <= 0 ? 0 : sys_ppoll(slots, SLOTS, waits ? 0 : &time);
    if (ready == 0 && carrier->deadline > 0)
        sys_exit(0);
    if (ready > 0)
        serve(carrier, slots);
    if (carrier->deadline == 0 && (carrier->wanted ? !is_wanted(carrier) : ready == 0))
        power_off(carrier);
}

_Noreturn void guest_carrier_main(char **argv, char **envp)
{
    struct carrier *carrier = &state;
    begin(carrier, argv, envp);
    for (;;) {
        if (guest_line_flush(&carrier->line) < 0)
            lose(carrier);
        wait(carrier);
    }
}
