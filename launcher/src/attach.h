/*
 * attach.h: the clients of a container. Each has its own bounded queues, so that no client can
 * harm another or the container: one that reads too slowly is cut off, unless it was attached
 * lossless; then the container waits for it as it would for a full pipe.
 */
#ifndef HAKO_ATTACH_H
#define HAKO_ATTACH_H

#include <stdint.h>

#include "container.h"
#include "detach.h"
#include "frames.h"
#include "queue.h"
#include "rest.h"

#define ATTACH_MAX 16
#define ATTACH_CREDIT 65536u
#define ATTACH_BUFFER 32768u /* bytes moved at once */

/* One client. Its place is free when it has neither a connection nor input left to deliver. */
struct attached {
    int fd;               /* -1: the client is gone */
    uint32_t flags;       /* WIRE_ATTACH_… */
    uint32_t credit;      /* bytes of input it may still send */
    uint32_t consumed;    /* bytes of input the container has taken since credit was last given */
    uint32_t streaming;   /* what is still to come of a WIRE_STDIN payload */
    int64_t leaving;      /* not 0: goes when its output is sent, at this monotonic millisecond at the latest */
    uint8_t input_ended;  /* no more input will come, and the container's is to end with it */
    struct frame_reader frame;
    struct detach detach;
    struct queue input, output;
};

/* Room for what a detach sequence held back, or for a frame's header, and bytes behind it. Pages of its own. */
struct attach_buffer {
    _Alignas(REST_PAGE) uint8_t bytes[DETACH_MAX_KEYS + ATTACH_BUFFER];
};

struct attachments {
    struct container *container;
    struct attach_buffer *buffer;
    int input_once; /* PLAN_MONITOR_STDIN_ONCE */
    struct attached clients[ATTACH_MAX];
};

void attach_begin(struct attachments *all, struct container *container, struct attach_buffer *buffer, int input_once);

/* Takes over the connection `fd`. */
void attach_add(struct attachments *all, int fd, const struct wire_attach *how);

/* What a client's connection and the container's input are to be polled for. */
int attach_events(const struct attached *client);
int attach_has_input(const struct attachments *all);

/* A client's connection is ready (poll's revents). */
void attach_serve(struct attachments *all, struct attached *client, int events);

/* The container takes input again. */
void attach_deliver(struct attachments *all);

/* A lossless client is behind: the container's output must wait. */
int attach_holds_back(const struct attachments *all);

/* Sends output to all who want it; the WIRE_STDOUT or WIRE_STDERR frame's header is filled in here. */
void attach_output(struct attachments *all, int stream, uint8_t *frame, uint32_t size);

/* Tells every client the exit code and lets it go. */
void attach_exit(struct attachments *all, uint32_t code);

/* Cuts off those whose time is up; returns when the next one's is (INT64_MAX: none). */
int64_t attach_expire(struct attachments *all, int64_t now);

/* Whether any client is still connected. */
int attach_any(const struct attachments *all);

#endif
