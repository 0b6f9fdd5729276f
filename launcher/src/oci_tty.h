/*
 * oci_tty.h: the terminal of a process that is run in the foreground, shown on the caller's own. The
 * command is its own console socket: one end goes to the launcher, the other gets the terminal.
 */
#ifndef HAKO_OCI_TTY_H
#define HAKO_OCI_TTY_H

#include <stdint.h>

#include "terminal.h"

#define OCI_TTY_BUFFER 4096

struct oci_tty {
    int socket;   /* where the terminal comes in */
    int master;   /* -1: the process has no terminal */
    int signals;  /* a signalfd */
    int input;    /* standard input, or -1 once it has ended */
    struct terminal own;
    uint32_t pending; /* bytes of `typed` that the process has not taken yet */
    char typed[OCI_TTY_BUFFER];
};

/* Returns the launcher's end, or -errno. */
int64_t oci_tty_open(struct oci_tty *tty);

/* Takes the terminal, if the process has sent one, and gives it the size of the caller's. */
void oci_tty_take(struct oci_tty *tty);

/* From now on what is typed goes to the process as it is typed. */
void oci_tty_begin(struct oci_tty *tty);

/* Copies both ways until a signal comes, and returns its number. */
int oci_tty_copy(struct oci_tty *tty);

/* Shows what is left, and gives the caller's terminal back. */
void oci_tty_end(struct oci_tty *tty);

#endif
