/* queue_test.c: the ring against a count of what was put into it. */
#include "groups.h"

#include "queue.h"

#include <stdlib.h>

/* The byte that was the `number`th to be put. */
static uint8_t byte_at(uint64_t number)
{
    return (uint8_t)(number * 31 + number / 256);
}

static int put(struct queue *queue, uint64_t from, uint32_t size)
{
    static uint8_t bytes[QUEUE_CAPACITY + 1];
    for (uint32_t i = 0; i < size; i++)
        bytes[i] = byte_at(from + i);
    return queue_put(queue, bytes, size);
}

/* Expects the queue to hold the bytes from number `from` on. */
static void expect_bytes(const struct queue *queue, uint64_t from)
{
    struct iovec parts[2];
    uint64_t wrong = 0, size = 0;
    int count = queue_parts(queue, parts);
    for (int part = 0; part < count; part++)
        for (size_t i = 0; i < parts[part].iov_len; i++)
            wrong += ((const uint8_t *)parts[part].iov_base)[i] != byte_at(from + size++);
    EXPECT_EQUAL(wrong, 0);
    EXPECT_EQUAL(size, queue->size);
}

static void gives_back_what_was_put(void)
{
    struct queue queue = {0};
    unsigned seed = 3;
    uint64_t put_in = 0, taken_out = 0;
    for (int i = 0; i < 400; i++) {
        uint32_t size = (uint32_t)rand_r(&seed) % 90000;
        if (size > queue_room(&queue))
            EXPECT(put(&queue, put_in, size) < 0);
        else if (put(&queue, put_in, size) == 0)
            put_in += size;
        expect_bytes(&queue, taken_out);
        uint32_t taken = (uint32_t)rand_r(&seed) % (queue.size + 1);
        queue_drop(&queue, taken);
        taken_out += taken;
        EXPECT_EQUAL(queue.size, put_in - taken_out);
    }
    queue_drop(&queue, queue.size);
}

static void has_no_memory_while_it_is_empty(void)
{
    struct queue queue = {0};
    EXPECT(queue.memory == 0);
    EXPECT_EQUAL(put(&queue, 0, QUEUE_CAPACITY), 0);
    EXPECT(put(&queue, 0, 1) < 0);
    EXPECT(queue.memory != 0);
    queue_drop(&queue, QUEUE_CAPACITY);
    EXPECT(queue.memory == 0);
    EXPECT_EQUAL(put(&queue, 0, 0), 0);
    EXPECT(queue.memory == 0);
}

static const struct test tests[] = {
    {"gives back what was put, in order", gives_back_what_was_put, NULL},
    {"has no memory while it is empty", has_no_memory_while_it_is_empty, NULL},
};

const struct tests queue_tests = GROUP(tests);
