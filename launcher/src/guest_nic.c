/* guest_nic.c: see guest_nic.h. */
#include "guest_nic.h"

#include <linux/virtio_net.h>

#include "calls.h"
#include "guest_vhost.h"
#include "text.h"

enum { RECEIVED, SENT }; /* the rings of a network device */

#define AT_ONCE 64u         /* packets, before the other direction has its turn */
#define PARTS 64u           /* of the guest's buffers, for one packet */
#define PACKETS 3           /* where the process has its socket; behind it is the connection */
#define CONNECTION 4
#define HEADER sizeof(struct virtio_net_hdr_mrg_rxbuf) /* the guest's */
#define PACKET_HEADER sizeof(struct virtio_net_hdr) /* the packet socket's */
#define LARGEST (HEADER + 65536 + 18) /* a packet that is yet to be cut into segments, in a frame */
#define FEATURE(number) (1ull << (number))

struct nic {
    struct guest_vhost host;
    int waits_for_room;    /* the guest has none for the packet that is there */
    int waits_for_packets; /* the socket takes none now */
};

/* What the guest's buffers hold for one packet. */
struct room {
    struct iovec parts[PARTS + 1]; /* the first is the packet's header */
    uint32_t heads[PARTS], sizes[PARTS];
    uint32_t count, bytes;
};

static const uint64_t features = FEATURE(VIRTIO_NET_F_CSUM) | FEATURE(VIRTIO_NET_F_GUEST_CSUM)
                                 | FEATURE(VIRTIO_NET_F_MTU) | FEATURE(VIRTIO_NET_F_MAC) | FEATURE(VIRTIO_NET_F_GUEST_TSO4)
                                 | FEATURE(VIRTIO_NET_F_GUEST_TSO6) | FEATURE(VIRTIO_NET_F_GUEST_ECN)
                                 | FEATURE(VIRTIO_NET_F_HOST_TSO4) | FEATURE(VIRTIO_NET_F_HOST_TSO6)
                                 | FEATURE(VIRTIO_NET_F_HOST_ECN) | FEATURE(VIRTIO_NET_F_MRG_RXBUF);

static void drop_kicks(int fd)
{
    uint64_t count;
    sys_read(fd, &count, sizeof count);
}

/* A guest that breaks a rule has no network any more, nor anything else. */
static int checked(int result)
{
    if (result < 0)
        sys_exit(1);
    return result;
}

/* Gathers buffers until the largest packet fits, or there are no more. */
static void gather(const struct nic *nic, const struct guest_ring *ring, struct room *room)
{
    struct guest_chain chain;
    room->count = room->bytes = 0;
    while (room->count < PARTS && room->bytes < LARGEST
           && checked(guest_ring_look(ring, &nic->host.memory, (uint16_t)room->count, &chain))) {
        if (chain.to_read != 0 || chain.to_write != 1 || chain.write_size < HEADER || chain.write_size > LARGEST)
            sys_exit(1);
        room->heads[room->count] = chain.head;
        room->sizes[room->count] = chain.write_size;
        room->parts[++room->count] = chain.parts[0];
        room->bytes += chain.write_size;
    }
}

/* Whether the next packet has room: one that has none is not taken from the socket. */
static int fits(const struct room *room)
{
    if (room->bytes >= LARGEST || room->count == PARTS)
        return 1;
    uint8_t header[PACKET_HEADER];
    int64_t size = sys_receive(PACKETS, header, sizeof header, MSG_DONTWAIT | MSG_TRUNC | MSG_PEEK);
    return size < 0 || (uint64_t)size + HEADER - PACKET_HEADER <= room->bytes;
}

static void take_buffers(struct guest_ring *ring, const struct room *room, uint8_t *header, uint32_t size)
{
    uint16_t used = 0;
    for (uint32_t left = size; left > 0; used++) {
        uint32_t part = left < room->sizes[used] ? left : room->sizes[used];
        guest_ring_take(ring, room->heads[used], part);
        left -= part;
    }
    memcpy(header + offsetof(struct virtio_net_hdr_mrg_rxbuf, num_buffers), &used, sizeof used);
}

/* One packet into the guest: whether there may be another. */
static int receive(struct nic *nic, struct guest_ring *ring)
{
    struct room room;
    struct virtio_net_hdr header;
    gather(nic, ring, &room);
    if (room.count == 0 || !fits(&room)) {
        nic->waits_for_room = 1;
        return 0;
    }
    uint8_t *first = room.parts[1].iov_base;
    room.parts[0] = (struct iovec){&header, PACKET_HEADER};
    room.parts[1].iov_base = first + HEADER;
    room.parts[1].iov_len -= HEADER;
    int64_t size = sys_call3(__NR_readv, PACKETS, sys_address(room.parts), room.count + 1);
    if (size < (int64_t)PACKET_HEADER)
        return size != -EAGAIN;
    memcpy(first, &header, PACKET_HEADER);
    take_buffers(ring, &room, first, (uint32_t)((uint64_t)size - PACKET_HEADER + HEADER));
    return 1;
}

static void receive_some(struct nic *nic)
{
    struct guest_ring *ring = &nic->host.rings[RECEIVED];
    uint16_t before = ring->put;
    guest_ring_want_kicks(ring, 0);
    nic->waits_for_room = 0;
    for (uint32_t i = 0; i < AT_ONCE && receive(nic, ring); i++)
        ;
    if (nic->waits_for_room) {
        guest_ring_want_kicks(ring, 1);
        nic->waits_for_room = 0;
        receive(nic, ring);
    }
    if (ring->put != before)
        guest_ring_tell(ring);
}

