/* guest_streams.c: see guest_streams.h. */
#include "guest_streams.h"

#include "calls.h"
#include "text.h"

void guest_stream_begin(struct guest_stream *stream, int fd)
{
    sys_fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK);
    stream->open = 1;
    stream->fd = fd;
    stream->in_ended = stream->out_ended = 0;
    stream->credit = GUEST_STREAM_WINDOW;
    stream->begun = stream->filled = 0;
}

int guest_stream_open(struct guest_stream *stream)
{
    int ends[2];
    int64_t error = sys_socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
    if (error < 0)
        return (int)error;
    guest_stream_begin(stream, ends[0]);
    return ends[1];
}

static int take(struct guest_stream *stream, const uint8_t *bytes, size_t size)
{
    if (stream->in_ended || size > GUEST_STREAM_WINDOW - (stream->filled - stream->begun))
        return 0;
    if (size > GUEST_STREAM_WINDOW - stream->filled) {
        memmove(stream->bytes, stream->bytes + stream->begun, stream->filled - stream->begun);
        stream->filled -= stream->begun;
        stream->begun = 0;
    }
    memcpy(stream->bytes + stream->filled, bytes, size);
    stream->filled += (uint32_t)size;
    return 1;
}

static int add_credit(struct guest_stream *stream, const uint8_t *payload)
{
    uint32_t more;
    memcpy(&more, payload, sizeof more);
    if (more > GUEST_STREAM_WINDOW - stream->credit)
        return 0;
    stream->credit += more;
    return 1;
}

int guest_stream_obey(struct guest_stream *stream, const struct guest_frame *frame, const uint8_t *payload)
{
    switch (frame->type) {
    case GUEST_DATA:
        return take(stream, payload, frame->size);
    case GUEST_END:
        stream->in_ended = 1;
        return frame->size == 0;
    case GUEST_CREDIT:
        return frame->size == sizeof(uint32_t) && add_credit(stream, payload);
    default:
        return 0;
    }
}

/* The program has gone from its end. What still comes for it is taken and forgotten, as a closed pipe's is. */
static void lose(struct guest_stream *stream)
{
    sys_close(stream->fd);
    stream->fd = -1;
}

static void give_credit(struct guest_stream *stream, uint8_t number, struct guest_line *line, uint32_t size)
{
    stream->begun += size;
    if (stream->begun == stream->filled)
        stream->begun = stream->filled = 0;
    if (!stream->in_ended)
        guest_line_send(line, GUEST_CREDIT, number, &size, sizeof size);
}

static void deliver(struct guest_stream *stream, uint8_t number, struct guest_line *line)
{
    uint32_t size = stream->filled - stream->begun;
    if (size > 0 && guest_line_has_room(line)) {
        int64_t sent = size;
        if (stream->fd >= 0)
            sent = sys_send(stream->fd, stream->bytes + stream->begun, size, MSG_NOSIGNAL);
        if (sent == -EAGAIN || sent == -EINTR)
            return;
        give_credit(stream, number, line, sent < 0 ? size : (uint32_t)sent);
    }
    if (stream->in_ended && stream->filled == stream->begun && stream->fd >= 0)
        sys_call3(__NR_shutdown, stream->fd, SHUT_WR, 0);
}

static void end_output(struct guest_stream *stream, uint8_t number, struct guest_line *line)
{
    stream->out_ended = 1;
    guest_line_send(line, GUEST_END, number, NULL, 0);
    if (stream->fd >= 0)
        lose(stream);
}

static void pass_on(struct guest_stream *stream, uint8_t number, struct guest_line *line)
{
    uint8_t bytes[GUEST_MAX_DATA];
    while (!stream->out_ended && stream->credit > 0 && guest_line_has_room(line)) {
        size_t most = stream->credit < sizeof bytes ? stream->credit : sizeof bytes;
        int64_t size = stream->fd >= 0 ? sys_receive(stream->fd, bytes, most, MSG_DONTWAIT) : 0;
        if (size == -EAGAIN || size == -EINTR)
            return;
        if (size <= 0) {
            end_output(stream, number, line);
            return;
        }
        stream->credit -= (uint32_t)size;
        guest_line_send(line, GUEST_DATA, number, bytes, (size_t)size);
    }
}

void guest_stream_serve(struct guest_stream *stream, uint8_t number, struct guest_line *line)
{
    deliver(stream, number, line);
    pass_on(stream, number, line);
    if (stream->in_ended && stream->out_ended && stream->filled == stream->begun)
        stream->open = 0;
}

short guest_stream_events(const struct guest_stream *stream, const struct guest_line *line)
{
    if (!stream->open || stream->fd < 0 || !guest_line_has_room(line))
        return 0;
    int delivers = stream->filled > stream->begun;
    int passes = !stream->out_ended && stream->credit > 0;
    return (short)((delivers ? POLLOUT : 0) | (passes ? POLLIN : 0));
}
