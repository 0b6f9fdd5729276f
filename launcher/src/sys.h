/*
 * sys.h: Linux, without a libc. Raw system calls for x86_64 and aarch64, one thin function for each
 * call that the launcher makes itself; a result from -4095 to -1 is a negative errno. What the
 * kernel's own headers leave out (struct msghdr, AF_UNIX …) is written down here, with the kernel's names.
 */
#ifndef HAKO_SYS_H
#define HAKO_SYS_H

#include <asm/signal.h>
#include <asm/socket.h>
#include <asm/unistd.h>
#include <linux/close_range.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/memfd.h>
#include <linux/mman.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/stat.h>
#include <linux/time_types.h>
#include <linux/uio.h>
#include <linux/wait.h>
#include <stddef.h>
#include <stdint.h>

#define SYS_MAX_ERRNO 4095

/* <linux/time.h> clashes with <linux/time_types.h> in older kernels' headers. */
#define CLOCK_REALTIME 0
#define CLOCK_MONOTONIC 1

/* include/linux/socket.h, which is not exported */
#define AF_UNIX 1
#define SOCK_STREAM 1
#define SOCK_SEQPACKET 5
#define SOCK_NONBLOCK O_NONBLOCK
#define SOCK_CLOEXEC O_CLOEXEC
#define SCM_RIGHTS 1
#define SCM_CREDENTIALS 2
#define MSG_TRUNC 0x20
#define MSG_DONTWAIT 0x40
#define MSG_NOSIGNAL 0x4000
#define MSG_CMSG_CLOEXEC 0x40000000

/* struct user_msghdr */
struct msghdr {
    void *msg_name;
    int msg_namelen;
    struct iovec *msg_iov;
    size_t msg_iovlen;
    void *msg_control;
    size_t msg_controllen;
    uint32_t msg_flags;
};

struct cmsghdr {
    size_t cmsg_len; /* this header included */
    int cmsg_level;
    int cmsg_type;
};

struct ucred {
    int pid;
    uint32_t uid;
    uint32_t gid;
};

/* struct kernel_sigaction: the same on both machines */
struct sys_sigaction {
    uint64_t handler; /* 0: SIG_DFL */
    uint64_t flags;
    uint64_t restorer;
    uint64_t mask;
};

static inline int64_t sys_call6(int64_t number, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f)
{
#if defined(__x86_64__)
    int64_t result;
    register int64_t r10 __asm__("r10") = d;
    register int64_t r8 __asm__("r8") = e;
    register int64_t r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
#elif defined(__aarch64__)
    register int64_t x8 __asm__("x8") = number;
    register int64_t x0 __asm__("x0") = a;
    register int64_t x1 __asm__("x1") = b;
    register int64_t x2 __asm__("x2") = c;
    register int64_t x3 __asm__("x3") = d;
    register int64_t x4 __asm__("x4") = e;
    register int64_t x5 __asm__("x5") = f;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
    return x0;
#else
#error "the launcher knows x86_64 and aarch64 only"
#endif
}

static inline int64_t sys_call3(int64_t number, int64_t a, int64_t b, int64_t c)
{
    return sys_call6(number, a, b, c, 0, 0, 0);
}

static inline int64_t sys_address(const volatile void *pointer)
{
    return (int64_t)(intptr_t)pointer;
}

static inline int sys_failed(int64_t result)
{
    return result < 0 && result >= -SYS_MAX_ERRNO;
}

_Noreturn static inline void sys_exit(int code)
{
    for (;;)
        sys_call3(__NR_exit_group, code, 0, 0);
}

/* Files and descriptors. */

static inline int64_t sys_openat(int directory, const char *path, int flags, uint32_t mode)
{
    return sys_call6(__NR_openat, directory, sys_address(path), flags, mode, 0, 0);
}

static inline int64_t sys_close(int fd)
{
    return sys_call3(__NR_close, fd, 0, 0);
}

static inline int64_t sys_close_range(uint32_t first, uint32_t last, uint32_t flags)
{
    return sys_call3(__NR_close_range, first, last, flags);
}

static inline int64_t sys_read(int fd, void *bytes, size_t size)
{
    return sys_call3(__NR_read, fd, sys_address(bytes), (int64_t)size);
}

static inline int64_t sys_write(int fd, const void *bytes, size_t size)
{
    return sys_call3(__NR_write, fd, sys_address(bytes), (int64_t)size);
}

static inline int64_t sys_lseek(int fd, int64_t offset, int whence)
{
    return sys_call3(__NR_lseek, fd, offset, whence);
}

