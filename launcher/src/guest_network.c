/* guest_network.c: see guest_network.h. */
#include "guest_network.h"

#include <linux/netlink.h>

#include "calls.h"

#define AF_NETLINK 16
#define SOCK_RAW 3
#define MOST 16384 /* bytes of messages, and of an answer */

static uint8_t bytes[MOST];

/* 0 or -errno; 1: it was not said yet. */
static int64_t hear(int route)
{
    struct nlmsghdr head;
    int64_t size = sys_receive(route, bytes, sizeof bytes, 0);
    if (size < 0)
        return size;
    for (int64_t at = 0; size - at >= (int64_t)sizeof head; at += NLMSG_ALIGN(head.nlmsg_len)) {
        struct nlmsgerr answer;
        __builtin_memcpy(&head, bytes + at, sizeof head);
        if (head.nlmsg_len < sizeof head || head.nlmsg_len > size - at)
            return -EPROTO;
        if (head.nlmsg_type != NLMSG_ERROR || head.nlmsg_len < sizeof head + sizeof answer)
            continue;
        __builtin_memcpy(&answer, bytes + at + sizeof head, sizeof answer);
        return answer.error;
    }
    return 1;
}

static int64_t say(size_t size)
{
    int64_t route = sys_socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (route < 0)
        return route;
    int64_t result = sys_send((int)route, bytes, size, 0);
    do
        result = result < 0 ? result : hear((int)route);
    while (result > 0);
    sys_close((int)route);
    return result;
}

int guest_network_set_up(const char *path)
{
    int64_t fd = sys_openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    if (fd < 0)
        return fd == -ENOENT ? 0 : (int)fd;
    int64_t size = sys_read((int)fd, bytes, sizeof bytes);
    sys_close((int)fd);
    if (size == sizeof bytes)
        return -EFBIG;
    return (int)(size <= 0 ? size : say((size_t)size));
}
