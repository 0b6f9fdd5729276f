/*
 * peer.h: the other side of a connection: wire.h's frames, sent and received with a deadline. What
 * does not come within it is a failed expectation, never a test that hangs.
 */
#ifndef HAKO_TEST_PEER_H
#define HAKO_TEST_PEER_H

#include "wire.h"

#include <stddef.h>

#define PEER_END 0   /* instead of a frame's type: the connection has ended */
#define PEER_LATE -1 /* … nothing came within the deadline */

struct frame {
    uint32_t size;
    uint8_t payload[WIRE_MAX_DATA];
    int fds[2]; /* what came with it; -1: nothing */
};

/* Receives a frame: its type, or one of the above. */
int peer_receive(int socket, struct frame *frame);

/* Receives the next frame and expects it to be of this type; what else comes first (WIRE_CREDIT …) fails the test. */
void peer_expect(int socket, int type, struct frame *frame);

/* Receives and forgets frames up to one of this type: false if it did not come. */
int peer_await(int socket, int type, struct frame *frame);

/* Sends a frame, with a descriptor unless that is -1. A peer that is gone is no error. */
void peer_send(int socket, int type, const void *payload, uint32_t size, int fd);
void peer_send_number(int socket, int type, uint32_t number);

/* Receives output of this type until it ends with `end`, and leaves it as a string in `text`; its length. */
size_t peer_output(int socket, int type, const char *end, char *text, size_t capacity);

uint32_t frame_number(const struct frame *frame);

/* Waits until a descriptor is ready for `events`; false when it is not within the deadline. */
int ready(int fd, int events);

/* CLOCK_MONOTONIC, and a deadline on it for things that can only be looked at again and again. */
long long now_millis(void);
#define DEADLINE_MILLIS 20000
#define WITHIN_DEADLINE(condition)                              \
    ({                                                          \
        int holds_;                                             \
        long long end_ = now_millis() + DEADLINE_MILLIS;        \
        while (!(holds_ = (condition)) && now_millis() < end_)  \
            look_again();                                       \
        holds_;                                                 \
    })

/* Lets others run before a condition is looked at again. */
void look_again(void);

#endif
