/*
 * terminal.h: the user's terminal: its size, and raw mode with a way back however the client ends.
 */
#ifndef HAKO_TERMINAL_H
#define HAKO_TERMINAL_H

#include <asm/termbits.h>
#include <stdint.h>

#include "wire.h"

struct terminal {
    uint32_t flags; /* WIRE_REQUEST_…_TERMINAL */
    int size_fd;    /* the first standard descriptor that is a terminal; -1: none */
    struct wire_size size;
    int own;              /* nobody's but ours: there is no way back to be kept */
    int raw;              /* whether raw mode is wanted; it is standard input's */
    struct termios saved; /* valid when it is */
    int watchdog;         /* what its process waits on; 0: there is none */
    int watchdog_pid;
};

/* Finds out which standard descriptors are terminals, and the size. */
void terminal_look(struct terminal *terminal);

/* Reads the size again; false when there is no terminal. */
int terminal_measure(struct terminal *terminal);

/* Puts standard input into raw mode, if it is a terminal. */
void terminal_make_raw(struct terminal *terminal);

/* Puts it back for a while (the client is being stopped), and raw again afterwards. */
void terminal_pause(const struct terminal *terminal);
void terminal_resume(const struct terminal *terminal);

/* Puts it back for good. */
void terminal_restore(struct terminal *terminal);

#endif
