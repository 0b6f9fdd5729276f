/*
 * box.h: a monitor under test: the real launcher, with a plan that starts a shell command on pipes or
 * a terminal and then stays with it.
 */
#ifndef HAKO_TEST_BOX_H
#define HAKO_TEST_BOX_H

#include "expect.h"
#include "launched.h"
#include "peer.h"
#include "plan.h"

#include <sys/resource.h>
#include <sys/types.h>

/* What to start. All that is left out is zero and means: not there. */
struct box_options {
    const char *command; /* for sh */
    int terminal;
    uint32_t flags; /* PLAN_MONITOR_… */
    uint64_t log_max_bytes;
    uint32_t log_max_files;
    uint32_t client_flags; /* a client in the foreground, attached so: box.client */
    const char *detach_keys;
    int state_directory, log_directory; /* instead of box.directory */
    const char *engine; /* an argument with which this test program is an engine to revive: see revive_test.c */
    const char *clean_up; /* a file that the clean-up section makes in the state directory */
};

struct box {
    pid_t pid;
    int control; /* the engine's end of CONTROL_FD */
    int client;
    int lock; /* a descriptor of the lock file, not locked */
    int init; /* its pid */
    char path[64]; /* of a directory of its own, with state and log */
    int directory;
    int code; /* of the monitor, once box_end has seen it */
    struct rusage used; /* likewise */
};

/* Starts it, and returns when the command has been exec'd. */
void box_start(struct box *box, const struct box_options *options);

/* Attaches a client as an engine would, and returns the client's end after WIRE_ATTACHED has come. */
int box_attach(struct box *box, uint32_t flags, const char *detach_keys, struct wire_attached *terms);

/* A new connection to monitor.sock, after WIRE_HELLO. */
int box_connect(struct box *box, struct wire_hello *hello);

/* Waits for WIRE_EXITED: the wait status. */
int box_exited(struct box *box);

/* Ends the connection to the engine, waits for the monitor's end and removes the directory. */
void box_end(struct box *box);

/* A file of the box's directory as a string; its size or -1. */
long box_read(const struct box *box, const char *name, char *text, size_t capacity);

/* A file system with room for 64 KiB, which only its descriptor reaches. */
int make_small_disk(void);

/* For struct test's `lacks`. */
const char *lacks_clone_or_mount(void);

#endif
