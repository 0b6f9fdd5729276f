/* guest_nics.h: the network interfaces of a guest, at its carrier: a process for each. */
#ifndef HAKO_GUEST_NICS_H
#define HAKO_GUEST_NICS_H

#include "channel.h"

struct guest_nics {
    uint32_t count;
    int pids[CARRIER_MAX_NICS];
};

/* Hears at `listener` which there are, and starts them: 0 or -errno. */
int guest_nics_begin(struct guest_nics *nics, int listener);

/* Whether one of them is that process. */
int guest_nics_have(const struct guest_nics *nics, int pid);

#endif
