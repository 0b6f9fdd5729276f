/*
 * guest_line.h: the serial line between a guest's init and its host, for either of them: frames out of it
 * and into it, without ever waiting for it.
 */
#ifndef HAKO_GUEST_LINE_H
#define HAKO_GUEST_LINE_H

#include "channel.h"

#include <stddef.h>

#define GUEST_LINE_FRAME (sizeof(struct guest_frame) + GUEST_MAX_DATA)
#define GUEST_LINE_ROOM 16384u

struct guest_line {
    int fd;
    uint32_t window;  /* the host's: so many bytes at most that the guest has not taken; 0: the guest's own side */
    uint32_t on_line; /* the host's: sent, and not taken yet */
    uint8_t in[GUEST_LINE_FRAME]; /* of the frame that comes */
    size_t have;
    uint8_t out[GUEST_LINE_ROOM]; /* what is to be sent */
    size_t begun, filled;
};

/* The guest's side: opens the terminal and makes it raw: 0 or -errno. */
int guest_line_open(struct guest_line *line, const char *path);

/* The host's side: a socket. */
void guest_line_begin(struct guest_line *line, int fd);

/* The host's side: the guest says that it took so many bytes. False: there were not so many. */
int guest_line_taken(struct guest_line *line, uint32_t bytes);

/*
 * Receives on, and in the guest says what was taken. 1: a frame is in `in`, and guest_line_next() before the next;
 * 0: none now; -1: the other side is gone or breaks a rule.
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

/* Adds a frame to what is to be sent. False: there was no room, which a peer that keeps the rules never brings about. */
int guest_line_send(struct guest_line *line, uint8_t type, uint8_t stream, const void *payload, size_t size);

/* Sends what fits now: 0, or -1 when the other side is gone. */
int guest_line_flush(struct guest_line *line);

/* What may be sent now of what is to be sent. */
static inline size_t guest_line_pending(const struct guest_line *line)
{
    size_t pending = line->filled - line->begun;
    size_t room = line->window - line->on_line;
    return line->window > 0 && room < pending ? room : pending;
}

#endif
