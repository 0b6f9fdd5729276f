/* control.c: accepting engines, and telling them things. */
#include "control.h"

#include "calls.h"
#include "text.h"

void control_begin(struct controls *all)
{
    for (int i = 0; i < CONTROL_MAX; i++)
        all->places[i].fd = -1;
}

struct control *control_add(struct controls *all, int fd)
{
    for (int i = 0; i < CONTROL_MAX; i++) {
        struct control *control = &all->places[i];
        if (control->fd >= 0)
            continue;
        memset(control, 0, sizeof *control);
        control->fd = fd;
        control->passed[0] = control->passed[1] = -1;
        return control;
    }
    sys_close(fd);
    return 0;
}

struct control *control_accept(struct controls *all, int listener)
{
    int64_t fd = sys_accept4(listener, SOCK_CLOEXEC);
    if (fd < 0)
        return 0;
    int64_t uid = sys_peer_uid((int)fd);
    if (uid == sys_geteuid() || uid == 0)
        return control_add(all, (int)fd);
    sys_close((int)fd);
    return 0;
}

void control_close(struct control *control)
{
    sys_close(control->fd);
    control->fd = -1;
    control_refuse_passed(control);
}

int control_refuse_passed(struct control *control)
{
    int count = 0;
    for (size_t i = 0; i < FRAME_MAX_FDS; i++) {
        if (control->passed[i] < 0)
            continue;
        sys_close(control->passed[i]);
        control->passed[i] = -1;
        count++;
    }
    return count;
}

int control_any(const struct controls *all)
{
    for (int i = 0; i < CONTROL_MAX; i++)
        if (all->places[i].fd >= 0)
            return 1;
    return 0;
}

void control_send(struct control *control, uint16_t type, const void *payload, uint32_t size)
{
    if (frame_send(control->fd, type, payload, size, 0, 0) < 0)
        control_close(control);
}

void control_send_namespaces(struct control *control)
{
    int64_t user = sys_openat(AT_FDCWD, "/proc/self/ns/user", O_RDONLY | O_CLOEXEC, 0);
    int64_t mount = sys_openat(AT_FDCWD, "/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC, 0);
    int fds[2] = {(int)user, (int)mount};
    int sent = -1;
    if (user >= 0 && mount >= 0)
        sent = frame_send(control->fd, WIRE_NAMESPACE_FDS, 0, 0, fds, 2);
    for (int i = 0; i < 2; i++)
        if (fds[i] >= 0)
            sys_close(fds[i]);
    if (sent < 0)
        control_close(control);
}
