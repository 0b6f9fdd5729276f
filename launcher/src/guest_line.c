/* guest_line.c: see guest_line.h. */
#include "guest_line.h"

#include <asm/termios.h>

#include "calls.h"
#include "text.h"

int guest_line_open(struct guest_line *line, const char *path)
{
    int64_t fd = sys_openat(AT_FDCWD, path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC, 0);
    if (fd < 0)
        return (int)fd;
    line->fd = (int)fd;
    struct termios raw = {.c_cflag = CS8 | CREAD | CLOCAL | B38400};
    raw.c_cc[VMIN] = 1;
    int64_t error = sys_ioctl(line->fd, TCSETS, sys_address(&raw));
    return error < 0 ? (int)error : 0;
}

void guest_line_begin(struct guest_line *line, int fd)
{
    line->fd = fd;
    line->window = GUEST_LINE_WINDOW;
    sys_fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK);
}

int guest_line_taken(struct guest_line *line, uint32_t bytes)
{
    if (bytes > line->on_line)
        return 0;
    line->on_line -= bytes;
    return 1;
}

/* What the frame needs that `have` bytes are there of; 0: it breaks a rule. */
static size_t needed(const struct guest_line *line)
{
    const struct guest_frame *frame = guest_line_frame(line);
    if (line->have < sizeof *frame)
        return sizeof *frame;
    return frame->size <= GUEST_MAX_DATA ? sizeof *frame + frame->size : 0;
}

int guest_line_receive(struct guest_line *line)
{
    uint32_t taken = 0;
    int result = 0;
    for (;;) {
        size_t whole = needed(line);
        if (whole == 0) {
            result = -1;
            break;
        }
        if (line->have == whole) {
            result = 1;
            break;
        }
        int64_t size = sys_read(line->fd, line->in + line->have, whole - line->have);
        if (size == -EAGAIN || size == -EINTR)
            break;
        if (size <= 0)
            return -1;
        line->have += (size_t)size;
        taken += (uint32_t)size;
    }
    if (taken > 0 && line->window == 0 && !guest_line_send(line, GUEST_TAKEN, GUEST_NONE, &taken, sizeof taken))
        return -1;
    return result;
}

int guest_line_send(struct guest_line *line, uint8_t type, uint8_t stream, const void *payload, size_t size)
{
    if (line->begun > 0) {
        memmove(line->out, line->out + line->begun, line->filled - line->begun);
        line->filled -= line->begun;
        line->begun = 0;
    }
    struct guest_frame frame = {.size = (uint16_t)size, .type = type, .stream = stream};
    if (GUEST_LINE_ROOM - line->filled < sizeof frame + size)
        return 0;
    memcpy(line->out + line->filled, &frame, sizeof frame);
    memcpy(line->out + line->filled + sizeof frame, payload, size);
    line->filled += sizeof frame + size;
    return 1;
}

int guest_line_flush(struct guest_line *line)
{
    while (guest_line_pending(line)) {
        int64_t sent = sys_write(line->fd, line->out + line->begun, guest_line_pending(line));
        if (sent == -EAGAIN || sent == -EINTR)
            return 0;
        if (sent <= 0)
            return -1;
        line->begun += (size_t)sent;
        line->on_line += line->window > 0 ? (uint32_t)sent : 0;
    }
    return 0;
}
