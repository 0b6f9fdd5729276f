/* frames.c: receiving frames piece by piece, sending small ones whole. */
#include "frames.h"

#include "calls.h"
#include "text.h"

/* A control message with descriptors. */
struct passed_fds {
    struct cmsghdr header;
    int fds[FRAME_MAX_FDS];
};

/* Keeps a message's descriptors where there is a place for them. False: nobody asked for any. */
static int take_fds(const struct msghdr *message, const struct passed_fds *control, int *passed)
{
    if (message->msg_controllen < CALLS_FDS_LENGTH(1) || control->header.cmsg_type != SCM_RIGHTS)
        return 1;
    size_t count = (control->header.cmsg_len - CALLS_FDS_LENGTH(0)) / sizeof(int);
    for (size_t i = 0; i < count; i++) {
        if (passed && passed[i] < 0)
            passed[i] = control->fds[i];
        else
            sys_close(control->fds[i]);
    }
    return passed != 0;
}

/* Returns the bytes received, 0 for none at the moment, -1 when the peer is gone or breaks a rule. */
static int64_t receive(int fd, void *bytes, uint32_t size, int *passed)
{
    struct passed_fds control;
    struct iovec part = {bytes, size};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control,
    };
    int64_t received = sys_recvmsg(fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (received == -EAGAIN || received == -EINTR)
        return 0;
    if (received <= 0 || !take_fds(&message, &control, passed) || (message.msg_flags & MSG_CTRUNC))
        return -1;
    return received;
}

static enum frame_state state_of(const struct frame_reader *reader)
{
    if (reader->have < sizeof reader->header)
        return FRAME_PENDING;
    if (reader->header.type == WIRE_STDIN)
        return reader->header.size <= WIRE_MAX_DATA ? FRAME_STREAM : FRAME_BROKEN;
    if (reader->header.size > FRAME_MAX_COLLECTED)
        return FRAME_BROKEN;
    return reader->have == sizeof reader->header + reader->header.size ? FRAME_COMPLETE : FRAME_PENDING;
}

enum frame_state frame_receive(struct frame_reader *reader, int fd, int *passed)
{
    for (;;) {
        uint32_t whole = (uint32_t)sizeof reader->header;
        if (reader->have >= whole)
            whole += reader->header.size;
        int64_t received = receive(fd, (uint8_t *)reader + reader->have, whole - reader->have, passed);
        if (received <= 0)
            return received == 0 ? FRAME_PENDING : FRAME_BROKEN;
        reader->have += (uint32_t)received;
        enum frame_state state = state_of(reader);
        if (state != FRAME_PENDING)
            return state;
    }
}

int frame_payload(const struct frame_reader *reader, void *value, uint32_t size)
{
    if (reader->header.size != size)
        return 0;
    memcpy(value, reader->payload, size);
    return 1;
}

int64_t frame_send_some(int fd, const void *bytes, uint32_t size)
{
    int64_t sent;
    do
        sent = sys_send(fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    while (sent == -EINTR);
    return sent == -EAGAIN ? 0 : sent;
}

int frame_send(int fd, uint16_t type, const void *payload, uint32_t size, const int *fds, uint32_t fd_count)
{
    struct wire_frame header = {.size = size, .type = type};
    struct iovec parts[2] = {{&header, sizeof header}, {(void *)(uintptr_t)payload, size}};
    struct passed_fds control = {{CALLS_FDS_LENGTH(fd_count), SOL_SOCKET, SCM_RIGHTS}, {-1, -1}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    if (fd_count > 0) {
        memcpy(control.fds, fds, fd_count * sizeof(int));
        message.msg_control = &control;
        message.msg_controllen = CALLS_FDS_SPACE(fd_count);
    }
    int64_t sent = sys_sendmsg(fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0)
        return (int)sent;
    return sent == (int64_t)(sizeof header + size) ? 0 : -EAGAIN;
}
