/* ring_test.c: a device's side of a virtqueue, against a driver that keeps the rules and one that does not. */
#include "groups.h"

#include "guest_ring.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PLACES 8u
#define START 0x10000u /* the guest's address of the memory */
#define DESCRIPTORS 0u
#define AVAILABLE 1024u
#define USED 2048u
#define DATA 3072u

static uint8_t bytes[4096] __attribute__((aligned(16)));
static struct guest_memory memory = {bytes, START, sizeof bytes};

static struct guest_ring ring_in_memory(int call)
{
    memset(bytes, 0, sizeof bytes);
    return (struct guest_ring){.size = PLACES,
                               .descriptors_at = START + DESCRIPTORS,
                               .available_at = START + AVAILABLE,
                               .used_at = START + USED,
                               .kick = 0,
                               .call = call,
                               .enabled = 1,
                               .is_new = 1};
}

static struct vring_desc *descriptor(uint32_t number)
{
    return (struct vring_desc *)(void *)(bytes + DESCRIPTORS) + number;
}

static struct vring_avail *available(void)
{
    return (struct vring_avail *)(void *)(bytes + AVAILABLE);
}

static struct vring_used *used(void)
{
    return (struct vring_used *)(void *)(bytes + USED);
}

static void offer(uint16_t head)
{
    available()->ring[available()->idx % PLACES] = head;
    available()->idx++;
}

static void gives_the_parts_of_chains_in_order(void)
{
    int ends[2];
    EXPECT_EQUAL(pipe(ends), 0);
    struct guest_ring ring = ring_in_memory(ends[1]);
    struct guest_chain chain;
    EXPECT(guest_ring_is_ready(&ring, &memory));
    EXPECT_EQUAL(guest_ring_look(&ring, &memory, 0, &chain), 0);
    *descriptor(3) = (struct vring_desc){START + DATA, 10, VRING_DESC_F_NEXT, 5};
    *descriptor(5) = (struct vring_desc){START + DATA + 100, 20, 0, 0};
    *descriptor(1) = (struct vring_desc){START + DATA + 200, 30, VRING_DESC_F_WRITE, 0};
    offer(3);
    offer(1);
    EXPECT_EQUAL(guest_ring_look(&ring, &memory, 0, &chain), 1);
    EXPECT_EQUAL(chain.head, 3);
    EXPECT_EQUAL(chain.to_read, 2);
    EXPECT_EQUAL(chain.to_write, 0);
    EXPECT_EQUAL(chain.read_size, 30);
    EXPECT((uint8_t *)chain.parts[1].iov_base == bytes + DATA + 100);
    EXPECT_EQUAL(guest_ring_look(&ring, &memory, 1, &chain), 1);
    EXPECT_EQUAL(chain.head, 1);
    EXPECT_EQUAL(chain.to_write, 1);
    EXPECT_EQUAL(chain.write_size, 30);
    EXPECT_EQUAL(guest_ring_look(&ring, &memory, 2, &chain), 0);
    guest_ring_take(&ring, 3, 0);
    EXPECT_EQUAL(used()->idx, 0);
    guest_ring_tell(&ring);
    uint64_t calls = 0;
    EXPECT_EQUAL(read(ends[0], &calls, sizeof calls), sizeof calls);
    EXPECT_EQUAL(used()->idx, 1);
    EXPECT_EQUAL(used()->ring[0].id, 3);
    guest_ring_want_kicks(&ring, 0);
    EXPECT_EQUAL(used()->flags, VRING_USED_F_NO_NOTIFY);
    close(ends[0]);
    close(ends[1]);
}

