/* stand_in.c: see stand_in.h. To the guest's own launcher and monitor it is engine and client. */
#include "stand_in.h"

#include "calls.h"
#include "channel.h"
#include "conversation.h"
#include "deadline.h"
#include "fate.h"
#include "text.h"

/* Where it keeps what it hears the guest by, once the program runs. */
enum { CARRIER = 3, CONTROL, CLIENT, UNUSED };

/* A frame of the control connection. */
struct told {
    struct wire_frame header;
    union {
        struct wire_milestone milestone;
        struct wire_exited exited;
        struct failure failure;
    } payload;
};

static int request(int carrier, int plan, int control, int client)
{
    struct {
        struct cmsghdr head;
        int fds[CARRIER_FDS];
    } passed = {
        {CALLS_FDS_LENGTH(CARRIER_FDS), SOL_SOCKET, SCM_RIGHTS},
        {[CARRIER_PLAN] = plan, [CARRIER_CONTROL] = control, [CARRIER_CLIENT] = client},
    };
    struct carrier_request request = {.version = GUEST_VERSION};
    struct iovec part = {&request, sizeof request};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &passed, .msg_controllen = sizeof passed};
    int64_t sent;
    do
        sent = sys_sendmsg(carrier, &message, MSG_NOSIGNAL);
    while (sent == -EINTR);
    return sent < 0 ? (int)sent : 0;
}

/* Begins the run in the guest: its two connections, or -errno. */
static int begin(int carrier, int plan, int *control, int *client)
{
    int controls[2], clients[2];
    int64_t error = sys_socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, controls);
    if (error == 0)
        error = sys_socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, clients);
    if (error < 0)
        return (int)error;
    error = request(carrier, plan, controls[1], clients[1]);
    sys_close(controls[1]);
    sys_close(clients[1]);
    *control = controls[0];
    *client = clients[0];
    return (int)error;
}

/* Receives exactly so many bytes by the deadline: 0 or -errno. */
static int receive(int fd, void *bytes, size_t size, int64_t deadline)
{
    for (size_t have = 0; have < size;) {
        struct pollfd slot = {.fd = fd, .events = POLLIN};
        int64_t ready = deadline_poll(&slot, 1, deadline);
        if (ready <= 0)
            return ready == 0 ? -ETIMEDOUT : (int)ready;
        int64_t got = sys_receive(fd, (uint8_t *)bytes + have, size - have, MSG_DONTWAIT);
        if (got == 0)
            return -ECONNRESET;
        if (got < 0 && got != -EAGAIN && got != -EINTR)
            return (int)got;
        have += got > 0 ? (size_t)got : 0;
    }
    return 0;
}

static int next(int control, struct told *told, int64_t deadline)
{
    int error = receive(control, &told->header, sizeof told->header, deadline);
    if (error < 0)
        return error;
    if (told->header.size > sizeof told->payload)
        return -EPROTO;
    return receive(control, &told->payload, told->header.size, deadline);
}

/* A step of the guest's plan has failed: that is told in place of this one. */
static void fail(struct run *run, const struct told *told)
{
    const struct failure *failure = &told->payload.failure;
    if (told->header.size < sizeof failure->head
        || failure->head.text_size > told->header.size - sizeof failure->head || failure->head.error <= 0
        || failure->head.step >= PLAN_MAX_STEPS)
        return;
    run->failure = *failure;
    run->failure.head.step += PLAN_MAX_STEPS;
    fate_tell(run);
}

static int await_program(struct run *run, int control, uint64_t millis)
{
    int64_t deadline = deadline_in(millis);
    for (;;) {
        struct told told;
        int error = next(control, &told, deadline);
        if (error < 0)
            return error;
        if (told.header.type == WIRE_FAILED) {
            fail(run, &told);
            return -EPROTO;
        }
        if (told.header.type == WIRE_MILESTONE && told.payload.milestone.milestone == PLAN_STARTED)
            return 0;
    }
}

/* How the program ended, as wait4(2) gives it. */
static uint32_t status_of(int control, int code)
{
    struct told told;
    int64_t deadline = deadline_in(1000);
    while (next(control, &told, deadline) == 0)
        if (told.header.type == WIRE_EXITED && told.header.size == sizeof told.payload.exited)
            return told.payload.exited.status;
    return code < 0 ? SIGKILL : (uint32_t)code << 8;
}

/* Ends in the same way. */
_Noreturn static void end_as(uint32_t status)
{
    static const struct sys_sigaction by_default;
    static const uint64_t none;
    int signal = (int)(status & 0x7f);
    if (signal != 0) {
        sys_sigaction(signal, &by_default);
        sys_sigprocmask(2, &none);
        sys_kill((int)sys_getpid(), signal);
    }
    sys_exit((int)(status >> 8 & 0xff));
}

/* Keeps only what it needs, of what the launcher has open. */
static void let_go(struct run *run, int carrier, int control, int client)
{
    int kept[] = {carrier, control, client};
    for (size_t i = 0; i < 3; i++)
        kept[i] = (int)sys_fcntl(kept[i], F_DUPFD_CLOEXEC, PLAN_FD_OWN);
    for (int i = 0; i < 3; i++)
        sys_dup3(kept[i], CARRIER + i, O_CLOEXEC);
    run->fate_write = run->fate_read = -1;
    sys_close_range(UNUSED, ~0u, 0);
}

int stand_in_run(struct run *run, int carrier, int plan, uint64_t millis)
{
    int control = -1, client = -1;
    int error = begin(carrier, plan, &control, &client);
    if (error == 0)
        error = await_program(run, control, millis);
    if (error < 0)
        return error;
    static struct conversation conversation;
    let_go(run, carrier, control, client);
    conversation.socket = CLIENT;
    conversation.stands_in = 1;
    terminal_look(&conversation.terminal);
    conversation.terminal.own = 1;
    int code = conversation_run(&conversation);
    end_as(status_of(CONTROL, code));
}
