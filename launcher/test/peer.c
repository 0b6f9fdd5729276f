/* peer.c: see peer.h. */
#define _GNU_SOURCE
#include "peer.h"

#include "expect.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

long long now_millis(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

void look_again(void)
{
    poll(NULL, 0, 2);
}

int ready(int fd, int events)
{
    struct pollfd slot = {fd, (short)events, 0};
    int result;
    do
        result = poll(&slot, 1, DEADLINE_MILLIS);
    while (result < 0 && errno == EINTR);
    return result > 0;
}

static void take_fds(struct msghdr *message, struct frame *frame)
{
    struct cmsghdr *header = CMSG_FIRSTHDR(message);
    if (header == NULL || header->cmsg_type != SCM_RIGHTS)
        return;
    size_t size = header->cmsg_len - CMSG_LEN(0);
    memcpy(frame->fds, CMSG_DATA(header), size < sizeof frame->fds ? size : sizeof frame->fds);
}

/* Receives exactly so much: 1, or PEER_END or PEER_LATE. */
static int receive(int socket, void *bytes, size_t size, struct frame *frame)
{
    for (size_t have = 0; have < size;) {
        char control[CMSG_SPACE(sizeof frame->fds)];
        struct iovec part = {(char *)bytes + have, size - have};
        struct msghdr message = {
            .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control,
        };
        if (!ready(socket, POLLIN))
            return PEER_LATE;
        ssize_t got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
        if (got <= 0)
            return PEER_END;
        take_fds(&message, frame);
        have += (size_t)got;
    }
    return 1;
}

int peer_receive(int socket, struct frame *frame)
{
    struct wire_frame header;
    frame->fds[0] = frame->fds[1] = -1;
    int result = receive(socket, &header, sizeof header, frame);
    if (result != 1)
        return result;
    EXPECT(header.size <= sizeof frame->payload);
    frame->size = header.size;
    result = receive(socket, frame->payload, header.size, frame);
    return result == 1 ? header.type : result;
}

void peer_expect(int socket, int type, struct frame *frame)
{
    struct frame unused;
    EXPECT_EQUAL(peer_receive(socket, frame != NULL ? frame : &unused), type);
}

int peer_await(int socket, int type, struct frame *frame)
{
    struct frame unused;
    int got;
    do
        got = peer_receive(socket, frame != NULL ? frame : &unused);
    while (got > 0 && got != type);
    EXPECT_EQUAL(got, type);
    return got == type;
}

void peer_send(int socket, int type, const void *payload, uint32_t size, int fd)
{
    struct wire_frame header = {.size = size, .type = (uint16_t)type};
    struct iovec parts[2] = {{&header, sizeof header}, {(void *)(uintptr_t)payload, size}};
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof fd)] = {0};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    if (fd >= 0) {
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        *CMSG_FIRSTHDR(&message) = (struct cmsghdr){CMSG_LEN(sizeof fd), SOL_SOCKET, SCM_RIGHTS};
        memcpy(CMSG_DATA(CMSG_FIRSTHDR(&message)), &fd, sizeof fd);
    }
    ssize_t sent = sendmsg(socket, &message, MSG_NOSIGNAL);
    EXPECT(sent < 0 || sent == (ssize_t)(sizeof header + size));
}

void peer_send_number(int socket, int type, uint32_t number)
{
    peer_send(socket, type, &number, sizeof number, -1);
}

static int ends_with(const char *text, size_t size, const char *end)
{
    size_t length = strlen(end);
    return size >= length && memcmp(text + size - length, end, length) == 0;
}

size_t peer_output(int socket, int type, const char *end, char *text, size_t capacity)
{
    static struct frame frame;
    size_t size = 0;
    text[0] = '\0';
    while (!ends_with(text, size, end)) {
        int got = peer_receive(socket, &frame);
        if (got == WIRE_CREDIT)
            continue;
        EXPECT_EQUAL(got, type);
        if (got != type || size + frame.size >= capacity)
            break;
        memcpy(text + size, frame.payload, frame.size);
        size += frame.size;
        text[size] = '\0';
    }
    return size;
}

uint32_t frame_number(const struct frame *frame)
{
    uint32_t number;
    EXPECT_EQUAL(frame->size, sizeof number);
    memcpy(&number, frame->payload, sizeof number);
    return number;
}
