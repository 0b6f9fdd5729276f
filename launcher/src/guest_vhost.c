/* guest_vhost.c: see guest_vhost.h. */
#include "guest_vhost.h"

#include <linux/virtio_config.h>

#include "calls.h"
#include "text.h"

#define PAYLOAD 512u
#define PASSED 8u /* descriptors with one message, as the protocol has it */
#define FLAGS_REPLY 5u
#define FLAG_WANTS_REPLY 8u
#define FEATURE_PROTOCOL (1ull << 30)
#define PROTOCOL_REPLY_ACK (1ull << 3)
#define PROTOCOL_CONFIG (1ull << 9)
#define RING_MASK 0xffu
#define RING_WITHOUT_FD 0x100u
#define MEMORY_MOST (1ull << 46)

enum request {
    GET_FEATURES = 1,
    SET_FEATURES = 2,
    SET_OWNER = 3,
    SET_MEM_TABLE = 5,
    SET_VRING_NUM = 8,
    SET_VRING_ADDR = 9,
    SET_VRING_BASE = 10,
    SET_VRING_KICK = 12,
    SET_VRING_CALL = 13,
    GET_PROTOCOL_FEATURES = 15,
    SET_PROTOCOL_FEATURES = 16,
    SET_VRING_ENABLE = 18,
    GET_CONFIG = 24,
    SET_CONFIG = 25,
};

struct head {
    uint32_t request, flags, size;
};

struct region {
    uint64_t guest, size, user, offset;
};

/* Its parts follow each other on the socket without a gap. */
struct message {
    struct head head;
    union payload {
        uint64_t number;
        struct {
            uint32_t index, value;
        } state;
        struct {
            uint32_t index, flags;
            uint64_t descriptors, used, available, log;
        } address;
        struct {
            uint32_t count, padding;
            struct region first;
        } memory;
        struct {
            uint32_t offset, size, flags;
            uint8_t bytes[PAYLOAD - 12];
        } config;
    } payload;
    int fd; /* what came with it, or -1 */
};

void guest_vhost_begin(struct guest_vhost *host, int connection)
{
    host->connection = connection;
    for (uint32_t i = 0; i < GUEST_VHOST_RINGS; i++)
        host->rings[i].kick = host->rings[i].call = -1;
}

/* Of the descriptors the first is kept: no message that is understood has more. */
static int keep_first(const struct msghdr *got, const int *fds)
{
    const struct cmsghdr *head = got->msg_control;
    if (got->msg_controllen < sizeof *head)
        return -1;
    size_t count = (head->cmsg_len - sizeof *head) / sizeof(int);
    for (size_t i = 1; i < count && i < PASSED; i++)
        sys_close(fds[i]);
    return count > 0 ? fds[0] : -1;
}

static int receive(int connection, struct message *message)
{
    struct {
        struct cmsghdr head;
        int fds[PASSED];
    } control;
    struct iovec part = {&message->head, sizeof message->head};
    struct msghdr got = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    int64_t size = sys_recvmsg(connection, &got, MSG_CMSG_CLOEXEC);
    if (size <= 0)
        return size == 0 || size == -ECONNRESET ? 0 : -1;
    message->fd = keep_first(&got, control.fds);
    if (size != (int64_t)sizeof message->head || message->head.size > PAYLOAD)
        return -1;
    for (uint32_t have = 0; have < message->head.size; have += (uint32_t)size) {
        size = sys_receive(connection, (uint8_t *)&message->payload + have, message->head.size - have, 0);
        if (size <= 0)
            return -1;
    }
    return 1;
}

static int reply(int connection, struct message *message, uint32_t size)
{
    message->head.flags = FLAGS_REPLY;
    message->head.size = size;
    struct iovec parts[] = {{&message->head, sizeof message->head}, {&message->payload, size}};
    struct msghdr said = {.msg_iov = parts, .msg_iovlen = 2};
    int64_t sent = sys_sendmsg(connection, &said, MSG_NOSIGNAL);
    return sent == (int64_t)(sizeof message->head + size) ? 1 : -1;
}

static int reply_number(int connection, struct message *message, uint64_t number)
{
    message->payload.number = number;
    return reply(connection, message, sizeof number);
}

