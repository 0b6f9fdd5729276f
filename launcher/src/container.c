/* container.c: the container's init and standard streams, as a monitor serves them. */
#include "container.h"

#include <asm/termios.h>

#include "calls.h"
#include "clocks.h"

#define MAX_SIGNAL 64u
#define STATUS_UNKNOWN (255 << 8) /* somebody else has taken it */

static void set_nonblocking(int fd)
{
    if (fd < 0)
        return;
    int64_t flags = sys_fcntl(fd, F_GETFL, 0);
    if (flags >= 0)
        sys_fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

void container_begin(struct container *container, int rows, int columns)
{
    container->terminal_peer = -1;
    set_nonblocking(container->input);
    for (int stream = 0; stream < CONTAINER_STREAMS; stream++)
        set_nonblocking(container->outputs[stream]);
    if (rows > 0 && columns > 0)
        container_resize(container, &(struct wire_size){(uint16_t)rows, (uint16_t)columns});
    if (container->pidfd < 0) {
        int64_t pidfd = sys_pidfd_open(container->pid, 0);
        container->pidfd = pidfd < 0 ? -1 : (int)pidfd;
    }
}

static void set_exited(struct container *container, int status)
{
    container->exited = 1;
    container->status = status;
    container->finished_nanos = clocks_real_nanos();
    if (container->terminal_peer >= 0)
        sys_close(container->terminal_peer);
    container->terminal_peer = -1;
}

void container_reap(struct container *container, int ended)
{
    int status;
    int64_t pid;
    while ((pid = sys_wait4(-1, &status, WNOHANG)) > 0 || pid == -EINTR)
        if (pid == container->pid)
            set_exited(container, status);
    if (ended && !container->exited)
        set_exited(container, STATUS_UNKNOWN);
}

void container_end_output(struct container *container)
{
    for (int stream = 0; stream < CONTAINER_STREAMS; stream++) {
        if (container->outputs[stream] >= 0 && container->outputs[stream] != container->terminal)
            sys_close(container->outputs[stream]);
        container->outputs[stream] = -1;
    }
}

/*
 * Nobody has the terminal open. The container may open it again, and until then its hang-up would
 * be reported without end: with a descriptor of our own on its other side there is none.
 */
static int keep_terminal(struct container *container)
{
    if (container->exited || container->terminal < 0 || container->terminal_peer >= 0)
        return 0;
    int64_t peer = sys_ioctl(container->terminal, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (peer < 0)
        return 0;
    container->terminal_peer = (int)peer;
    return 1;
}

int64_t container_read(struct container *container, int stream, uint8_t *bytes, uint32_t size)
{
    int64_t result = sys_read(container->outputs[stream], bytes, size);
    if (result > 0 || result == -EAGAIN)
        return result;
    if (result == -EINTR || keep_terminal(container))
        return -EAGAIN;
    if (container->outputs[stream] != container->terminal)
        sys_close(container->outputs[stream]);
    container->outputs[stream] = -1;
    return 0;
}

uint32_t container_write(struct container *container, const uint8_t *bytes, uint32_t size)
{
    if (container->input < 0)
        return size;
    int64_t written = sys_write(container->input, bytes, size);
    if (written >= 0)
        return (uint32_t)written;
    if (written == -EAGAIN || written == -EINTR)
        return 0;
    container_end_input(container);
    return size;
}

void container_end_input(struct container *container)
{
    if (container->terminal >= 0 || container->input < 0)
        return;
    sys_close(container->input);
    container->input = -1;
}

void container_resize(const struct container *container, const struct wire_size *size)
{
    struct winsize window = {.ws_row = size->rows, .ws_col = size->columns};
    if (container->terminal >= 0)
        sys_ioctl(container->terminal, TIOCSWINSZ, sys_address(&window));
}

void container_signal(const struct container *container, uint32_t signal)
{
    if (container->pidfd >= 0 && signal >= 1 && signal <= MAX_SIGNAL)
        sys_pidfd_send_signal(container->pidfd, (int)signal);
}

uint32_t container_exit_code(const struct container *container)
{
    uint32_t status = (uint32_t)container->status;
    uint32_t signal = status & 0x7f;
    return signal != 0 ? 128 + signal : (status >> 8) & 0xff;
}
