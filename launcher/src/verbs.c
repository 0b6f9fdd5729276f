/* verbs.c: see verbs.h. A function for each verb, and the table of them; what needs more has a file of its own. */
#include "verbs.h"

#include "fate.h"
#include "monitor.h"
#include "own_fd.h"
#include "report.h"
#include "spawn.h"
#include "stand_in.h"
#include "sys.h"
#include "text.h"

typedef int verb_action(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result);

static char *address(uint64_t value)
{
    return (char *)(uintptr_t)value;
}

/* The one place where an interrupted call is made again; close(2) has closed even when it was interrupted. */
static int do_call(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    (void)run;
    do
        *result = sys_call6(step->number, (int64_t)a[0], (int64_t)a[1], (int64_t)a[2], (int64_t)a[3],
                            (int64_t)a[4], (int64_t)a[5]);
    while (*result == -EINTR && step->number != __NR_close);
    return sys_failed(*result) ? (int)*result : 0;
}

static int do_each(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    uint64_t each[6] = {a[0], a[1], a[2], a[3], a[4], 0};
    int error = 0;
    for (unsigned bit = 0; bit < 64 && error == 0; bit++)
        if (a[5] >> bit & 1) {
            each[step->target] = a[step->target] + bit;
            error = do_call(run, step, each, result);
        }
    return error;
}

static int do_clone(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    const struct clone_args *arguments = (const struct clone_args *)a[0];
    if (arguments->flags & (CLONE_VM | CLONE_FILES))
        return -EINVAL;
    int error = fate_open(run);
    if (error < 0)
        return error;
    *result = sys_clone3(arguments, a[1]);
    if (*result == 0) {
        fate_join(run);
        run->next = step->target;
    }
    return *result < 0 ? (int)*result : 0;
}

static int do_jump(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    (void)a, (void)result;
    run->next = step->target;
    return 0;
}

static int do_fail(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    (void)run, (void)step, (void)result;
    int64_t error = (int64_t)a[0] > 0 ? (int64_t)(0 - a[0]) : (int64_t)a[0];
    return sys_failed(error) ? (int)error : -EINVAL;
}

static int do_end(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    (void)step, (void)result;
    if (!run->cleaning)
        sys_exit((int)a[0]);
    run->next = run->step_count;
    return 0;
}

static int do_load(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    (void)run, (void)step;
    int32_t narrow;
    memcpy(result, address(a[0]), a[1]);
    memcpy(&narrow, result, sizeof narrow);
    if (a[1] == sizeof narrow)
        *result = narrow;
    return 0;
}

static int do_store(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    (void)run, (void)step, (void)result;
    memcpy(address(a[0]), &a[1], a[2]);
    return 0;
}

static int do_decimal(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    (void)run, (void)step, (void)result;
    char digits[TEXT_DECIMAL_SIZE];
    size_t count = text_decimal(digits, a[1]);
    if (count > a[2])
        return -EOVERFLOW;
    memset(address(a[0]), (int)a[3], a[2]);
    memcpy(address(a[0]), digits, count);
    return 0;
}

static int do_write(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    (void)run, (void)step, (void)result;
    for (uint64_t done = 0; done < a[2];) {
        int64_t written = sys_write((int)a[0], address(a[1]) + done, a[2] - done);
        if (written < 0 && written != -EINTR)
            return (int)written;
        if (written > 0)
            done += (uint64_t)written;
    }
    return 0;
}

/* A message with at most one descriptor. */
struct packet {
    struct iovec part;
    struct {
        struct cmsghdr head;
        int fd;
    } control;
    struct msghdr message;
};

#define CONTROL_SIZE (sizeof(struct cmsghdr) + sizeof(int))

