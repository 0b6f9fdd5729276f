/*
 * frames.h: wire.h's frames on stream sockets, received piece by piece without blocking. Only what
 * is small is collected here; the payload of WIRE_STDIN is left for the caller to stream.
 */
#ifndef HAKO_FRAMES_H
#define HAKO_FRAMES_H

#include <stdint.h>

#include "wire.h"

#define FRAME_MAX_FDS 2u
#define FRAME_MAX_COLLECTED 24u /* struct wire_attach, the largest payload that is collected */

struct frame_reader {
    struct wire_frame header;
    uint8_t payload[FRAME_MAX_COLLECTED];
    uint32_t have; /* bytes of the two above */
};

enum frame_state {
    FRAME_PENDING,  /* nothing more to read for now */
    FRAME_COMPLETE, /* header and payload are there; frame_next() before the next one */
    FRAME_STREAM,   /* a WIRE_STDIN header is there, its payload is to be read by the caller */
    FRAME_BROKEN,   /* the peer is gone or breaks a rule */
};

/*
 * Receives on. Descriptors that come along are put where passed[FRAME_MAX_FDS] holds -1; with no
 * `passed` they break a rule.
 */
enum frame_state frame_receive(struct frame_reader *reader, int fd, int *passed);

static inline void frame_next(struct frame_reader *reader)
{
    reader->have = 0;
}

/* Copies the payload when it has exactly this size; false otherwise. */
int frame_payload(const struct frame_reader *reader, void *value, uint32_t size);

/* Sends what fits without blocking: bytes sent (0: none now) or -errno. */
int64_t frame_send_some(int fd, const void *bytes, uint32_t size);

/* Sends one small frame at once, with up to two descriptors: 0 or -errno; a full socket is -EAGAIN. */
int frame_send(int fd, uint16_t type, const void *payload, uint32_t size, const int *fds, uint32_t fd_count);

#endif