static void refuses_what_breaks_the_rules(void)
{
    static const struct vring_desc wrong[] = {
        {START - 1, 10, 0, 0},                   /* before the memory */
        {START + sizeof bytes - 5, 10, 0, 0},    /* over its end */
        {UINT64_MAX - 2, 10, 0, 0},              /* around the end of numbers */
        {START, UINT32_MAX, 0, 0},               /* larger than it */
        {START + DATA, 10, VRING_DESC_F_INDIRECT, 0}, /* what was not agreed */
        {START + DATA, 10, VRING_DESC_F_NEXT, PLACES}, /* on to where nothing is */
        {START + DATA, 10, VRING_DESC_F_NEXT, 0},      /* round and round */
    };
    struct guest_chain chain;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct guest_ring ring = ring_in_memory(-1);
        EXPECT(guest_ring_is_ready(&ring, &memory));
        *descriptor(0) = wrong[i];
        offer(0);
        EXPECT_EQUAL(guest_ring_look(&ring, &memory, 0, &chain), -1);
    }
    struct guest_ring ring = ring_in_memory(-1);
    EXPECT(guest_ring_is_ready(&ring, &memory));
    *descriptor(0) = (struct vring_desc){START + DATA, 10, VRING_DESC_F_WRITE | VRING_DESC_F_NEXT, 1};
    *descriptor(1) = (struct vring_desc){START + DATA, 10, 0, 0};
    offer(0);
    EXPECT_EQUAL(guest_ring_look(&ring, &memory, 0, &chain), -1); /* to be read behind what is to be written */
    available()->idx = PLACES + 1;
    EXPECT_EQUAL(guest_ring_look(&ring, &memory, 0, &chain), -1);
    available()->idx = 1;
    available()->ring[0] = PLACES;
    EXPECT_EQUAL(guest_ring_look(&ring, &memory, 0, &chain), -1);
}

static void is_not_ready_where_its_parts_are_not(void)
{
    static const uint64_t wrong[] = {START - 16, START + sizeof bytes, START + sizeof bytes - 8, UINT64_MAX - 7, START + 1};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        for (int part = 0; part < 3; part++) {
            struct guest_ring ring = ring_in_memory(-1);
            uint64_t *places[] = {&ring.descriptors_at, &ring.available_at, &ring.used_at};
            *places[part] = wrong[i];
            EXPECT(!guest_ring_is_ready(&ring, &memory));
            EXPECT(!guest_ring_is_ready(&ring, &memory));
        }
    struct guest_memory none = {0};
    struct guest_ring ring = ring_in_memory(-1);
    EXPECT(!guest_ring_is_ready(&ring, &none));
}

static void gives_nothing_beyond_the_memory_whatever_is_in_it(void)
{
    unsigned seed = 7;
    for (int i = 0; i < 20000; i++) {
        struct guest_ring ring = ring_in_memory(-1);
        struct guest_chain chain;
        EXPECT(guest_ring_is_ready(&ring, &memory));
        for (uint32_t number = 0; number < PLACES; number++)
            *descriptor(number) = (struct vring_desc){START + (uint64_t)(rand_r(&seed) % 5000), (uint32_t)rand_r(&seed) % 2000,
                                                      (uint16_t)(rand_r(&seed) % 2), (uint16_t)(rand_r(&seed) % 9)};
        offer((uint16_t)(rand_r(&seed) % 9));
        if (guest_ring_look(&ring, &memory, 0, &chain) <= 0)
            continue;
        for (uint32_t part = 0; part < chain.to_read; part++) {
            const uint8_t *from = chain.parts[part].iov_base;
            EXPECT(from >= bytes && from + chain.parts[part].iov_len <= bytes + sizeof bytes);
        }
    }
}

static const struct test tests[] = {
    {"gives the parts of chains, in order", gives_the_parts_of_chains_in_order, NULL},
    {"refuses what breaks the rules", refuses_what_breaks_the_rules, NULL},
    {"is not ready where its parts are not", is_not_ready_where_its_parts_are_not, NULL},
    {"gives nothing beyond the memory, whatever is in it", gives_nothing_beyond_the_memory_whatever_is_in_it, NULL},
};

const struct tests ring_tests = GROUP(tests);
