/* guest_files.c: see guest_files.h. One request after the other, each copied before it is looked into. */
#include "guest_files.h"

#include "calls.h"
#include "deadline.h"
#include "errors.h"
#include "guest_fuse.h"
#include "guest_handles.h"
#include "guest_nodes.h"
#include "guest_vhost.h"
#include "text.h"

#define CONNECTION 3
#define PATIENCE_MILLIS 60000 /* for the guest's kernel, which connects when it boots */
#define TAG_SIZE 36

/* struct virtio_fs_config, without what came later */
struct config {
    uint8_t tag[TAG_SIZE];
    uint32_t queues; /* of requests, beside the one of what must not wait */
};

static struct guest_vhost host;
static uint8_t in[FUSE_ROOM] __attribute__((aligned(8)));
static uint8_t out[FUSE_ROOM] __attribute__((aligned(8)));

/* Nothing that a guest says is worth more than its own end. */
static int checked(int result)
{
    if (result < 0)
        sys_exit(1);
    return result;
}

static void copy_in(const struct guest_chain *chain)
{
    size_t have = 0;
    if (chain->read_size > sizeof in || chain->read_size < sizeof(struct fuse_in_header))
        sys_exit(1);
    for (uint32_t i = 0; i < chain->to_read; have += chain->parts[i++].iov_len)
        memcpy(in + have, chain->parts[i].iov_base, chain->parts[i].iov_len);
}

static void copy_out(const struct guest_chain *chain, uint32_t size)
{
    const uint8_t *from = out;
    for (uint32_t i = chain->to_read; size > 0; i++) {
        uint32_t part = chain->parts[i].iov_len < size ? (uint32_t)chain->parts[i].iov_len : size;
        memcpy(chain->parts[i].iov_base, from, part);
        from += part;
        size -= part;
    }
}

/* Answers what is in a chain: the size of the answer. */
static uint32_t answer(const struct guest_chain *chain)
{
    copy_in(chain);
    uint32_t room = chain->write_size < sizeof out ? chain->write_size : (uint32_t)sizeof out;
    uint32_t size = guest_fuse_answer(in, chain->read_size, out, room);
    copy_out(chain, size);
    return size;
}

static void serve(struct guest_ring *ring)
{
    struct guest_chain chain;
    guest_ring_want_kicks(ring, 0);
    while (checked(guest_ring_look(ring, &host.memory, 0, &chain))) {
        guest_ring_take(ring, chain.head, answer(&chain));
        guest_ring_tell(ring);
    }
    guest_ring_want_kicks(ring, 1);
}

static void drop_kicks(int fd)
{
    uint64_t count;
    sys_read(fd, &count, sizeof count);
}

static void wait_and_serve(void)
{
    static const struct __kernel_timespec at_once;
    struct pollfd slots[1 + GUEST_VHOST_RINGS] = {{.fd = CONNECTION, .events = POLLIN}};
    struct guest_chain chain;
    int more = 0;
    for (uint32_t i = 0; i < GUEST_VHOST_RINGS; i++) {
        struct guest_ring *ring = &host.rings[i];
        int ready = guest_ring_is_ready(ring, &host.memory);
        slots[1 + i] = (struct pollfd){.fd = ready ? ring->kick : -1, .events = POLLIN};
        more |= ready && checked(guest_ring_look(ring, &host.memory, 0, &chain));
    }
    sys_ppoll(slots, 1 + GUEST_VHOST_RINGS, more ? &at_once : NULL);
    if (slots[0].revents && checked(guest_vhost_serve(&host)) == 0)
        sys_exit(0);
    for (uint32_t i = 0; i < GUEST_VHOST_RINGS; i++) {
        if (slots[1 + i].revents)
            drop_kicks(host.rings[i].kick);
        if (guest_ring_is_ready(&host.rings[i], &host.memory))
            serve(&host.rings[i]);
    }
}

static int await_guest(void)
{
    struct pollfd slot = {.fd = 0, .events = POLLIN};
    if (deadline_poll(&slot, 1, deadline_in(PATIENCE_MILLIS)) <= 0)
        errors_fail("no guest has asked for its host's files", (const char *)0);
    return (int)sys_accept4(0, SOCK_CLOEXEC);
}

_Noreturn void guest_files_main(const char *root)
{
    static const struct config config = {.tag = "hako", .queues = 1};
    sys_umask(0);
    int connection = await_guest();
    if (connection < 0)
        errors_fail("cannot hear the guest: ", errors_text(connection), (const char *)0);
    /* The descriptor may be the one that it is to be. */
    connection = (int)sys_fcntl(connection, F_DUPFD_CLOEXEC, CONNECTION + 1);
    sys_dup3(connection, CONNECTION, O_CLOEXEC);
    sys_close(0);
    sys_close_range(CONNECTION + 1, ~0u, 0);
    int error = guest_nodes_begin(root);
    if (error == 0)
        error = guest_handles_begin();
    if (error < 0)
        errors_fail("cannot serve files: ", errors_text(error), (const char *)0);
    guest_vhost_begin(&host, CONNECTION);
    host.config = &config;
    host.config_size = sizeof config;
    for (;;)
        wait_and_serve();
}
