/* oci_netdev.c: see oci_netdev.h; rtnetlink(7). */
#include "oci_netdev.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include "calls.h"
#include "text.h"

#define AF_NETLINK_FAMILY 16
#define SOCK_RAW_TYPE 3
#define CLONE_NEWNET_FLAG 0x40000000
#define IFF_UP_FLAG 1u
#define MAX_MESSAGE 512
#define MAX_ADDRESSES 16384

struct message {
    struct nlmsghdr head;
    uint8_t body[MAX_MESSAGE];
};

/* The addresses of one device, as the kernel tells of them, one after the other. */
struct addresses {
    size_t used;
    _Alignas(struct nlmsghdr) uint8_t bytes[MAX_ADDRESSES];
};

static size_t aligned(size_t size)
{
    return (size + 3) & ~(size_t)3;
}

static void begin(struct message *message, uint16_t type, uint16_t flags, const void *body, size_t size)
{
    memset(message, 0, sizeof *message);
    message->head = (struct nlmsghdr){(uint32_t)(sizeof message->head + aligned(size)), type, flags, 1, 0};
    memcpy(message->body, body, size);
}

static void add(struct message *message, uint16_t type, const void *value, size_t size)
{
    size_t at = message->head.nlmsg_len - sizeof message->head;
    struct rtattr attribute = {(uint16_t)(sizeof attribute + size), type};
    if (at + aligned(attribute.rta_len) > sizeof message->body)
        return;
    memcpy(message->body + at, &attribute, sizeof attribute);
    memcpy(message->body + at + sizeof attribute, value, size);
    message->head.nlmsg_len += (uint32_t)aligned(attribute.rta_len);
}

/* Sends, and receives the first answer: its size or -errno; an error that is told in it is one, too. */
static int64_t ask(int socket, const struct message *message, void *answer, size_t capacity)
{
    int64_t size = sys_send(socket, message, message->head.nlmsg_len, 0);
    if (size >= 0)
        size = sys_receive(socket, answer, capacity, 0);
    const struct nlmsghdr *head = answer;
    if (size < (int64_t)sizeof *head)
        return size < 0 ? size : -EBADMSG;
    if (head->nlmsg_type != NLMSG_ERROR)
        return size;
    int error;
    memcpy(&error, head + 1, sizeof error);
    return error < 0 ? error : size;
}

static int64_t find(int socket, const char *name)
{
    struct message message;
    struct ifinfomsg link = {0};
    uint8_t answer[8192] = {0};
    begin(&message, RTM_GETLINK, NLM_F_REQUEST, &link, sizeof link);
    add(&message, IFLA_IFNAME, name, text_length(name) + 1);
    int64_t size = ask(socket, &message, answer, sizeof answer);
    if (size < 0)
        return size;
    memcpy(&link, answer + sizeof(struct nlmsghdr), sizeof link);
    return link.ifi_index;
}

static void keep(struct addresses *addresses, const struct nlmsghdr *head, int index)
{
    struct ifaddrmsg address;
    memcpy(&address, head + 1, sizeof address);
    int is_kept = head->nlmsg_type == RTM_NEWADDR && (int)address.ifa_index == index
                  && address.ifa_scope == RT_SCOPE_UNIVERSE && (address.ifa_flags & IFA_F_PERMANENT);
    if (!is_kept || head->nlmsg_len > MAX_MESSAGE || aligned(head->nlmsg_len) > sizeof addresses->bytes - addresses->used)
        return;
    memcpy(addresses->bytes + addresses->used, head, head->nlmsg_len);
    addresses->used += aligned(head->nlmsg_len);
}

static int64_t list(int socket, int index, struct addresses *addresses)
{
    static uint8_t answer[32768];
    struct message message;
    struct ifaddrmsg all = {0};
    begin(&message, RTM_GETADDR, NLM_F_REQUEST | NLM_F_DUMP, &all, sizeof all);
    addresses->used = 0;
    for (int64_t size = ask(socket, &message, answer, sizeof answer);; size = sys_receive(socket, answer, sizeof answer, 0)) {
        if (size < 0)
            return size;
        for (size_t at = 0; at + sizeof(struct nlmsghdr) <= (size_t)size;) {
            const struct nlmsghdr *head = (const struct nlmsghdr *)(answer + at);
            if (head->nlmsg_type == NLMSG_DONE)
                return 0;
            if (head->nlmsg_len < sizeof *head)
                return -EBADMSG;
            keep(addresses, head, index);
            at += aligned(head->nlmsg_len);
        }
    }
}