/* Takes the guest's header off the front of a chain: false if it is too short for one. */
static int take_header(struct guest_chain *chain, uint8_t header[HEADER])
{
    size_t have = 0;
    for (uint32_t i = 0; i < chain->to_read && have < HEADER; i++) {
        struct iovec *part = &chain->parts[i];
        size_t size = part->iov_len < HEADER - have ? part->iov_len : HEADER - have;
        memcpy(header + have, part->iov_base, size);
        have += size;
        part->iov_base = (uint8_t *)part->iov_base + size;
        part->iov_len -= size;
    }
    return have == HEADER;
}

/* One packet out of the guest: whether there may be another. What the kernel does not take is lost, as on any wire. */
static int send(struct nic *nic, struct guest_ring *ring)
{
    struct guest_chain chain;
    uint8_t header[HEADER];
    struct iovec parts[GUEST_CHAIN_PARTS + 1];
    if (!checked(guest_ring_look(ring, &nic->host.memory, 0, &chain)))
        return 0;
    if (chain.to_write != 0 || !take_header(&chain, header))
        sys_exit(1);
    parts[0] = (struct iovec){header, PACKET_HEADER};
    memcpy(parts + 1, chain.parts, chain.to_read * sizeof *parts);
    if (sys_writev(PACKETS, parts, chain.to_read + 1) == -EAGAIN) {
        nic->waits_for_packets = 1;
        return 0;
    }
    guest_ring_take(ring, chain.head, 0);
    return 1;
}

static void send_some(struct nic *nic)
{
    struct guest_ring *ring = &nic->host.rings[SENT];
    uint16_t before = ring->put;
    uint32_t sent = 0;
    nic->waits_for_packets = 0;
    guest_ring_want_kicks(ring, 0);
    while (sent < AT_ONCE && send(nic, ring))
        sent++;
    guest_ring_want_kicks(ring, 1);
    if (ring->put != before)
        guest_ring_tell(ring);
}

enum { SLOT_CONNECTION, SLOT_PACKETS, SLOT_RECEIVED, SLOT_SENT, SLOTS };

/* Whether the guest has something to send of which it has not told, since it was not to. */
static int has_unsent(const struct nic *nic, int sends)
{
    struct guest_chain chain;
    return sends && !nic->waits_for_packets
           && checked(guest_ring_look(&nic->host.rings[SENT], &nic->host.memory, 0, &chain));
}

static void wait_and_serve(struct nic *nic)
{
    static const struct __kernel_timespec at_once;
    struct guest_ring *rings = nic->host.rings;
    int receives = guest_ring_is_ready(&rings[RECEIVED], &nic->host.memory);
    int sends = guest_ring_is_ready(&rings[SENT], &nic->host.memory);
    short packets = (short)((receives && !nic->waits_for_room ? POLLIN : 0) | (nic->waits_for_packets ? POLLOUT : 0));
    struct pollfd slots[SLOTS] = {
        [SLOT_CONNECTION] = {.fd = CONNECTION, .events = POLLIN},
        [SLOT_PACKETS] = {.fd = packets ? PACKETS : -1, .events = packets},
        [SLOT_RECEIVED] = {.fd = receives ? rings[RECEIVED].kick : -1, .events = POLLIN},
        [SLOT_SENT] = {.fd = sends && !nic->waits_for_packets ? rings[SENT].kick : -1, .events = POLLIN},
    };
    sys_ppoll(slots, SLOTS, has_unsent(nic, sends) ? &at_once : NULL);
    if (slots[SLOT_CONNECTION].revents && checked(guest_vhost_serve(&nic->host)) == 0)
        sys_exit(0);
    if (slots[SLOT_RECEIVED].revents)
        drop_kicks(rings[RECEIVED].kick);
    if (slots[SLOT_SENT].revents)
        drop_kicks(rings[SENT].kick);
    if (guest_ring_is_ready(&rings[RECEIVED], &nic->host.memory)
        && (slots[SLOT_RECEIVED].revents || slots[SLOT_PACKETS].revents & (POLLIN | POLLERR)))
        receive_some(nic);
    if (guest_ring_is_ready(&rings[SENT], &nic->host.memory))
        send_some(nic);
}

_Noreturn static void serve(const struct carrier_nic *about, int packets, int listener)
{
    static struct nic nic;
    struct virtio_net_config config = {.mtu = about->mtu};
    memcpy(config.mac, about->address, sizeof about->address);
    int64_t connection = sys_accept4(listener, SOCK_CLOEXEC);
    if (connection < 0)
        sys_exit(1);
    packets = (int)sys_fcntl(packets, F_DUPFD_CLOEXEC, CONNECTION + 1);
    connection = sys_fcntl((int)connection, F_DUPFD_CLOEXEC, CONNECTION + 1);
    sys_dup3(packets, PACKETS, O_CLOEXEC);
    sys_dup3((int)connection, CONNECTION, O_CLOEXEC);
    sys_close_range(CONNECTION + 1, ~0u, 0);
    sys_close(0);
    guest_vhost_begin(&nic.host, CONNECTION);
    nic.host.features = features;
    nic.host.config = &config;
    nic.host.config_size = sizeof config;
    for (;;)
        wait_and_serve(&nic);
}

static int listen_at(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, path, text_length(path));
    int64_t listener = sys_socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener < 0)
        return (int)listener;
    int64_t error = sys_bind((int)listener, &address, sizeof address);
    if (error == 0)
        error = sys_listen((int)listener, 1);
    if (error < 0)
        sys_close((int)listener);
    return (int)(error < 0 ? error : listener);
}

int guest_nic_start(const struct carrier_nic *nic, int packets, const char *path)
{
    int listener = listen_at(path);
    if (listener < 0)
        return listener;
    int64_t pid = sys_fork();
    if (pid == 0)
        serve(nic, packets, listener);
    sys_close(listener);
    return (int)pid;
}
