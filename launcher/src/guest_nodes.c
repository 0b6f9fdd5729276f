/* guest_nodes.c: see guest_nodes.h. */
#include "guest_nodes.h"

#include "sys.h"

#define BUCKETS (1u << 16)

struct node {
    uint64_t inode, device, mount;
    uint64_t lookups; /* 0: it is free */
    int fd;
    uint32_t next; /* of the same bucket, or of the free ones */
};

static struct node *nodes; /* by number */
static uint32_t *buckets;
static uint32_t free_node, unused = GUEST_NODES_ROOT + 1;

static void *memory(size_t size)
{
    int64_t mapped = sys_mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return sys_failed(mapped) ? NULL : (void *)(intptr_t)mapped;
}

int guest_nodes_begin(const char *root)
{
    nodes = memory(GUEST_NODES_MOST * sizeof *nodes);
    buckets = memory(BUCKETS * sizeof *buckets);
    if (!nodes || !buckets)
        return -ENOMEM;
    int64_t fd = sys_openat(AT_FDCWD, root, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
    nodes[GUEST_NODES_ROOT] = (struct node){.fd = (int)fd, .lookups = 1};
    return fd < 0 ? (int)fd : 0;
}

int guest_nodes_fd(uint64_t number)
{
    return number < GUEST_NODES_MOST && nodes[number].lookups > 0 ? nodes[number].fd : -ESTALE;
}

static uint32_t *bucket_of(uint64_t inode, uint64_t device, uint64_t mount)
{
    uint64_t mixed = (inode ^ device << 40 ^ mount << 24) * 0x9e3779b97f4a7c15ull;
    return &buckets[mixed >> 48];
}

static uint32_t take_free(void)
{
    uint32_t number = free_node;
    if (number != 0)
        free_node = nodes[number].next;
    else if (unused < GUEST_NODES_MOST)
        number = unused++;
    return number;
}

uint64_t guest_nodes_find(int fd, const struct statx *about)
{
    uint64_t device = (uint64_t)about->stx_dev_major << 32 | about->stx_dev_minor;
    uint32_t *bucket = bucket_of(about->stx_ino, device, about->stx_mnt_id);
    for (uint32_t number = *bucket; number != 0; number = nodes[number].next) {
        struct node *node = &nodes[number];
        if (node->inode != about->stx_ino || node->device != device || node->mount != about->stx_mnt_id)
            continue;
        node->lookups++;
        sys_close(fd);
        return number;
    }
    uint32_t number = take_free();
    if (number == 0) {
        sys_close(fd);
        return 0;
    }
    nodes[number] = (struct node){about->stx_ino, device, about->stx_mnt_id, 1, fd, *bucket};
    *bucket = number;
    return number;
}

static void remove_node(uint32_t number)
{
    struct node *node = &nodes[number];
    uint32_t *link = bucket_of(node->inode, node->device, node->mount);
    while (*link != number)
        link = &nodes[*link].next;
    *link = node->next;
    sys_close(node->fd);
    *node = (struct node){.fd = -1, .next = free_node};
    free_node = number;
}

void guest_nodes_forget(uint64_t number, uint64_t lookups)
{
    if (number <= GUEST_NODES_ROOT || guest_nodes_fd(number) < 0)
        return;
    struct node *node = &nodes[number];
    node->lookups -= lookups < node->lookups ? lookups : node->lookups;
    if (node->lookups == 0)
        remove_node((uint32_t)number);
}