/* Moved and renamed in one. */
static int64_t move(int socket, int index, const char *name, int pid)
{
    struct message message;
    uint8_t answer[1024];
    uint32_t process = (uint32_t)pid;
    const struct ifinfomsg link = {.ifi_index = index};
    begin(&message, RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK, &link, sizeof link);
    add(&message, IFLA_NET_NS_PID, &process, sizeof process);
    add(&message, IFLA_IFNAME, name, text_length(name) + 1);
    int64_t result = ask(socket, &message, answer, sizeof answer);
    return result < 0 ? result : 0;
}

static int64_t switch_on(int socket, int index)
{
    struct message message;
    uint8_t answer[1024];
    const struct ifinfomsg link = {.ifi_index = index, .ifi_flags = IFF_UP_FLAG, .ifi_change = IFF_UP_FLAG};
    begin(&message, RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK, &link, sizeof link);
    int64_t result = ask(socket, &message, answer, sizeof answer);
    return result < 0 ? result : 0;
}

/* An address that the kernel has told of, with what it was told with but for the time of its making. */
static int64_t put_back(int socket, int index, const struct nlmsghdr *known)
{
    struct message message;
    uint8_t answer[1024];
    struct ifaddrmsg address;
    const uint8_t *bytes = (const uint8_t *)known;
    memcpy(&address, known + 1, sizeof address);
    address.ifa_index = (uint32_t)index;
    begin(&message, RTM_NEWADDR, NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_REPLACE, &address, sizeof address);
    for (size_t at = sizeof *known + aligned(sizeof address); at + sizeof(struct rtattr) <= known->nlmsg_len;) {
        struct rtattr attribute;
        memcpy(&attribute, bytes + at, sizeof attribute);
        if (attribute.rta_len < sizeof attribute || attribute.rta_len > known->nlmsg_len - at)
            return -EBADMSG;
        int is_wanted = attribute.rta_type == IFA_ADDRESS || attribute.rta_type == IFA_LOCAL
                        || attribute.rta_type == IFA_BROADCAST;
        if (is_wanted)
            add(&message, attribute.rta_type, bytes + at + sizeof attribute, attribute.rta_len - sizeof attribute);
        at += aligned(attribute.rta_len);
    }
    int64_t result = ask(socket, &message, answer, sizeof answer);
    return result < 0 ? result : 0;
}

static int64_t open_socket(void)
{
    return sys_socket(AF_NETLINK_FAMILY, SOCK_RAW_TYPE | SOCK_CLOEXEC, NETLINK_ROUTE);
}

/* In a child: as the container has it. */
static int64_t set_up(const char *name, int pid, const struct addresses *addresses)
{
    int64_t pidfd = sys_pidfd_open(pid, 0);
    int64_t result = pidfd < 0 ? pidfd : sys_call3(__NR_setns, pidfd, CLONE_NEWNET_FLAG, 0);
    int64_t socket = result < 0 ? result : open_socket();
    int64_t index = socket < 0 ? socket : find((int)socket, name);
    if (index < 0)
        return index;
    for (size_t at = 0; at < addresses->used;) {
        const struct nlmsghdr *known = (const struct nlmsghdr *)(addresses->bytes + at);
        result = put_back((int)socket, (int)index, known);
        if (result < 0)
            return result;
        at += aligned(known->nlmsg_len);
    }
    return switch_on((int)socket, (int)index);
}

static int64_t set_up_aside(const char *name, int pid, const struct addresses *addresses)
{
    int status = 0;
    int64_t child = sys_fork();
    if (child == 0)
        sys_exit((int)-set_up(name, pid, addresses));
    while (child > 0 && sys_wait4((int)child, &status, 0) == -EINTR)
        ;
    return child < 0 ? child : -((status >> 8) & 0xff);
}

static int64_t move_one(const char *name, const char *inside, int pid)
{
    static struct addresses addresses;
    int64_t socket = open_socket();
    int64_t index = socket < 0 ? socket : find((int)socket, name);
    int64_t result = index < 0 ? index : list((int)socket, (int)index, &addresses);
    if (result == 0)
        result = move((int)socket, (int)index, inside, pid);
    sys_close((int)socket);
    return result < 0 ? result : set_up_aside(inside, pid, &addresses);
}

int64_t oci_netdev_move(const char *pairs, size_t size, int pid, const char **device)
{
    for (size_t at = 0; at < size;) {
        *device = pairs + at;
        const char *inside = *device + text_length(*device) + 1;
        int64_t result = move_one(*device, inside, pid);
        if (result < 0)
            return result;
        at = (size_t)(inside - pairs) + text_length(inside) + 1;
    }
    return 0;
}
