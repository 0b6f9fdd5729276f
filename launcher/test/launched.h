/*
 * launched.h: the real launcher with a plan, from its start to its end, and all that was seen of it.
 * Which program it is comes from LAUNCHER (a path), and RUNNER (another path) when it cannot run by itself.
 */
#ifndef HAKO_TEST_LAUNCHED_H
#define HAKO_TEST_LAUNCHED_H

#include "builder.h"
#include "wire.h"

#include <sys/types.h>

struct launched {
    int code; /* exit code, or 128 and the signal; -1: had to be killed */
    int hellos;
    int milestones;
    struct wire_milestone milestone; /* the last one */
    int exits;
    struct wire_exited exited;
    int failures;
    struct wire_failed failed;
    char text[WIRE_MAX_TEXT + 1]; /* of the failure */
    char trail[8192];             /* what was written to BUILDER_TRAIL_FD */
    size_t trail_size;
};

/* Runs a plan; returns when the launcher has ended and nobody holds its control socket or the trail any more. */
void launch(const struct builder *plan, struct launched *seen);
void launch_bytes(const void *bytes, size_t size, struct launched *seen);

/* `hako-launcher check`: the exit code; its line, without the newline, goes to `line`. */
int launch_check(const void *bytes, size_t size, char *line, size_t line_size);

/* A memfd with these bytes, at their beginning. */
int memory_file(const void *bytes, size_t size);

/* Starts `hako-launcher ARGUMENT` with descriptors placed: fds[i] as 0 + i, -1 for none. */
pid_t launch_start(const char *argument, const int *fds, int count);

/* Whether the launcher runs under an emulator of its machine. */
int emulated(void);

/* For struct test's `lacks`; `./dev report` knows what each begins with. */
const char *lacks_clone(void);
const char *lacks_clone_or_root(void);

#endif
