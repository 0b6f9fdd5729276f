/* queue.c: a ring of bytes that is mapped with its first byte and unmapped with its last. */
#include "queue.h"

#include "calls.h"
#include "text.h"

static int map(struct queue *queue)
{
    int64_t memory = sys_mmap(0, QUEUE_CAPACITY, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (sys_failed(memory))
        return -ENOMEM;
    queue->memory = (uint8_t *)memory;
    queue->head = 0;
    return 0;
}

int queue_put(struct queue *queue, const void *bytes, uint32_t size)
{
    if (size > queue_room(queue))
        return -ENOBUFS;
    if (size == 0)
        return 0;
    if (!queue->memory && map(queue) < 0)
        return -ENOMEM;
    uint32_t tail = (queue->head + queue->size) % QUEUE_CAPACITY;
    uint32_t first = QUEUE_CAPACITY - tail < size ? QUEUE_CAPACITY - tail : size;
    memcpy(queue->memory + tail, bytes, first);
    memcpy(queue->memory, (const uint8_t *)bytes + first, size - first);
    queue->size += size;
    return 0;
}

int queue_parts(const struct queue *queue, struct iovec parts[2])
{
    if (queue->size == 0)
        return 0;
    uint32_t first = QUEUE_CAPACITY - queue->head;
    if (first > queue->size)
        first = queue->size;
    parts[0] = (struct iovec){queue->memory + queue->head, first};
    parts[1] = (struct iovec){queue->memory, queue->size - first};
    return first < queue->size ? 2 : 1;
}

void queue_drop(struct queue *queue, uint32_t size)
{
    queue->head = (queue->head + size) % QUEUE_CAPACITY;
    queue->size -= size;
    if (queue->size == 0 && queue->memory) {
        sys_munmap(queue->memory, QUEUE_CAPACITY);
        queue->memory = 0;
    }
}
