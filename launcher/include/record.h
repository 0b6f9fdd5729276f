/*
 * record.h: what the OCI command tells the compiler, and what it keeps of a container. Written here in
 * C and in dev.hako.door.oci in Java; all numbers are little-endian.
 *
 * A record is what is known of a container when its plan is compiled: the file "record" in its state
 * directory. Start, state, kill, delete and list need no more than that, and no compiler.
 */
#ifndef HAKO_RECORD_H
#define HAKO_RECORD_H

#include <stdint.h>

#define RECORD_MAGIC 0x524b4148u /* "HAKR" */
#define RECORD_VERSION 3u

/* What is to be compiled. */
enum record_verb {
    RECORD_CREATE = 1, /* a container up to its gate */
    RECORD_EXEC = 2,   /* a further process */
    RECORD_UPDATE = 3, /* other limits */
    RECORD_FEATURES = 4, /* no plan: RECORD_TEXT tells what this runtime can do */
    RECORD_TEMPLATE = 5, /* no plan: RECORD_TEXT is a config.json to begin with */
};

/* Flags of wire_compile. */
#define RECORD_CONSOLE 1u      /* the launcher has a console socket, at RECORD_CONSOLE_FD */
#define RECORD_WORDS 2u        /* RECORD_PROCESS is no JSON but words, see there */
#define RECORD_NO_PIVOT 4u     /* the root is entered without pivot_root(2) */
#define RECORD_KEEP_KEYRING 8u /* the process keeps its caller's session keyring */
#define RECORD_ROOTLESS 16u    /* RECORD_TEMPLATE: for an ordinary user, whose RECORD_PROCESS is UID:GID */
#define RECORD_SYSTEMD 32u     /* systemd makes the container's control groups, as a scope, or has made them … */
#define RECORD_USER_MANAGER 64u /* … and not the machine's: the caller's own */

/* What WIRE_COMPILE tells, in this order; an absent one is empty. */
enum record_part {
    RECORD_ID,
    RECORD_BUNDLE,      /* absolute path of the bundle */
    RECORD_CONFIG,      /* the bytes of config.json */
    RECORD_PROCESS,     /* RECORD_EXEC: the bytes of a process object; or zero-ended words, each behind a letter: a argument,
                           c working directory, e environment, g group, l label, m AppArmor's profile, n no new privileges,
                           p capability, t terminal, u user.
                           RECORD_UPDATE: the bytes of a resources object; or words: B burst, c processors, I idle, m memory,
                           M memory nodes, p processes, P period, Q quota, r reservation, R realtime period, s memory and swap,
                           S shares, T realtime runtime, w weight of block devices */
    RECORD_MOUNTINFO,   /* the caller's /proc/self/mountinfo … */
    RECORD_CGROUP,      /* … cgroup … */
    RECORD_UID_MAP,     /* … uid_map … */
    RECORD_STATUS,      /* … and status */
    RECORD_CONTROLLERS, /* /sys/fs/cgroup/cgroup.controllers, as the caller sees it */
    RECORD_KNOWN_GROUPS, /* the container's RECORD_GROUPS */
    RECORD_KNOWN_LIMITS, /* the container's resources object as the last update has left it; empty: as in config.json */
    RECORD_SUBGROUPS,    /* RECORD_EXEC: zero-ended strings, each [CONTROLLER,…:]PATH below the container's groups */
    RECORD_ISOLATIONS,   /* RECORD_CREATE: zero-ended words behind a letter: n by the command's name, o by --isolation */
    RECORD_INIT,         /* RECORD_EXEC: pid of the container's first process, in decimal … */
    RECORD_INIT_CGROUP,  /* … and its /proc/PID/cgroup */
    RECORD_LISTENING,    /* RECORD_CREATE: how many of the first preserved descriptors the program is told of, in decimal */
    RECORD_PARTS,
};

/* Descriptors the launcher is started with, besides plan.h's. */
#define RECORD_GATE_FD 5    /* RECORD_CREATE: the gate's listening socket; RECORD_EXEC: a pidfd of the container's init */
#define RECORD_CONSOLE_FD 6
#define RECORD_PRESERVED_FD 10 /* and those after it */
#define RECORD_MAX_PRESERVED 80u

/* What a record holds. Words say what a plan's steps are for: each a uint32_t, the step they begin at, and a string. */
enum record_section {
    RECORD_PLAN_WORDS,    /* of the plan that came with the record */
    RECORD_STARTED_PLAN,  /* to run once the program runs; empty: nothing to do */
    RECORD_STARTED_WORDS,
    RECORD_REMOVAL_PLAN,  /* whose clean-up section removes what the container had */
    RECORD_REMOVAL_WORDS,
    RECORD_BUNDLE_PATH,
    RECORD_ROOTFS,        /* absolute path */
    RECORD_ANNOTATIONS,   /* a JSON object */
    RECORD_GROUPS,        /* zero-ended strings in pairs: a hierarchy's controllers (none: cgroup2), the group's directory */
    RECORD_NOTES,         /* zero-ended strings: what was asked for and left out, as the specification allows */
    RECORD_SPEC,          /* config.json as it was */
    RECORD_NET_DEVICES,   /* zero-ended strings in pairs: a network device of the host, and its name in the container */
    RECORD_TEXT,          /* what was asked for; RECORD_UPDATE: all limits that hold then */
    RECORD_SCOPE_BEGIN,   /* a dialog with systemd, before a process is there: of its launcher; empty: none */
    RECORD_SCOPE_CHANGE,  /* RECORD_UPDATE: the same, before the groups get their new limits */
    RECORD_SCOPE_END,     /* the same, when no process is left */
    RECORD_SECTIONS,
};

struct record_span {
    uint32_t offset; /* in the record */
    uint32_t size;
};

struct record_header {
    uint32_t magic;
    uint32_t version;
    struct record_span sections[RECORD_SECTIONS];
};

_Static_assert(sizeof(struct record_header) == 136, "record_header is 136 bytes");

/* A dialog with systemd over D-Bus. Behind it are whole messages, one after the other, as they are to be sent. */
struct record_dialog {
    uint32_t pid_offset; /* where in the messages a process's id belongs; 0: nowhere */
    uint32_t serial;     /* of the message whose answer ends the dialog */
    uint32_t awaits_job; /* 1: the end of the job that it has begun ends it instead */
    uint32_t reserved;
};

_Static_assert(sizeof(struct record_dialog) == 16, "record_dialog is 16 bytes");

#endif
