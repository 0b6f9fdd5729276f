/*
 * container.h: what a monitor holds of its container: the init process, and the ends of its
 * standard streams, which are either three pipes or one terminal.
 */
#ifndef HAKO_CONTAINER_H
#define HAKO_CONTAINER_H

#include <stdint.h>

#include "wire.h"

enum { CONTAINER_STDOUT, CONTAINER_STDERR, CONTAINER_STREAMS };

struct container {
    int pid;
    int pidfd;
    int exited;
    int status; /* as wait4 gives it */
    uint64_t finished_nanos;
    int terminal;      /* the pty's master, which is input and output as well; -1: pipes */
    int terminal_peer; /* held open so that a terminal nobody has open does not keep the loop awake */
    int input;         /* -1: none, or closed */
    int outputs[CONTAINER_STREAMS]; /* -1: none, or at their end */
};

/* Makes the descriptors non-blocking and finds the init's pidfd. */
void container_begin(struct container *container, int rows, int columns);

/* Takes over ended children. `ended`: the init has, whether it can be taken over or not. */
void container_reap(struct container *container, int ended);

/* Closes what is left of the output. */
void container_end_output(struct container *container);

/* Reads output of one stream: bytes, 0 at its end (it is closed then), -EAGAIN when there is none now. */
int64_t container_read(struct container *container, int stream, uint8_t *bytes, uint32_t size);

/* Writes input, as much as is taken now. A container that closed its input takes everything. */
uint32_t container_write(struct container *container, const uint8_t *bytes, uint32_t size);

/* Closes standard input; a terminal stays open. */
void container_end_input(struct container *container);

void container_resize(const struct container *container, const struct wire_size *size);

void container_signal(const struct container *container, uint32_t signal);

/* docker's exit code: the program's own, or 128 and the signal. */
uint32_t container_exit_code(const struct container *container);

#endif
