/*
 * attached.c: see attached.h. Signals are blocked and read like input, so that none comes between
 * two parts of a frame.
 */
#include "attached.h"

#include <linux/signalfd.h>

#include "calls.h"
#include "text.h"

#define INPUT_AT_ONCE 32768u
#define BIT(signal) ((uint64_t)1 << ((signal) - 1))
#define REAL_TIME (~(uint64_t)0 << 33) /* from 34 on; a libc keeps 32 and 33 */

/* Sent on to the container, or died of. */
#define FORWARDED                                                                                          \
    (BIT(SIGHUP) | BIT(SIGINT) | BIT(SIGQUIT) | BIT(SIGUSR1) | BIT(SIGUSR2) | BIT(SIGALRM) | BIT(SIGTERM)  \
     | BIT(SIGIO) | BIT(SIGXCPU) | BIT(SIGXFSZ) | BIT(SIGVTALRM) | BIT(SIGPROF) | BIT(SIGPWR) | REAL_TIME)
#define READ (FORWARDED | BIT(SIGWINCH) | BIT(SIGTSTP) | BIT(SIGCONT))
#define OF_A_STAND_IN (~(BIT(SIGKILL) | BIT(SIGSTOP) | BIT(SIGPIPE) | BIT(SIGCHLD)))

struct outgoing {
    struct wire_frame header;
    uint8_t payload[INPUT_AT_ONCE];
};

static struct outgoing frame;

/* A monitor always reads, so this waits for nobody else; that it is gone is noticed where its frames are read. */
static void send_frame(const struct conversation *conversation, uint16_t type, uint32_t size)
{
    frame.header = (struct wire_frame){.size = size, .type = type};
    const uint8_t *bytes = (const uint8_t *)&frame;
    for (size_t left = sizeof frame.header + size; left > 0;) {
        int64_t sent = sys_send(conversation->socket, bytes, left, MSG_NOSIGNAL);
        if (sent < 0 && sent != -EINTR)
            return;
        if (sent > 0) {
            bytes += sent;
            left -= (size_t)sent;
        }
    }
}

static void send_size(struct conversation *conversation)
{
    if (!terminal_measure(&conversation->terminal))
        return;
    memcpy(frame.payload, &conversation->terminal.size, sizeof conversation->terminal.size);
    send_frame(conversation, WIRE_RESIZE, sizeof conversation->terminal.size);
}

static void claim_signals(struct conversation *conversation)
{
    const uint64_t read = conversation->stands_in ? OF_A_STAND_IN : READ;
    const uint64_t blocked = read | BIT(SIGPIPE);
    sys_sigprocmask(SIG_BLOCK, &blocked);
    int64_t fd = sys_call6(__NR_signalfd4, -1, sys_address(&read), sizeof read, SFD_CLOEXEC, 0, 0);
    conversation->signals = fd < 0 ? -1 : (int)fd;
}

void attached_begin(struct conversation *conversation, const struct wire_attached *terms)
{
    if (!conversation->attached)
        claim_signals(conversation);
    conversation->attached = 1;
    conversation->flags = terms->flags;
    conversation->credit = terms->credit;
    if (terms->flags & WIRE_ATTACHED_RAW)
        terminal_make_raw(&conversation->terminal);
    else
        terminal_restore(&conversation->terminal);
    send_size(conversation);
}

int attached_wants_input(const struct conversation *conversation)
{
    return (conversation->flags & WIRE_ATTACHED_STDIN) && conversation->credit > 0 && !conversation->input_ended;
}

void attached_input(struct conversation *conversation)
{
    uint32_t size = conversation->credit < INPUT_AT_ONCE ? conversation->credit : INPUT_AT_ONCE;
    int64_t got = sys_read(0, frame.payload, size);
    if (got == -EINTR || got == -EAGAIN)
        return;
    if (got > 0) {
        conversation->credit -= (uint32_t)got;
        send_frame(conversation, WIRE_STDIN, (uint32_t)got);
        return;
    }
    conversation->input_ended = 1;
    send_frame(conversation, WIRE_STDIN_END, 0);
}

/* Lets a signal do by default what it does. */
static void suffer(int signal)
{
    static const struct sys_sigaction by_default;
    uint64_t mask = BIT(signal);
    sys_sigaction(signal, &by_default);
    sys_kill((int)sys_getpid(), signal);
    sys_sigprocmask(SIG_UNBLOCK, &mask);
    sys_sigprocmask(SIG_BLOCK, &mask);
}

static void stop(struct conversation *conversation)
{
    terminal_pause(&conversation->terminal);
    suffer(SIGTSTP);
    terminal_resume(&conversation->terminal);
    send_size(conversation);
}

static void forward(struct conversation *conversation, uint32_t signal)
{
    if (conversation->flags & WIRE_ATTACHED_SIGNALS) {
        memcpy(frame.payload, &signal, sizeof signal);
        send_frame(conversation, WIRE_SIGNAL, sizeof signal);
        return;
    }
    terminal_restore(&conversation->terminal);
    suffer((int)signal);
    sys_exit(128 + (int)signal);
}

void attached_signal(struct conversation *conversation)
{
    struct signalfd_siginfo signal;
    if (sys_read(conversation->signals, &signal, sizeof signal) != sizeof signal)
        return;
    if (conversation->stands_in && (signal.ssi_signo != SIGWINCH || conversation->terminal.size_fd < 0)) {
        forward(conversation, signal.ssi_signo);
        return;
    }
    switch (signal.ssi_signo) {
    case SIGWINCH:
        send_size(conversation);
        break;
    case SIGTSTP:
        stop(conversation);
        break;
    case SIGCONT:
        terminal_resume(&conversation->terminal);
        send_size(conversation);
        break;
    default:
        forward(conversation, signal.ssi_signo);
    }
}
