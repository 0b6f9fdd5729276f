/* monitor_engine.c: what engines tell a monitor and are told by it. */
#include "calls.h"
#include "monitor_state.h"

#define STATE_RUNNING 1u
#define STATE_EXITED 2u

void monitor_tell_exit(struct monitor *monitor, struct control *control)
{
    struct wire_exited exited = {
        .status = (uint32_t)monitor->container.status,
        .finished_nanos = monitor->container.finished_nanos,
    };
    control_send(control, WIRE_EXITED, &exited, sizeof exited);
}

void monitor_greet(struct monitor *monitor, struct control *control)
{
    int over = monitor->phase >= MONITOR_EXITED;
    struct wire_hello hello = {
        .version = WIRE_VERSION,
        .pid = monitor->container.exited ? 0 : (uint32_t)monitor->container.pid,
        .state = over ? STATE_EXITED : STATE_RUNNING,
    };
    control_send(control, WIRE_HELLO, &hello, sizeof hello);
    if (over && control->fd >= 0)
        monitor_tell_exit(monitor, control);
}

static int attach(struct monitor *monitor, struct control *control)
{
    struct wire_attach how;
    int client = control->passed[0];
    if (!frame_payload(&control->frame, &how, sizeof how) || client < 0 || how.detach_size > DETACH_MAX_KEYS)
        return 0;
    control->passed[0] = -1;
    attach_add(&monitor->attachments, client, &how);
    if (monitor->phase == MONITOR_LEAVING)
        attach_exit(&monitor->attachments, container_exit_code(&monitor->container));
    return 1;
}

static int kill_init(struct monitor *monitor, const struct control *control)
{
    uint32_t signal;
    if (!frame_payload(&control->frame, &signal, sizeof signal))
        return 0;
    container_signal(&monitor->container, signal);
    return 1;
}

static int resize(struct monitor *monitor, const struct control *control)
{
    struct wire_size size;
    if (!frame_payload(&control->frame, &size, sizeof size))
        return 0;
    container_resize(&monitor->container, &size);
    return 1;
}

static int need_engine(struct monitor *monitor, const struct control *control)
{
    uint32_t needed;
    if (!frame_payload(&control->frame, &needed, sizeof needed) || needed > 1)
        return 0;
    monitor->flags &= ~PLAN_MONITOR_NEEDS_ENGINE;
    if (needed)
        monitor->flags |= PLAN_MONITOR_NEEDS_ENGINE;
    return 1;
}

static int obey(struct monitor *monitor, struct control *control)
{
    switch (control->frame.header.type) {
    case WIRE_ATTACH:
        return attach(monitor, control);
    case WIRE_KILL:
        return kill_init(monitor, control);
    case WIRE_WINDOW:
        return resize(monitor, control);
    case WIRE_NEED_ENGINE:
        return need_engine(monitor, control);
    case WIRE_REOPEN_LOG:
        log_reopen(&monitor->log);
        return 1;
    case WIRE_RELEASE:
        monitor->released = 1;
        return 1;
    case WIRE_NAMESPACES:
        control_send_namespaces(control);
        return 1;
    default:
        return 0;
    }
}

void monitor_obey(struct monitor *monitor, struct control *control)
{
    enum frame_state state = frame_receive(&control->frame, control->fd, control->passed);
    if (state == FRAME_PENDING)
        return;
    int good = state == FRAME_COMPLETE && obey(monitor, control);
    frame_next(&control->frame);
    if (control->fd >= 0 && (!good || control_refuse_passed(control) > 0))
        control_close(control);
}