static inline int64_t sys_statx(int fd, const char *path, int flags, uint32_t mask, struct statx *stat)
{
    return sys_call6(__NR_statx, fd, sys_address(path), flags, mask, sys_address(stat), 0);
}

static inline int64_t sys_fcntl(int fd, int command, int64_t argument)
{
    return sys_call3(__NR_fcntl, fd, command, argument);
}

static inline int64_t sys_dup3(int from, int to, int flags)
{
    return sys_call3(__NR_dup3, from, to, flags);
}

static inline int64_t sys_pipe2(int ends[2], int flags)
{
    return sys_call3(__NR_pipe2, sys_address(ends), flags, 0);
}

static inline int64_t sys_memfd_create(const char *name, uint32_t flags)
{
    return sys_call3(__NR_memfd_create, sys_address(name), flags, 0);
}

/* Sockets. */

static inline int64_t sys_socketpair(int family, int type, int protocol, int ends[2])
{
    return sys_call6(__NR_socketpair, family, type, protocol, sys_address(ends), 0, 0);
}

static inline int64_t sys_setsockopt(int fd, int level, int option, const void *value, uint32_t size)
{
    return sys_call6(__NR_setsockopt, fd, level, option, sys_address(value), size, 0);
}

static inline int64_t sys_sendmsg(int fd, const struct msghdr *message, int flags)
{
    return sys_call3(__NR_sendmsg, fd, sys_address(message), flags);
}

static inline int64_t sys_recvmsg(int fd, struct msghdr *message, int flags)
{
    return sys_call3(__NR_recvmsg, fd, sys_address(message), flags);
}

/* Memory. */

static inline int64_t sys_mmap(void *address, size_t size, int protection, int flags, int fd, int64_t offset)
{
    return sys_call6(__NR_mmap, sys_address(address), (int64_t)size, protection, flags, fd, offset);
}

static inline int64_t sys_munmap(void *address, size_t size)
{
    return sys_call3(__NR_munmap, sys_address(address), (int64_t)size, 0);
}

static inline int64_t sys_madvise(void *address, size_t size, int advice)
{
    return sys_call3(__NR_madvise, sys_address(address), (int64_t)size, advice);
}

/* Processes and signals. */

static inline int64_t sys_fork(void)
{
    return sys_call6(__NR_clone, SIGCHLD, 0, 0, 0, 0, 0);
}

static inline int64_t sys_clone3(const struct clone_args *arguments, size_t size)
{
    return sys_call3(__NR_clone3, sys_address(arguments), (int64_t)size, 0);
}

static inline int64_t sys_execve(const char *path, char *const *argv, char *const *envp)
{
    return sys_call3(__NR_execve, sys_address(path), sys_address(argv), sys_address(envp));
}

static inline int64_t sys_wait4(int pid, int *status, int options)
{
    return sys_call6(__NR_wait4, pid, sys_address(status), options, 0, 0, 0);
}

static inline int64_t sys_waitid(int kind, int id, void *information, int options)
{
    return sys_call6(__NR_waitid, kind, id, sys_address(information), options, 0, 0);
}

static inline int64_t sys_kill(int pid, int signal)
{
    return sys_call3(__NR_kill, pid, signal, 0);
}

static inline int64_t sys_setpgid(int pid, int group)
{
    return sys_call3(__NR_setpgid, pid, group, 0);
}

static inline int64_t sys_pidfd_open(int pid, uint32_t flags)
{
    return sys_call3(__NR_pidfd_open, pid, flags, 0);
}

static inline int64_t sys_sigaction(int signal, const struct sys_sigaction *action)
{
    return sys_call6(__NR_rt_sigaction, signal, sys_address(action), 0, sizeof(uint64_t), 0, 0);
}

static inline int64_t sys_sigprocmask(int how, const uint64_t *mask)
{
    return sys_call6(__NR_rt_sigprocmask, how, sys_address(mask), 0, sizeof(uint64_t), 0, 0);
}

/* Time. */

static inline int64_t sys_clock_gettime(int clock, struct __kernel_timespec *time)
{
    return sys_call3(__NR_clock_gettime, clock, sys_address(time), 0);
}

static inline int64_t sys_nanosleep(const struct __kernel_timespec *time)
{
    return sys_call3(__NR_nanosleep, sys_address(time), 0, 0);
}

static inline int64_t sys_ppoll(struct pollfd *fds, uint32_t count, const struct __kernel_timespec *timeout)
{
    return sys_call6(__NR_ppoll, sys_address(fds), count, sys_address(timeout), 0, sizeof(uint64_t), 0);
}

/* Milliseconds on a clock that nobody sets. */
static inline int64_t sys_monotonic_millis(void)
{
    struct __kernel_timespec now;
    sys_clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

#endif
