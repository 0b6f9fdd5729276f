/*
 * revival.h: starting an engine again when the last one has gone. All monitors and clients that
 * want one meet at the engine's lock: who gets it starts the engine and hands the lock on to it.
 */
#ifndef HAKO_REVIVAL_H
#define HAKO_REVIVAL_H

#include <stdint.h>

struct revival {
    int lock;           /* a descriptor of the lock file; -1: an engine cannot be revived */
    char *const *argv;  /* null: likewise */
    char *const *envp;
    const char *socket;
    int64_t next;       /* monotonic milliseconds of the next attempt; 0: none has been made */
    int64_t pause;      /* milliseconds between the last attempt and the next */
};

static inline int revival_possible(const struct revival *revival)
{
    return revival->lock >= 0 && revival->argv && revival->socket;
}

/* An engine is there: the next time, begin anew. */
void revival_rest(struct revival *revival);

/* Tries if it is time to, and returns when it will be again. */
int64_t revival_try(struct revival *revival, int64_t now);

#endif
