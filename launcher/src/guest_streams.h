/* guest_streams.h: the streams of a guest: sockets to the programs of runs, and what is on its way to them. */
#ifndef HAKO_GUEST_STREAMS_H
#define HAKO_GUEST_STREAMS_H

#include "guest_line.h"

struct guest_stream {
    int open;
    int fd;          /* -1: the program has closed it, or never had it */
    int in_ended;    /* the host sends no more */
    int out_ended;   /* the host was told that there is no more */
    uint32_t credit; /* of what we may send */
    uint32_t begun, filled; /* of `bytes`: what came and is not delivered */
    uint8_t bytes[GUEST_STREAM_WINDOW];
};

/* Begins a stream: the program's end, or -errno. */
int guest_stream_open(struct guest_stream *stream);

/* Takes what the host sends: false if it breaks a rule. */
int guest_stream_take(struct guest_stream *stream, const uint8_t *bytes, size_t size);

/* Delivers what came, gives credit for it, and passes on what the program says. */
void guest_stream_serve(struct guest_stream *stream, uint8_t number, struct guest_line *line);

/* What is to be waited for at its socket. */
short guest_stream_events(const struct guest_stream *stream, const struct guest_line *line);

#endif
