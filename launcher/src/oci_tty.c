/* oci_tty.c: see oci_tty.h. */
#include "oci_tty.h"

#include <asm/termios.h>

#include "calls.h"
#include "deadline.h"
#include "text.h"

#define DRAIN_MILLIS 1000
#define SIGNALFD_SIZE 128

/* sys.h has no libc's; the number of a signal is the first field. */
struct caught {
    uint32_t number;
    uint8_t rest[SIGNALFD_SIZE - sizeof(uint32_t)];
};

int64_t oci_tty_open(struct oci_tty *tty)
{
    int ends[2];
    *tty = (struct oci_tty){.socket = -1, .master = -1, .signals = -1, .input = 0};
    int64_t result = sys_socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
    if (result < 0)
        return result;
    tty->socket = ends[0];
    return ends[1];
}

static void resize(struct oci_tty *tty)
{
    if (!terminal_measure(&tty->own))
        return;
    struct winsize window = {.ws_row = tty->own.size.rows, .ws_col = tty->own.size.columns};
    sys_ioctl(tty->master, TIOCSWINSZ, sys_address(&window));
}

void oci_tty_take(struct oci_tty *tty)
{
    char byte;
    struct {
        struct cmsghdr header;
        int fd;
    } control;
    struct iovec part = {.iov_base = &byte, .iov_len = sizeof byte};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    int64_t size = sys_recvmsg(tty->socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    sys_close(tty->socket);
    if (size != sizeof byte || message.msg_controllen < CALLS_FDS_LENGTH(1))
        return;
    tty->master = control.fd;
    sys_fcntl(tty->master, F_SETFL, O_RDWR | O_NONBLOCK);
    terminal_look(&tty->own);
    resize(tty);
}

void oci_tty_begin(struct oci_tty *tty)
{
    static const uint64_t every_signal = ~0ull;
    tty->signals = (int)sys_call6(__NR_signalfd4, -1, sys_address(&every_signal), sizeof every_signal, O_CLOEXEC, 0, 0);
    terminal_make_raw(&tty->own);
}

static void write_out(const char *bytes, int64_t size)
{
    for (int64_t done = 0; done < size;) {
        int64_t written = sys_write(1, bytes + done, (size_t)(size - done));
        if (written < 0 && written != -EINTR)
            return;
        done += written > 0 ? written : 0;
    }
}

/* False once nobody has the terminal any more. */
static int show(struct oci_tty *tty)
{
    char bytes[OCI_TTY_BUFFER];
    int64_t size = sys_read(tty->master, bytes, sizeof bytes);
    if (size > 0)
        write_out(bytes, size);
    return size > 0 || size == -EAGAIN || size == -EINTR;
}

static void type(struct oci_tty *tty)
{
    int64_t size = sys_read(tty->input, tty->typed, sizeof tty->typed);
    if (size > 0)
        tty->pending = (uint32_t)size;
    else if (size != -EINTR && size != -EAGAIN)
        tty->input = -1;
}

static void hand_on(struct oci_tty *tty)
{
    int64_t written = sys_write(tty->master, tty->typed, tty->pending);
    if (written > 0) {
        tty->pending -= (uint32_t)written;
        memmove(tty->typed, tty->typed + written, tty->pending);
    } else if (written != -EINTR && written != -EAGAIN) {
        tty->pending = 0;
    }
}

int oci_tty_copy(struct oci_tty *tty)
{
    int is_open = 1;
    for (;;) {
        struct pollfd fds[] = {
            {.fd = tty->signals, .events = POLLIN},
            {.fd = is_open ? tty->master : -1, .events = (short)(POLLIN | (tty->pending > 0 ? POLLOUT : 0))},
            {.fd = tty->pending > 0 || !is_open ? -1 : tty->input, .events = POLLIN},
        };
        struct caught caught;
        if (sys_ppoll(fds, 3, 0) < 0)
            continue;
        if (fds[1].revents & (POLLIN | POLLHUP | POLLERR))
            is_open = show(tty);
        if (fds[1].revents & POLLOUT)
            hand_on(tty);
        if (fds[2].revents)
            type(tty);
        if (!fds[0].revents || sys_read(tty->signals, &caught, sizeof caught) != sizeof caught)
            continue;
        if (caught.number != SIGWINCH)
            return (int)caught.number;
        resize(tty);
    }
}

void oci_tty_end(struct oci_tty *tty)
{
    struct pollfd fds[] = {{.fd = tty->master, .events = POLLIN}};
    int64_t deadline = deadline_in(DRAIN_MILLIS);
    while (deadline_poll(fds, 1, deadline_in(0)) > 0 && show(tty) && sys_monotonic_millis() < deadline)
        ;
    terminal_restore(&tty->own);
}
