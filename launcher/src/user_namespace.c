/* user_namespace.c: joining the namespaces of live containers, or making new ones and mapping ids into them. */
#include "user_namespace.h"

#include <linux/mount.h>

#include "calls.h"
#include "deadline.h"
#include "engine_socket.h"
#include "errors.h"
#include "files.h"
#include "frames.h"
#include "id_map.h"
#include "text.h"

#define ANSWER_MILLIS 1000
#define UIDS_FAILED 1
#define GIDS_FAILED 2

static int64_t setns(int fd, uint64_t type)
{
    return sys_call3(__NR_setns, fd, (int64_t)type, 0);
}

/* Asks a monitor for its namespaces; false when it does not answer as one does. */
static int ask(int socket, int fds[FRAME_MAX_FDS])
{
    struct frame_reader reader = {.have = 0};
    int64_t deadline = deadline_in(ANSWER_MILLIS);
    if (frame_send(socket, WIRE_NAMESPACES, 0, 0, 0, 0) < 0)
        return 0;
    for (;;) {
        struct pollfd slot = {socket, POLLIN, 0};
        if (deadline_poll(&slot, 1, deadline) <= 0)
            return 0;
        enum frame_state state = frame_receive(&reader, socket, fds);
        if (state != FRAME_PENDING && state != FRAME_COMPLETE)
            return 0;
        if (state == FRAME_COMPLETE && reader.header.type == WIRE_NAMESPACE_FDS)
            return fds[0] >= 0 && fds[1] >= 0;
        if (state == FRAME_COMPLETE)
            frame_next(&reader);
    }
}

static int join_monitor(const struct places *places, const char *path)
{
    int fds[FRAME_MAX_FDS] = {-1, -1};
    int64_t socket = engine_socket_connect(path);
    if (socket < 0)
        return 0;
    int good = sys_peer_uid((int)socket) == places->uid && ask((int)socket, fds);
    sys_close((int)socket);
    if (good && setns(fds[0], CLONE_NEWUSER) == 0) {
        int64_t result = setns(fds[1], CLONE_NEWNS);
        if (result < 0)
            errors_fail("cannot join the namespaces of the running containers: ", errors_text(result), (char *)0);
    } else {
        good = 0;
    }
    for (uint32_t i = 0; i < FRAME_MAX_FDS; i++)
        if (fds[i] >= 0)
            sys_close(fds[i]);
    return good;
}

/* Joins one of the monitors below a directory. */
static int join_one_of(const struct places *places, const char *below, const char *socket)
{
    const char *directory = files_join(places->run, below, (char *)0);
    char **names = files_list(directory, "");
    for (; names && *names; names++)
        if (join_monitor(places, files_join(directory, "/", *names, socket, (char *)0)))
            return 1;
    return 0;
}

/* So that boxes of an earlier engine stay manageable: their mounts and ids are in its namespaces. */
static int join(const struct places *places)
{
    return join_one_of(places, "/containers", "/monitor.sock") || join_one_of(places, "/pods", "/init/monitor.sock");
}

/* Whether the number in a file is this one. */
static int holds(const char *path, const char *number)
{
    char text[32];
    int64_t size = files_read(path, text, sizeof text);
    return size == (int64_t)text_length(number) + 1 && memcmp(text, number, (size_t)size - 1) == 0;
}

static const char *remedy(int64_t error)
{
    if (holds("/proc/sys/kernel/unprivileged_userns_clone", "0"))
        return "as root run sysctl -w kernel.unprivileged_userns_clone=1";
    if (holds("/proc/sys/user/max_user_namespaces", "0"))
        return "as root run sysctl -w user.max_user_namespaces=15000";
    if (holds("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1"))
        return "as root run sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, "
               "or give hako an AppArmor profile with userns";
    if (error == -ENOSPC || error == -EUSERS)
        return "a limit on user namespaces is reached, see sysctl user.max_user_namespaces";
    return "a seccomp filter or a container around this shell may forbid them";
}

_Noreturn static void forbidden(const char *step, int64_t error)
{
    errors_fail("cannot start engine: ", step, ": ", errors_text(error), "; hint: ", remedy(error), (char *)0);
}

static int64_t write_file(const char *path, const char *text)
{
    int64_t fd = sys_openat(AT_FDCWD, path, O_WRONLY | O_CLOEXEC, 0);
    if (fd < 0)
        return fd;
    int64_t written = sys_write((int)fd, text, text_length(text));
    sys_close((int)fd);
    return written < 0 ? written : 0;
}

/* Maps one id, which every user may do for its own. */
static void map_own(const char *path, uint32_t id)
{
    char number[TEXT_DECIMAL_SIZE + 1];
    number[text_decimal(number, id)] = '\0';
    int64_t result = write_file(path, files_join("0 ", number, " 1\n", (char *)0));
    if (result < 0)
        forbidden("mapping your user id into a user namespace", result);
}

/* A child outside of the new namespace that maps the ids of its parent once that is told by `go`. */
static int64_t start_mapper(const struct id_map *users, const struct id_map *groups, int parent, const int go[2])
{
    uint8_t byte;
    int64_t child = sys_fork();
    if (child != 0)
        return child;
    sys_close(go[1]);
    if (sys_read(go[0], &byte, 1) != 1)
        sys_exit(0);
    int failed = id_map_apply(users, parent) == 0 ? 0 : UIDS_FAILED;
    if (id_map_apply(groups, parent) != 0)
        failed |= GIDS_FAILED;
    sys_exit(failed);
}

static void unshare(void)
{
    int64_t result = sys_call3(__NR_unshare, CLONE_NEWUSER | CLONE_NEWNS, 0, 0);
    if (result < 0)
        forbidden("making a user namespace", result);
}

/* Unshares with a mapper beside us; which maps it could not write. */
static int unshare_mapped(const struct id_map *users, const struct id_map *groups)
{
    int go[2], status = (UIDS_FAILED | GIDS_FAILED) << 8;
    int64_t mapper = sys_pipe2(go, O_CLOEXEC);
    if (mapper == 0)
        mapper = start_mapper(users, groups, (int)sys_getpid(), go);
    unshare();
    if (mapper <= 0)
        return UIDS_FAILED | GIDS_FAILED;
    sys_write(go[1], "", 1);
    sys_close(go[0]);
    sys_close(go[1]);
    while (sys_wait4((int)mapper, &status, 0) == -EINTR)
        continue;
    return status >> 8 & (UIDS_FAILED | GIDS_FAILED);
}

const char *user_namespace_enter(const struct places *places)
{
    struct id_map users = {.count = 0}, groups = {.count = 0};
    if (join(places))
        return 0;
    const char *note = id_map_find(places, &users, &groups);
    int failed = UIDS_FAILED | GIDS_FAILED;
    if (note)
        unshare();
    else
        failed = unshare_mapped(&users, &groups);
    if (failed && !note)
        note = "newuidmap or newgidmap failed; hint: see the ranges in /etc/subuid and /etc/subgid";
    if (failed & UIDS_FAILED)
        map_own("/proc/self/uid_map", users.own);
    if (failed & GIDS_FAILED) {
        write_file("/proc/self/setgroups", "deny");
        map_own("/proc/self/gid_map", groups.own);
    }
    int64_t result = sys_call6(__NR_mount, 0, sys_address("/"), 0, MS_SLAVE | MS_REC, 0, 0);
    if (result < 0)
        forbidden("keeping mounts apart in a user namespace", result);
    return note;
}
