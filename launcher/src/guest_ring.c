/* guest_ring.c: see guest_ring.h. */
#include "guest_ring.h"

#include "sys.h"

static void *find(const struct guest_memory *memory, uint64_t address, uint64_t size, uint64_t alignment)
{
    uint64_t offset = address - memory->start;
    if (!memory->bytes || size > memory->size || offset > memory->size - size || address % alignment != 0)
        return NULL;
    return memory->bytes + offset;
}

int guest_ring_is_ready(struct guest_ring *ring, const struct guest_memory *memory)
{
    if (!ring->enabled || ring->kick < 0)
        return 0;
    if (!ring->is_new)
        return ring->used != NULL;
    uint64_t size = ring->size;
    ring->is_new = 0;
    ring->descriptors = find(memory, ring->descriptors_at, size * sizeof *ring->descriptors, 16);
    ring->available = find(memory, ring->available_at, sizeof *ring->available + size * sizeof(uint16_t), 2);
    ring->used = find(memory, ring->used_at, sizeof *ring->used + size * sizeof(struct vring_used_elem), 4);
    if (!ring->descriptors || !ring->available || size == 0)
        ring->used = NULL;
    return ring->used != NULL;
}

static struct vring_desc read_once(const volatile struct vring_desc *from)
{
    return (struct vring_desc){from->addr, from->len, from->flags, from->next};
}

/* Adds a part: false if it is none. What is to be written follows what is to be read. */
static int add(struct guest_chain *chain, const struct guest_memory *memory, const struct vring_desc *part)
{
    uint32_t count = chain->to_read + chain->to_write;
    int writable = (part->flags & VRING_DESC_F_WRITE) != 0;
    uint32_t *size = writable ? &chain->write_size : &chain->read_size;
    void *bytes = find(memory, part->addr, part->len, 1);
    if (!bytes || count == GUEST_CHAIN_PARTS || (!writable && chain->to_write > 0)
        || (part->flags & VRING_DESC_F_INDIRECT) != 0 || part->len > UINT32_MAX - *size)
        return 0;
    chain->parts[count] = (struct iovec){bytes, part->len};
    *size += part->len;
    ++*(writable ? &chain->to_write : &chain->to_read);
    return 1;
}

int guest_ring_look(const struct guest_ring *ring, const struct guest_memory *memory, uint16_t ahead,
                    struct guest_chain *chain)
{
    uint16_t there = __atomic_load_n(&ring->available->idx, __ATOMIC_ACQUIRE);
    uint16_t waiting = (uint16_t)(there - ring->next);
    if (waiting > ring->size)
        return -1;
    if (ahead >= waiting)
        return 0;
    volatile const uint16_t *heads = ring->available->ring;
    uint32_t number = heads[(uint16_t)(ring->next + ahead) & (ring->size - 1)];
    chain->head = number;
    chain->to_read = chain->to_write = chain->read_size = chain->write_size = 0;
    for (;;) {
        if (number >= ring->size)
            return -1;
        struct vring_desc part = read_once(&ring->descriptors[number]);
        if (!add(chain, memory, &part))
            return -1;
        if ((part.flags & VRING_DESC_F_NEXT) == 0)
            return 1;
        number = part.next;
    }
}

void guest_ring_take(struct guest_ring *ring, uint32_t head, uint32_t size)
{
    struct vring_used_elem *place = &ring->used->ring[ring->put & (ring->size - 1)];
    *place = (struct vring_used_elem){head, size};
    ring->put++;
    ring->next++;
}

void guest_ring_tell(struct guest_ring *ring)
{
    static const uint64_t once = 1;
    __atomic_store_n(&ring->used->idx, ring->put, __ATOMIC_RELEASE);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    uint16_t flags = __atomic_load_n(&ring->available->flags, __ATOMIC_RELAXED);
    if ((flags & VRING_AVAIL_F_NO_INTERRUPT) == 0 && ring->call >= 0)
        sys_write(ring->call, &once, sizeof once);
}

void guest_ring_want_kicks(struct guest_ring *ring, int wanted)
{
    __atomic_store_n(&ring->used->flags, wanted ? 0 : VRING_USED_F_NO_NOTIFY, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}
