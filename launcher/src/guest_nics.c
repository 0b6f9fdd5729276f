/* guest_nics.c: see guest_nics.h. */
#include "guest_nics.h"

#include "calls.h"
#include "deadline.h"
#include "guest_nic.h"
#include "text.h"

#define PATIENCE_MILLIS 10000 /* for the engine, which has connected before the jail was made */

/* What is said, and the sockets that come with it: their number, or -errno. */
static int hear(int connection, struct carrier_nics *said, int packets[CARRIER_MAX_NICS])
{
    struct {
        struct cmsghdr head;
        int fds[CARRIER_MAX_NICS];
    } control;
    struct iovec part = {said, sizeof *said};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    memset(packets, -1, CARRIER_MAX_NICS * sizeof *packets);
    int64_t size = sys_recvmsg(connection, &message, MSG_CMSG_CLOEXEC);
    if (size < 0)
        return (int)size;
    uint32_t come = 0;
    if (message.msg_controllen >= sizeof control.head)
        come = (uint32_t)((control.head.cmsg_len - sizeof control.head) / sizeof(int));
    if (size != (int64_t)sizeof *said || said->version != GUEST_VERSION || said->count != come
        || come > CARRIER_MAX_NICS)
        return -EPROTO;
    for (uint32_t i = 0; i < come; i++)
        packets[i] = control.fds[i];
    return (int)come;
}

static int start(struct guest_nics *nics, const struct carrier_nic *nic, int packets)
{
    char path[] = "nic0";
    path[sizeof path - 2] = (char)('0' + nics->count);
    int pid = guest_nic_start(nic, packets, path);
    sys_close(packets);
    if (pid > 0)
        nics->pids[nics->count++] = pid;
    return pid;
}

int guest_nics_begin(struct guest_nics *nics, int listener)
{
    struct pollfd slot = {.fd = listener, .events = POLLIN};
    struct carrier_nics said;
    int packets[CARRIER_MAX_NICS];
    int64_t ready = deadline_poll(&slot, 1, deadline_in(PATIENCE_MILLIS));
    if (ready <= 0)
        return ready == 0 ? -ETIMEDOUT : (int)ready;
    int64_t connection = sys_accept4(listener, SOCK_CLOEXEC);
    if (connection < 0)
        return (int)connection;
    int count = hear((int)connection, &said, packets);
    sys_close((int)connection);
    for (int i = 0; i < count; i++) {
        int pid = start(nics, &said.nics[i], packets[i]);
        if (pid < 0)
            return pid;
    }
    return count < 0 ? count : 0;
}

int guest_nics_have(const struct guest_nics *nics, int pid)
{
    for (uint32_t i = 0; i < nics->count; i++)
        if (nics->pids[i] == pid)
            return 1;
    return 0;
}
