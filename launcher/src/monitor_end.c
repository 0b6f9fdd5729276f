/* monitor_end.c: the end of a container, step by step, none of them blocking the loop. */
#include "calls.h"
#include "monitor_state.h"

#define DRAIN_MILLIS 200 /* for output that somebody else than the init still holds open */
#define HELD_BACK_MILLIS 10000 /* more, when a client is behind with output that is already there */
#define LAST_READS 64 /* more than the largest pipe holds */
#define RELEASE_MILLIS 10000

static int outputs_ended(const struct container *container)
{
    for (int stream = 0; stream < CONTAINER_STREAMS; stream++)
        if (container->outputs[stream] >= 0)
            return 0;
    return 1;
}

/* Takes what lies in pipes that somebody keeps open. */
static void drain_rest(struct monitor *monitor)
{
    for (int stream = 0; stream < CONTAINER_STREAMS; stream++)
        for (int i = 0; i < LAST_READS && monitor_output(monitor, stream); i++)
            continue;
}

static int64_t drain(struct monitor *monitor, int64_t now)
{
    if (outputs_ended(&monitor->container))
        return 0;
    if (now < monitor->deadline)
        return monitor->deadline;
    if (attach_holds_back(&monitor->attachments) && now < monitor->deadline + HELD_BACK_MILLIS)
        return monitor->deadline + HELD_BACK_MILLIS;
    drain_rest(monitor);
    return 0;
}

static void record(struct monitor *monitor)
{
    struct container *container = &monitor->container;
    container_end_output(container);
    log_finish(&monitor->log);
    exit_record_write(&monitor->exit_record, (uint32_t)container->status, container->finished_nanos);
    run_cleanup(monitor->run);
    monitor->phase = MONITOR_EXITED;
    for (int i = 0; i < CONTROL_MAX; i++)
        if (monitor->controls.places[i].fd >= 0)
            monitor_tell_exit(monitor, &monitor->controls.places[i]);
    /* Last, so that nobody has to wait for a disk. */
    if (monitor->flags & PLAN_MONITOR_DURABLE)
        exit_record_sync(&monitor->exit_record);
}

/* Whether an engine is here, or will come for the release: not to a container that it has removed. */
static int has_engine(const struct monitor *monitor)
{
    return control_any(&monitor->controls)
        || ((monitor->flags & PLAN_MONITOR_NEEDS_ENGINE) && revival_possible(&monitor->revival)
            && !exit_record_removed(&monitor->exit_record));
}

/* Whether an engine has still something to do before clients may learn of the end. */
static int awaits_release(const struct monitor *monitor, int64_t now)
{
    return (monitor->flags & PLAN_MONITOR_AWAIT_RELEASE) && !monitor->released && now < monitor->deadline
        && has_engine(monitor);
}

static int64_t revive(struct monitor *monitor, int64_t now)
{
    if (monitor->phase == MONITOR_LEAVING || !(monitor->flags & PLAN_MONITOR_NEEDS_ENGINE)
        || !revival_possible(&monitor->revival))
        return INT64_MAX;
    if (!control_any(&monitor->controls))
        return revival_try(&monitor->revival, now);
    revival_rest(&monitor->revival);
    return INT64_MAX;
}

/* A container that is nobody's any more, where it was only ever meant for one engine. */
static void end_with_engine(const struct monitor *monitor)
{
    if (monitor->phase == MONITOR_RUNNING && (monitor->flags & PLAN_MONITOR_END_WITH_ENGINE)
        && !control_any(&monitor->controls))
        container_signal(&monitor->container, SIGKILL);
}

static int64_t earlier(int64_t one, int64_t other)
{
    return one < other ? one : other;
}

/* Goes as many phases on as it can; returns the deadline of the one that is left. */
static int64_t advance_phase(struct monitor *monitor, int64_t now)
{
    if (monitor->phase == MONITOR_RUNNING && monitor->container.exited) {
        monitor->phase = MONITOR_DRAINING;
        monitor->deadline = now + DRAIN_MILLIS;
    }
    if (monitor->phase == MONITOR_DRAINING) {
        int64_t next = drain(monitor, now);
        if (next > 0)
            return next;
        record(monitor);
        monitor->deadline = now + RELEASE_MILLIS;
    }
    if (monitor->phase == MONITOR_EXITED) {
        if (awaits_release(monitor, now))
            return monitor->deadline;
        monitor->phase = MONITOR_LEAVING;
        attach_exit(&monitor->attachments, container_exit_code(&monitor->container));
    }
    return INT64_MAX;
}

int64_t monitor_advance(struct monitor *monitor, int64_t now)
{
    end_with_engine(monitor);
    int64_t next = advance_phase(monitor, now);
    next = earlier(next, attach_expire(&monitor->attachments, now));
    if (monitor->phase == MONITOR_LEAVING && !attach_any(&monitor->attachments))
        return -1;
    return earlier(next, revive(monitor, now));
}
