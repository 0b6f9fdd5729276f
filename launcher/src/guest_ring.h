/*
 * guest_ring.h: a split virtqueue (virtio 1.2, section 2.7) from the device's side. It lies in the guest's
 * memory, which the guest may change at any time: all that is read there is read once, and checked.
 */
#ifndef HAKO_GUEST_RING_H
#define HAKO_GUEST_RING_H

#include <linux/uio.h>
#include <linux/virtio_ring.h>
#include <stdint.h>

#define GUEST_RING_MOST 256u  /* places in a ring */
#define GUEST_CHAIN_PARTS 64u /* of one chain: Linux's network driver makes 19, its file system's 36 */

/* The guest's memory, as this process has it mapped. */
struct guest_memory {
    uint8_t *bytes; /* NULL: not yet */
    uint64_t start, size; /* the guest's addresses of it */
};

struct guest_ring {
    uint32_t size; /* a power of 2 */
    uint64_t descriptors_at, available_at, used_at;
    int kick, call; /* -1: none */
    int enabled;
    int is_new; /* it was not used since any of that was said */
    struct vring_desc *descriptors;
    struct vring_avail *available;
    struct vring_used *used;
    uint16_t next; /* of `available` */
    uint16_t put;  /* into `used` */
};

/* What the driver has put together: parts to be read, and behind them parts to be written. */
struct guest_chain {
    uint32_t head;
    uint32_t to_read, to_write;       /* parts */
    uint32_t read_size, write_size;   /* bytes in these */
    struct iovec parts[GUEST_CHAIN_PARTS];
};

/* Whether it may be used; finds its parts if that was not done yet. */
int guest_ring_is_ready(struct guest_ring *ring, const struct guest_memory *memory);

/* The chain that is `ahead` chains behind the next one: 1; 0: there is none; -1: what is there breaks a rule. */
int guest_ring_look(const struct guest_ring *ring, const struct guest_memory *memory, uint16_t ahead,
                    struct guest_chain *chain);

/* Takes the next chain: `size` bytes of it were written. The driver sees that after guest_ring_tell. */
void guest_ring_take(struct guest_ring *ring, uint32_t head, uint32_t size);

/* Lets the driver see what was taken, and wakes it if it wants that. */
void guest_ring_tell(struct guest_ring *ring);

/* Whether the driver is to kick when it adds chains. What came before that is to be looked for once more. */
void guest_ring_want_kicks(struct guest_ring *ring, int wanted);

#endif
