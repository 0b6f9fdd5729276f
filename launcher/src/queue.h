/*
 * queue.h: a bounded ring of bytes. Its memory exists only while it holds some, so that a monitor
 * with idle clients costs nothing.
 */
#ifndef HAKO_QUEUE_H
#define HAKO_QUEUE_H

#include <stdint.h>
#include <linux/uio.h>

#define QUEUE_CAPACITY (256u << 10)

struct queue {
    uint8_t *memory;
    uint32_t head;
    uint32_t size;
};

static inline uint32_t queue_room(const struct queue *queue)
{
    return QUEUE_CAPACITY - queue->size;
}

/* Appends all or nothing: 0, -ENOBUFS or -ENOMEM. */
int queue_put(struct queue *queue, const void *bytes, uint32_t size);

/* Describes what is queued in up to two parts; returns how many. */
int queue_parts(const struct queue *queue, struct iovec parts[2]);

/* Forgets the first `size` bytes. */
void queue_drop(struct queue *queue, uint32_t size);

#endif
