/*
 * monitor_state.h: all that a monitor knows. One thread owns it; nothing is allocated after the
 * start but the queues of slow clients, and buffers cost memory only while they are in use.
 */
#ifndef HAKO_MONITOR_STATE_H
#define HAKO_MONITOR_STATE_H

#include "attach.h"
#include "container.h"
#include "control.h"
#include "exit_record.h"
#include "log.h"
#include "revival.h"
#include "run.h"

enum monitor_phase {
    MONITOR_RUNNING,
    MONITOR_DRAINING, /* the init has ended; what it and others have written is still coming in */
    MONITOR_EXITED,   /* recorded and cleaned up; an engine may have to release us */
    MONITOR_LEAVING,  /* clients have been told and are given time to read it */
};

struct monitor {
    struct run *run;
    uint32_t flags; /* PLAN_MONITOR_… */
    enum monitor_phase phase;
    int64_t deadline; /* of the phase; monotonic milliseconds */
    int64_t tidy_at;  /* when to give buffers back after use; 0: they are */
    int listener;
    int released;
    struct container container;
    struct log log;
    struct exit_record exit_record;
    struct revival revival;
    struct controls controls;
    struct attachments attachments;
    struct attach_buffer buffer;
    struct log_line lines[LOG_STREAMS];
};

/* monitor_end.c: moves through the phases; returns when to look again, or -1 when all is done. */
int64_t monitor_advance(struct monitor *monitor, int64_t now);

/* monitor.c: moves on some output of one stream; false when there is none. */
int monitor_output(struct monitor *monitor, int stream);

/* monitor_engine.c */
void monitor_greet(struct monitor *monitor, struct control *control);
void monitor_obey(struct monitor *monitor, struct control *control);
void monitor_tell_exit(struct monitor *monitor, struct control *control);

#endif
