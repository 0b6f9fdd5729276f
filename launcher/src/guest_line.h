/*
 * guest_line.h: the serial line between a guest's init and its host: frames out of it and into it,
 * without ever waiting for it.
 */
#ifndef HAKO_GUEST_LINE_H
#define HAKO_GUEST_LINE_H

#include "channel.h"

#include <stddef.h>

#define GUEST_LINE_FRAME (sizeof(struct guest_frame) + GUEST_MAX_DATA)
#define GUEST_LINE_ROOM 16384u

struct guest_line {
    int fd;
    uint8_t in[GUEST_LINE_FRAME]; /* of the frame that comes */
    size_t have;
    uint8_t out[GUEST_LINE_ROOM]; /* what is to be sent */
    size_t begun, filled;
};

/* Opens the terminal and makes it raw: 0 or -errno. */
int guest_line_open(struct guest_line *line, const char *path);

/*
 * Receives on and says what was taken. 1: a frame is in `in`, and guest_line_next() before the next;
 * 0: none now; -1: the host is gone or breaks a rule.
 */
int guest_line_receive(struct guest_line *line);

static inline const struct guest_frame *guest_line_frame(const struct guest_line *line)
{
    return (const struct guest_frame *)(const void *)line->in;
}

static inline const uint8_t *guest_line_payload(const struct guest_line *line)
{
    return line->in + sizeof(struct guest_frame);
}

static inline void guest_line_next(struct guest_line *line)
{
    line->have = 0;
}

/* Whether a frame of the largest size, and what must be said at any time, would find room. */
static inline int guest_line_has_room(const struct guest_line *line)
{
    return GUEST_LINE_ROOM - (line->filled - line->begun) >= 2 * GUEST_LINE_FRAME;
}

/* Adds a frame to what is to be sent. False: there was no room, which a host that keeps the rules never brings about. */
int guest_line_send(struct guest_line *line, uint8_t type, uint8_t stream, const void *payload, size_t size);

/* Sends what fits now: 0, or -1 when the host is gone. */
int guest_line_flush(struct guest_line *line);

static inline int guest_line_pending(const struct guest_line *line)
{
    return line->filled > line->begun;
}

#endif
