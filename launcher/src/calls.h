/*
 * calls.h: the system calls that only the monitor and the client make, beside those of sys.h, and
 * the layout of descriptors that travel over unix sockets.
 */
#ifndef HAKO_CALLS_H
#define HAKO_CALLS_H

#include <linux/un.h>

#include "sys.h"

#define SOMAXCONN 4096
#define MSG_PEEK 0x02
#define MSG_CTRUNC 0x08
#define SHUT_WR 1
#define SEEK_SET 0
#define SEEK_END 2

/* Room for a control message with `count` descriptors, and its length without padding. */
#define CALLS_FDS_LENGTH(count) (sizeof(struct cmsghdr) + (count) * sizeof(int))
#define CALLS_FDS_SPACE(count) ((CALLS_FDS_LENGTH(count) + 7u) & ~(size_t)7u)

static inline int64_t sys_socket(int family, int type, int protocol)
{
    return sys_call3(__NR_socket, family, type, protocol);
}

static inline int64_t sys_bind(int fd, const struct sockaddr_un *address, uint32_t size)
{
    return sys_call3(__NR_bind, fd, sys_address(address), size);
}

static inline int64_t sys_listen(int fd, int backlog)
{
    return sys_call3(__NR_listen, fd, backlog, 0);
}

static inline int64_t sys_connect(int fd, const struct sockaddr_un *address, uint32_t size)
{
    return sys_call3(__NR_connect, fd, sys_address(address), size);
}

static inline int64_t sys_accept4(int fd, int flags)
{
    return sys_call6(__NR_accept4, fd, 0, 0, flags, 0, 0);
}

/* The uid at the other end of a unix socket, or -errno. */
static inline int64_t sys_peer_uid(int fd)
{
    struct ucred peer;
    uint32_t size = sizeof peer;
    int64_t result = sys_call6(__NR_getsockopt, fd, SOL_SOCKET, SO_PEERCRED, sys_address(&peer), sys_address(&size), 0);
    return result < 0 ? result : peer.uid;
}

static inline int64_t sys_send(int fd, const void *bytes, size_t size, int flags)
{
    return sys_call6(__NR_sendto, fd, sys_address(bytes), (int64_t)size, flags, 0, 0);
}

static inline int64_t sys_receive(int fd, void *bytes, size_t size, int flags)
{
    return sys_call6(__NR_recvfrom, fd, sys_address(bytes), (int64_t)size, flags, 0, 0);
}

static inline int64_t sys_writev(int fd, const struct iovec *parts, uint32_t count)
{
    return sys_call3(__NR_writev, fd, sys_address(parts), count);
}

static inline int64_t sys_pwrite(int fd, const void *bytes, size_t size, int64_t offset)
{
    return sys_call6(__NR_pwrite64, fd, sys_address(bytes), (int64_t)size, offset, 0, 0);
}

static inline int64_t sys_ftruncate(int fd, int64_t size)
{
    return sys_call3(__NR_ftruncate, fd, size, 0);
}

static inline int64_t sys_fsync(int fd)
{
    return sys_call3(__NR_fsync, fd, 0, 0);
}

static inline int64_t sys_flock(int fd, int operation)
{
    return sys_call3(__NR_flock, fd, operation, 0);
}

static inline int64_t sys_renameat(int from_directory, const char *from, int to_directory, const char *to)
{
    return sys_call6(__NR_renameat2, from_directory, sys_address(from), to_directory, sys_address(to), 0, 0);
}

static inline int64_t sys_unlinkat(int directory, const char *path, int flags)
{
    return sys_call3(__NR_unlinkat, directory, sys_address(path), flags);
}

static inline int64_t sys_readlinkat(int directory, const char *path, char *target, size_t size)
{
    return sys_call6(__NR_readlinkat, directory, sys_address(path), sys_address(target), (int64_t)size, 0, 0);
}

static inline int64_t sys_getcwd(char *path, size_t size)
{
    return sys_call3(__NR_getcwd, sys_address(path), (int64_t)size, 0);
}

static inline int64_t sys_ioctl(int fd, uint64_t request, int64_t argument)
{
    return sys_call3(__NR_ioctl, fd, (int64_t)request, argument);
}

static inline int64_t sys_pidfd_send_signal(int pidfd, int signal)
{
    return sys_call6(__NR_pidfd_send_signal, pidfd, signal, 0, 0, 0, 0);
}

static inline int64_t sys_prctl(int option, int64_t argument)
{
    return sys_call6(__NR_prctl, option, argument, 0, 0, 0, 0);
}

static inline int64_t sys_getpid(void)
{
    return sys_call3(__NR_getpid, 0, 0, 0);
}

static inline int64_t sys_geteuid(void)
{
    return sys_call3(__NR_geteuid, 0, 0, 0);
}

static inline int64_t sys_setsid(void)
{
    return sys_call3(__NR_setsid, 0, 0, 0);
}

static inline int64_t sys_umask(uint32_t mask)
{
    return sys_call3(__NR_umask, mask, 0, 0);
}

static inline int64_t sys_chdir(const char *path)
{
    return sys_call3(__NR_chdir, sys_address(path), 0, 0);
}

#endif
