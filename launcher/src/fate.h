/*
 * fate.h: how the root learns what becomes of the processes that the plan clones. They share one end
 * of a packet socket until they exec or exit: the end of it means that none is left on the way. Each
 * says that it is there, so that the root knows its pid whoever cloned it and in whichever pid
 * namespace (the kernel translates it), and a process that fails says why.
 */
#ifndef HAKO_FATE_H
#define HAKO_FATE_H

#include "run.h"

/* Before a clone: 0 or -errno. */
int fate_open(struct run *run);

/* After a clone, in the new process. */
void fate_join(struct run *run);

/* The end of a process that is not the root: tells run->failure. */
_Noreturn void fate_tell(struct run *run);

/*
 * Waits until `fd` can be read, or until no process is left on the way for -1: 0 or -ETIMEDOUT.
 * When a process tells the root of its failure meanwhile, this does not return.
 */
int fate_wait(struct run *run, int fd, uint64_t millis);

/*
 * Lets go of the root, and takes whoever connects to `listener` next in its place: 0 or -errno. The
 * connection stays low: a process that has come so far may be allowed few descriptors.
 */
int fate_gate(struct run *run, int listener);

/* Kills and reaps what the plan has cloned. */
void fate_kill(struct run *run);

/* Forgets about the others. */
void fate_close(struct run *run);

#endif