static int map(struct guest_vhost *host, const struct message *message)
{
    const struct region *region = &message->payload.memory.first;
    struct guest_memory *memory = &host->memory;
    if (message->payload.memory.count != 1 || message->fd < 0 || memory->bytes || region->size > MEMORY_MOST
        || region->offset > MEMORY_MOST)
        return 0;
    int64_t mapped = sys_mmap(NULL, region->offset + region->size, PROT_READ | PROT_WRITE, MAP_SHARED, message->fd, 0);
    if (sys_failed(mapped))
        return 0;
    *memory = (struct guest_memory){(uint8_t *)(intptr_t)mapped + region->offset, region->user, region->size};
    for (uint32_t i = 0; i < GUEST_VHOST_RINGS; i++)
        host->rings[i].is_new = 1;
    return 1;
}

static struct guest_ring *ring_of(struct guest_vhost *host, uint64_t index)
{
    if (index >= GUEST_VHOST_RINGS)
        return NULL;
    host->rings[index].is_new = 1;
    return &host->rings[index];
}

static int set_number(struct guest_vhost *host, const struct message *message)
{
    struct guest_ring *ring = ring_of(host, message->payload.state.index);
    uint32_t value = message->payload.state.value;
    if (!ring)
        return 0;
    switch (message->head.request) {
    case SET_VRING_NUM:
        ring->size = value;
        return value > 0 && value <= GUEST_RING_MOST && (value & (value - 1)) == 0;
    case SET_VRING_BASE:
        ring->next = ring->put = (uint16_t)value;
        return 1;
    default:
        ring->enabled = value != 0;
        return 1;
    }
}

static int set_address(struct guest_vhost *host, const struct message *message)
{
    struct guest_ring *ring = ring_of(host, message->payload.address.index);
    if (!ring)
        return 0;
    ring->descriptors_at = message->payload.address.descriptors;
    ring->available_at = message->payload.address.available;
    ring->used_at = message->payload.address.used;
    return 1;
}

/* The message's descriptor is the ring's from now on. */
static int set_descriptor(struct guest_vhost *host, struct message *message)
{
    struct guest_ring *ring = ring_of(host, message->payload.number & RING_MASK);
    if (!ring || ((message->payload.number & RING_WITHOUT_FD) == 0) != (message->fd >= 0))
        return 0;
    int *place = message->head.request == SET_VRING_KICK ? &ring->kick : &ring->call;
    if (*place >= 0)
        sys_close(*place);
    *place = message->fd;
    message->fd = -1;
    if (*place >= 0)
        sys_fcntl(*place, F_SETFL, O_RDWR | O_NONBLOCK);
    return 1;
}

static int set(struct guest_vhost *host, struct message *message)
{
    switch (message->head.request) {
    case SET_OWNER:
    case SET_FEATURES:
    case SET_PROTOCOL_FEATURES:
    case SET_CONFIG:
        return 1;
    case SET_MEM_TABLE:
        return map(host, message);
    case SET_VRING_NUM:
    case SET_VRING_BASE:
    case SET_VRING_ENABLE:
        return set_number(host, message);
    case SET_VRING_ADDR:
        return set_address(host, message);
    case SET_VRING_KICK:
    case SET_VRING_CALL:
        return set_descriptor(host, message);
    default:
        return 0;
    }
}

static int tell_config(const struct guest_vhost *host, struct message *message)
{
    uint64_t size = message->payload.config.size;
    if (message->payload.config.offset != 0 || size > sizeof message->payload.config.bytes
        || message->head.size != offsetof(union payload, config.bytes) + size)
        return -1;
    memset(message->payload.config.bytes, 0, size);
    memcpy(message->payload.config.bytes, host->config, size < host->config_size ? size : host->config_size);
    return reply(host->connection, message, message->head.size);
}

static int obey(struct guest_vhost *host, struct message *message)
{
    switch (message->head.request) {
    case GET_FEATURES:
        return reply_number(host->connection, message,
                            host->features | FEATURE_PROTOCOL | 1ull << VIRTIO_F_VERSION_1);
    case GET_PROTOCOL_FEATURES:
        return reply_number(host->connection, message, PROTOCOL_REPLY_ACK | PROTOCOL_CONFIG);
    case GET_CONFIG:
        return tell_config(host, message);
    default:
        if (!set(host, message))
            return -1;
        return message->head.flags & FLAG_WANTS_REPLY ? reply_number(host->connection, message, 0) : 1;
    }
}

int guest_vhost_serve(struct guest_vhost *host)
{
    struct message message = {.fd = -1};
    int result = receive(host->connection, &message);
    if (result > 0)
        result = obey(host, &message);
    if (message.fd >= 0)
        sys_close(message.fd);
    return result;
}