static void wrap(struct packet *packet, void *bytes, size_t size, int fd)
{
    *packet = (struct packet){.part = {.iov_base = bytes, .iov_len = size}};
    packet->control.head = (struct cmsghdr){
        .cmsg_len = CONTROL_SIZE, .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    packet->control.fd = fd;
    packet->message = (struct msghdr){
        .msg_iov = &packet->part, .msg_iovlen = 1, .msg_control = &packet->control, .msg_controllen = CONTROL_SIZE};
}

static int send(int socket, struct packet *packet)
{
    int64_t sent;
    do
        sent = sys_sendmsg(socket, &packet->message, MSG_NOSIGNAL);
    while (sent == -EINTR);
    if (sent < 0)
        return (int)sent;
    return (size_t)sent == packet->part.iov_len ? 0 : -EMSGSIZE;
}

static int receive(struct run *run, int socket, uint64_t millis, struct packet *packet)
{
    int error = fate_wait(run, socket, millis);
    if (error < 0)
        return error;
    int64_t size = sys_recvmsg(socket, &packet->message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (size <= 0)
        return size == 0 ? -ECONNRESET : (int)size;
    return (size_t)size == packet->part.iov_len ? 0 : -EBADMSG;
}

static int do_send(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    (void)run, (void)step, (void)result;
    uint64_t value = a[1];
    struct packet packet;
    wrap(&packet, &value, sizeof value, -1);
    packet.message.msg_controllen = 0;
    return send((int)a[0], &packet);
}

static int do_receive(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    (void)step;
    struct packet packet;
    wrap(&packet, result, sizeof *result, -1);
    packet.message.msg_controllen = 0;
    return receive(run, (int)a[0], a[1], &packet);
}

static int do_send_fd(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    (void)run, (void)step, (void)result;
    char byte = 0;
    struct packet packet;
    wrap(&packet, &byte, sizeof byte, (int)a[1]);
    return send((int)a[0], &packet);
}

static int do_receive_fd(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    (void)step;
    char byte;
    struct packet packet;
    wrap(&packet, &byte, sizeof byte, -1);
    int error = receive(run, (int)a[0], a[1], &packet);
    if (error < 0)
        return error;
    *result = packet.control.fd;
    return packet.message.msg_controllen >= CONTROL_SIZE && packet.control.fd >= 0 ? 0 : -EBADMSG;
}

static int do_spawn(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    (void)step, (void)result;
    return spawn_run((const struct plan_spawn *)a[0], &run->failure);
}

static int do_report(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    (void)step, (void)result;
    if (!run->root && a[0] != PLAN_MOUNTED)
        return -EPERM;
    report_milestone((uint32_t)a[0], a[1]);
    return 0;
}

/* Keeps in the failure's text which path it was; system calls may have changed the data since it was checked. */
static void name_path(struct run *run, uint64_t path)
{
    uint64_t start = (uint64_t)(uintptr_t)run->data;
    if (path < start || path >= start + run->data_size)
        return;
    size_t room = start + run->data_size - path;
    size_t length = text_length_within(address(path), room < RUN_MAX_TEXT ? room : RUN_MAX_TEXT);
    memcpy(run->failure.text, address(path), length);
    run->failure.head.text_size = (uint32_t)length;
}

static int do_exec(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    (void)step, (void)result;
    const uint64_t *end = (const uint64_t *)(run->data + run->data_size);
    int denied = 0;
    for (const uint64_t *path = (const uint64_t *)a[0]; path < end && *path != 0; path++) {
        int64_t error = sys_execve(address(*path), (char *const *)a[1], (char *const *)a[2]);
        if (!denied)
            name_path(run, *path);
        if (error != -ENOENT && error != -ENOTDIR && error != -EACCES) {
            name_path(run, *path);
            return (int)error;
        }
        denied |= error == -EACCES;
    }
    return denied ? -EACCES : -ENOENT;
}

static int do_await_exec(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    (void)step, (void)result;
    if (!run->root)
        return -EPERM;
    if (run->fate_read < 0)
        return 0;
    own_fd_close(&run->fate_write);
    int error = fate_wait(run, -1, a[0]);
    if (error == 0)
        fate_close(run);
    return error;
}

static int do_gate(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    (void)step, (void)result;
    return run->root ? -EPERM : fate_gate(run, (int)a[0]);
}

static int do_stand_in(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    (void)step, (void)result;
    return run->root ? -EPERM : stand_in_run(run, (int)a[0], (int)a[1], a[2]);
}

/* The monitor needs the clean-up section and the data; the rest of the plan goes back to the kernel. */
static void keep_cleanup(struct run *run)
{
    run->steps = (const struct plan_step *)(run->data + run->data_size);
    run->first = run->cleanup;
    sys_munmap(run->plan, run->plan_size);
    run->plan = NULL;
}

static int do_monitor(struct run *run, const struct plan_step *step, const uint64_t *a, int64_t *result)
{
    (void)step, (void)result;
    if (!run->root)
        return -EPERM;
    fate_close(run);
    keep_cleanup(run);
    monitor_run(run, (const struct plan_monitor *)a[0]);
}

static verb_action *const ACTIONS[] = {
    [PLAN_CALL] = do_call,
    [PLAN_CLONE] = do_clone,
    [PLAN_JUMP] = do_jump,
    [PLAN_FAIL] = do_fail,
    [PLAN_END] = do_end,
    [PLAN_LOAD] = do_load,
    [PLAN_STORE] = do_store,
    [PLAN_DECIMAL] = do_decimal,
    [PLAN_WRITE] = do_write,
    [PLAN_SEND] = do_send,
    [PLAN_RECEIVE] = do_receive,
    [PLAN_SEND_FD] = do_send_fd,
    [PLAN_RECEIVE_FD] = do_receive_fd,
    [PLAN_SPAWN] = do_spawn,
    [PLAN_REPORT] = do_report,
    [PLAN_EXEC] = do_exec,
    [PLAN_AWAIT_EXEC] = do_await_exec,
    [PLAN_MONITOR] = do_monitor,
    [PLAN_EACH] = do_each,
    [PLAN_GATE] = do_gate,
    [PLAN_STAND_IN] = do_stand_in,
};

static uint64_t argument_of(const struct run *run, const struct plan_step *step, int index)
{
    uint64_t argument = step->argument[index];
    switch ((enum plan_kind)step->kind[index]) {
    case PLAN_DATA:
        return (uint64_t)(uintptr_t)(run->data + argument);
    case PLAN_REGISTER:
        return run->registers[argument];
    case PLAN_IMMEDIATE:
        break;
    }
    return argument;
}

int verb_perform(struct run *run, const struct plan_step *step, int64_t *result)
{
    uint64_t arguments[6];
    for (int i = 0; i < 6; i++)
        arguments[i] = argument_of(run, step, i);
    *result = 0;
    return ACTIONS[step->verb](run, step, arguments, result);
}
