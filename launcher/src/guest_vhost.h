/*
 * guest_vhost.h: the protocol by which a kernel of User Mode Linux has a virtio device in another process
 * (QEMU's docs/interop/vhost-user.rst): it sends its memory and its rings over a unix socket.
 */
#ifndef HAKO_GUEST_VHOST_H
#define HAKO_GUEST_VHOST_H

#include "guest_ring.h"

#define GUEST_VHOST_RINGS 2u

struct guest_vhost {
    int connection;
    uint64_t features;    /* of virtio, that it offers */
    const void *config;   /* the device's configuration */
    uint32_t config_size;
    struct guest_memory memory;
    struct guest_ring rings[GUEST_VHOST_RINGS];
};

/* Begins a device over a connection. */
void guest_vhost_begin(struct guest_vhost *host, int connection);

/* Does what the kernel says next: 1; 0: it has gone; -1: it breaks a rule. */
int guest_vhost_serve(struct guest_vhost *host);

#endif
