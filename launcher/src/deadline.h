/* deadline.h: waiting, but not for ever. A deadline is a time in milliseconds on CLOCK_MONOTONIC. */
#ifndef HAKO_DEADLINE_H
#define HAKO_DEADLINE_H

#include "sys.h"

static inline int64_t deadline_in(uint64_t millis)
{
    return sys_monotonic_millis() + (int64_t)millis;
}

/* ppoll until the deadline: how many descriptors are ready, 0 when time is up, or -errno (never EINTR). */
int64_t deadline_poll(struct pollfd *fds, uint32_t count, int64_t deadline);

void deadline_nap(int64_t millis);

#endif
