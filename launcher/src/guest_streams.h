/*
 * guest_streams.h: the streams of a channel, at either end of it: sockets to the programs of runs or to
 * their stand-ins on the host, and what is on its way to them.
 */
#ifndef HAKO_GUEST_STREAMS_H
#define HAKO_GUEST_STREAMS_H

#include "guest_line.h"

struct guest_stream {
    int open;
    int fd;          /* -1: the program has closed it, or never had it */
    int in_ended;    /* the other side sends no more */
    int out_ended;   /* the other side was told that there is no more */
    uint32_t credit; /* of what we may send */
    uint32_t begun, filled; /* of `bytes`: what came and is not delivered */
    uint8_t bytes[GUEST_STREAM_WINDOW];
};

/* Begins a stream over a socket. */
void guest_stream_begin(struct guest_stream *stream, int fd);

/* Begins a stream over a new socket: the program's end, or -errno. */
int guest_stream_open(struct guest_stream *stream);

/* Does what the other side says of a stream that is open: false if it breaks a rule. */
int guest_stream_obey(struct guest_stream *stream, const struct guest_frame *frame, const uint8_t *payload);

/* Delivers what came, gives credit for it, and passes on what the program says. */
void guest_stream_serve(struct guest_stream *stream, uint8_t number, struct guest_line *line);

/* What is to be waited for at its socket. */
short guest_stream_events(const struct guest_stream *stream, const struct guest_line *line);

#endif
