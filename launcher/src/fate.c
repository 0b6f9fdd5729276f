/* fate.c: see fate.h. */
#include "fate.h"

#include "calls.h"
#include "deadline.h"
#include "own_fd.h"
#include "sys.h"

#define KILL_MILLIS 10000 /* how long a killed process may take to let go of the socket */

/* What the root reads from the socket. A message is a struct failure; with error 0 it says "I am here". */
enum message {
    MESSAGE_NONE,
    MESSAGE_JOINED,
    MESSAGE_FAILED,
    MESSAGE_END,
};

void fate_close(struct run *run)
{
    own_fd_close(&run->fate_read);
    own_fd_close(&run->fate_write);
}

static int64_t open_pair(struct run *run)
{
    int ends[2];
    const int yes = 1;
    int64_t error = sys_socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends);
    if (error < 0)
        return error;
    run->fate_read = own_fd(ends[0]);
    run->fate_write = own_fd(ends[1]);
    if (run->fate_read < 0 || run->fate_write < 0)
        return run->fate_read < 0 ? run->fate_read : run->fate_write;
    return sys_setsockopt(run->fate_read, SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes);
}

int fate_open(struct run *run)
{
    if (!run->root || run->fate_write >= 0)
        return 0;
    fate_close(run);
    int64_t error = open_pair(run);
    if (error < 0)
        fate_close(run);
    return (int)error;
}

static void tell(struct run *run)
{
    sys_write(run->fate_write, &run->failure, sizeof run->failure.head + run->failure.head.text_size);
}

void fate_join(struct run *run)
{
    run->root = 0;
    own_fd_close(&run->fate_read);
    tell(run);
}

void fate_tell(struct run *run)
{
    tell(run);
    sys_exit(1);
}

int fate_gate(struct run *run, int listener)
{
    int64_t connection;
    fate_close(run);
    do
        connection = sys_accept4(listener, SOCK_CLOEXEC);
    while (connection == -EINTR);
    if (connection < 0)
        return (int)connection;
    run->fate_write = (int)connection;
    return 0;
}

static void note_child(struct run *run, int pid)
{
    if (pid > 0 && run->child_count < RUN_MAX_CHILDREN)
        run->children[run->child_count++] = pid;
}

/* The next message without waiting for one; a failure is left in run->failure. */
static enum message receive(struct run *run)
{
    struct {
        struct cmsghdr head;
        struct ucred sender;
    } control = {0};
    struct iovec part = {.iov_base = &run->failure, .iov_len = sizeof run->failure};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    int64_t size = sys_recvmsg(run->fate_read, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (size < (int64_t)sizeof run->failure.head)
        return size == -EAGAIN || size == -EINTR ? MESSAGE_NONE : MESSAGE_END;
    run->failure.head.text_size = (uint32_t)size - (uint32_t)sizeof run->failure.head;
    if (run->failure.head.error != 0)
        return MESSAGE_FAILED;
    if (control.head.cmsg_type == SCM_CREDENTIALS)
        note_child(run, control.sender.pid);
    return MESSAGE_JOINED;
}

int fate_wait(struct run *run, int fd, uint64_t millis)
{
    int64_t deadline = deadline_in(millis);
    struct pollfd fds[] = {{.fd = fd, .events = POLLIN}, {.fd = run->fate_read, .events = POLLIN}};
    for (;;) {
        int64_t ready = deadline_poll(fds, 2, deadline);
        if (ready <= 0)
            return ready == 0 ? -ETIMEDOUT : (int)ready;
        if (fds[1].revents == 0)
            return 0;
        enum message message = receive(run);
        if (message == MESSAGE_FAILED)
            run_failed(run);
        if (message == MESSAGE_END && fd < 0)
            return 0;
        if (message == MESSAGE_END)
            fds[1].fd = -1;
    }
}

/* A pid that is no longer our child's may be anybody's. */
static int is_child(int pid)
{
    return sys_waitid(P_PID, pid, NULL, WEXITED | WNOHANG | WNOWAIT) == 0;
}

static void kill_children(struct run *run)
{
    for (uint32_t i = 0; i < run->child_count; i++)
        if (is_child(run->children[i]))
            sys_kill(run->children[i], SIGKILL);
}

static void reap_children(struct run *run)
{
    for (uint32_t i = 0; i < run->child_count; i++)
        while (sys_wait4(run->children[i], NULL, 0) == -EINTR)
            ;
    run->child_count = 0;
}

/* Until the socket's end there may be a process that has not yet said that it is there. */
void fate_kill(struct run *run)
{
    int64_t deadline = deadline_in(KILL_MILLIS);
    own_fd_close(&run->fate_write);
    kill_children(run);
    while (run->fate_read >= 0) {
        struct pollfd fate = {.fd = run->fate_read, .events = POLLIN};
        if (deadline_poll(&fate, 1, deadline) <= 0 || receive(run) == MESSAGE_END)
            own_fd_close(&run->fate_read);
        kill_children(run);
    }
    reap_children(run);
}
