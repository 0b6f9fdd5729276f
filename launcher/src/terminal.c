/*
 * terminal.c: see terminal.h. While the terminal is raw a child of ours waits for the end of a pipe
 * that only we hold: a client that is killed cannot leave a raw terminal behind.
 */
#include "terminal.h"

#include <asm/termios.h>

#include "calls.h"

static int get_modes(int fd, struct termios *modes)
{
    return sys_ioctl(fd, TCGETS, sys_address(modes)) == 0;
}

static void set_modes(const struct termios *modes)
{
    while (sys_ioctl(0, TCSETS, sys_address(modes)) == -EINTR)
        continue;
}

void terminal_look(struct terminal *terminal)
{
    static const uint32_t flags[3] = {
        WIRE_REQUEST_STDIN_TERMINAL, WIRE_REQUEST_STDOUT_TERMINAL, WIRE_REQUEST_STDERR_TERMINAL,
    };
    terminal->size_fd = -1;
    for (int fd = 2; fd >= 0; fd--) {
        struct termios modes;
        if (!get_modes(fd, &modes))
            continue;
        terminal->flags |= flags[fd];
        terminal->size_fd = fd;
    }
    terminal_measure(terminal);
}

int terminal_measure(struct terminal *terminal)
{
    struct winsize window;
    if (terminal->size_fd < 0 || sys_ioctl(terminal->size_fd, TIOCGWINSZ, sys_address(&window)) < 0)
        return 0;
    terminal->size = (struct wire_size){window.ws_row, window.ws_col};
    return 1;
}

/* Bytes as they are typed, and as they are written. */
static struct termios raw_modes(const struct termios *modes)
{
    struct termios raw = *modes;
    raw.c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
    raw.c_oflag &= ~(tcflag_t)OPOST;
    raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    raw.c_cflag = (raw.c_cflag & ~(tcflag_t)(CSIZE | PARENB)) | CS8;
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    return raw;
}

/* Puts the terminal back when the pipe ends without a byte: then nobody else has. Blocked signals cannot end it. */
_Noreturn static void watch(const struct terminal *terminal, int pipe)
{
    static const uint64_t all = ~(uint64_t)0;
    uint8_t byte;
    int64_t size;
    sys_sigprocmask(SIG_SETMASK, &all);
    sys_dup3(pipe, 3, 0);
    sys_close(1);
    sys_close(2);
    sys_close_range(4, ~0u, 0);
    while ((size = sys_read(3, &byte, 1)) == -EINTR)
        continue;
    if (size == 0)
        set_modes(&terminal->saved);
    sys_exit(0);
}

static void start_watchdog(struct terminal *terminal)
{
    int ends[2];
    if (sys_pipe2(ends, O_CLOEXEC) < 0)
        return;
    if (ends[0] == 3) { /* dup3 refuses the same number twice */
        int64_t moved = sys_fcntl(ends[0], F_DUPFD_CLOEXEC, 4);
        sys_close(ends[0]);
        ends[0] = (int)moved;
    }
    int64_t pid = sys_fork();
    if (pid == 0)
        watch(terminal, ends[0]);
    sys_close(ends[0]);
    terminal->watchdog = ends[1];
    terminal->watchdog_pid = (int)pid;
}

void terminal_make_raw(struct terminal *terminal)
{
    if (terminal->raw || !get_modes(0, &terminal->saved))
        return;
    if (!terminal->own)
        start_watchdog(terminal);
    terminal->raw = 1;
    terminal_resume(terminal);
}

void terminal_pause(const struct terminal *terminal)
{
    if (terminal->raw)
        set_modes(&terminal->saved);
}

void terminal_resume(const struct terminal *terminal)
{
    if (!terminal->raw)
        return;
    struct termios raw = raw_modes(&terminal->saved);
    set_modes(&raw);
}

void terminal_restore(struct terminal *terminal)
{
    if (!terminal->raw)
        return;
    terminal_pause(terminal);
    terminal->raw = 0;
    if (terminal->own)
        return;
    sys_write(terminal->watchdog, "", 1);
    sys_close(terminal->watchdog);
    while (sys_wait4(terminal->watchdog_pid, 0, 0) == -EINTR)
        continue;
}
