/*
 * wire.h: the frames that client, monitor and engine exchange over unix stream sockets. Written here
 * in C and in dev.hako.engine.wire in Java; WIRE_VERSION names both.
 *
 * All numbers are little-endian. A frame is a header and `size` bytes. Four conversations use them:
 *
 *   client ↔ engine   The client sends one WIRE_REQUEST (with its working directory as a descriptor)
 *                     and then only frames of the attached set. The engine answers with WIRE_STDOUT and
 *                     WIRE_STDERR, and ends with WIRE_EXIT; or with WIRE_STALE.
 *   client ↔ monitor  The engine has given the client's connection to a container's monitor: the same
 *                     frames, nothing else changes for the client, which never learns who answers.
 *   OCI command ↔ engine  One WIRE_COMPILE, and one answer: WIRE_COMPILED, WIRE_REFUSED or WIRE_STALE.
 *   engine ↔ monitor  The control set, over the socket that the launcher was started with or over a new
 *                     connection to the container's monitor.sock.
 *
 * An engine must have read a whole WIRE_REQUEST before it acts: a client whose connection is reset
 * (ECONNRESET, not an end) before any answer takes the request for unread, and asks the next engine.
 *
 * A client sends WIRE_STDIN only as far as it has been given credit, so that a signal or a window size
 * is never stuck behind input that the container does not read. Nobody trusts a size: each receiver
 * has its bound, and a peer that breaks a rule is disconnected.
 */
#ifndef HAKO_WIRE_H
#define HAKO_WIRE_H

#include <stdint.h>

#define WIRE_VERSION 1u
#define WIRE_MAX_DATA 65536u        /* payload of any frame but WIRE_REQUEST and WIRE_COMPILE */
#define WIRE_MAX_REQUEST (4u << 20) /* payload of WIRE_REQUEST (ARG_MAX and room) and WIRE_COMPILE */
#define WIRE_MAX_TEXT 4096u         /* text in WIRE_FAILED */

struct wire_frame {
    uint32_t size; /* of the payload that follows */
    uint16_t type;
    uint16_t reserved;
};

enum wire_type {
    /* client → engine */
    WIRE_REQUEST = 1, /* struct wire_request, then zero-ended strings: cwd, argv …, environment …; + descriptor of cwd (O_PATH) */

    WIRE_COMPILE = 6, /* struct wire_compile, then its parts, each a uint32_t of its size and the bytes: see record.h */

    /* attached: client → engine or monitor */
    WIRE_STDIN = 2,     /* bytes, within the credit */
    WIRE_STDIN_END = 3, /* no more input */
    WIRE_RESIZE = 4,    /* struct wire_size */
    WIRE_SIGNAL = 5,    /* uint32_t: forward this signal */

    /* attached: engine or monitor → client */
    WIRE_STDOUT = 16,
    WIRE_STDERR = 17,
    WIRE_ATTACHED = 18, /* struct wire_attached: how to behave from now on; may come again */
    WIRE_CREDIT = 19,   /* uint32_t: so many more bytes of WIRE_STDIN may be sent */
    WIRE_EXIT = 20,     /* uint32_t: exit with this code; the connection ends */
    WIRE_STALE = 21,    /* the engine is of another build and is leaving: start one and ask again */

    /* engine → client, to WIRE_COMPILE, and the connection ends */
    WIRE_COMPILED = 22, /* no payload; + two descriptors, sealed memfds: the plan, and a record (record.h) */
    WIRE_REFUSED = 23,  /* why there is none: a sentence, without terminator */

    /* control: engine → monitor */
    WIRE_ATTACH = 32,     /* struct wire_attach; + descriptor of the client's connection */
    WIRE_KILL = 33,       /* uint32_t: send this signal to the container's init */
    WIRE_REOPEN_LOG = 34, /* close the log and open it again by name */
    WIRE_RELEASE = 35,    /* the engine has tidied up: tell the clients the exit, and go */
    WIRE_NAMESPACES = 36, /* asks for the user and mount namespaces this monitor lives in */
    WIRE_WINDOW = 37,     /* struct wire_size: set the terminal's size */
    WIRE_NEED_ENGINE = 38, /* uint32_t: 1: from now on as with PLAN_MONITOR_NEEDS_ENGINE; 0: as without */

    /* control: monitor → engine */
    WIRE_HELLO = 48,     /* struct wire_hello: first frame on every control connection */
    WIRE_MILESTONE = 49, /* struct wire_milestone: PLAN_REPORT */
    WIRE_FAILED = 50,    /* struct wire_failed, then text (no terminator): the plan failed; the monitor cleans up and goes */
    WIRE_EXITED = 51,    /* struct wire_exited; sent after the clean-up section has run */
    WIRE_NAMESPACE_FDS = 52, /* no payload; + two descriptors: user, mount */
};

struct wire_request {
    uint32_t version;
    uint32_t flags; /* WIRE_REQUEST_… */
    uint8_t build_id[16];
    uint16_t rows, columns; /* of the terminal; 0: none */
    uint32_t umask;
    uint32_t argument_count; /* argv[0] included */
    uint32_t environment_count;
};

struct wire_compile {
    uint32_t version;
    uint32_t verb; /* enum record_verb */
    uint8_t build_id[16];
    uint32_t flags; /* RECORD_… */
    uint32_t preserved; /* how many descriptors beyond the standard streams the program gets */
    uint32_t part_count;
    uint32_t reserved;
};

#define WIRE_REQUEST_STDIN_TERMINAL 1u
#define WIRE_REQUEST_STDOUT_TERMINAL 2u
#define WIRE_REQUEST_STDERR_TERMINAL 4u

struct wire_attached {
    uint32_t flags;  /* WIRE_ATTACHED_… */
    uint32_t credit; /* bytes of WIRE_STDIN that may be sent at once */
};
#define WIRE_ATTACHED_RAW 1u     /* put the terminal into raw mode; its sizes are sent in any mode, by who has one */
#define WIRE_ATTACHED_STDIN 2u   /* send standard input */
#define WIRE_ATTACHED_SIGNALS 4u /* forward signals instead of dying of them */

struct wire_attach {
    uint32_t flags; /* WIRE_ATTACH_… */
    uint32_t detach_size;
    uint8_t detach_keys[16];
};
#define WIRE_ATTACH_STDIN 1u
#define WIRE_ATTACH_STDOUT 2u
#define WIRE_ATTACH_STDERR 4u
#define WIRE_ATTACH_SIGNALS 8u   /* the client forwards its signals (docker's --sig-proxy) */
#define WIRE_ATTACH_LOSSLESS 16u /* a slow reader holds the container back, as a pipe would; otherwise it is cut off */

struct wire_size {
    uint16_t rows, columns;
};

struct wire_hello {
    uint32_t version;
    uint32_t pid; /* the container's init; 0: not yet created, or gone */
    uint32_t state; /* 0 starting, 1 running, 2 exited (WIRE_EXITED follows at once) */
    uint32_t reserved;
};

struct wire_milestone {
    uint32_t milestone; /* enum plan_milestone */
    uint32_t reserved;
    uint64_t value;
    uint64_t reached_nanos; /* CLOCK_REALTIME: whoever hears of it may be late */
};

struct wire_failed {
    uint32_t step; /* index in the plan; UINT32_MAX: it could not be loaded */
    int32_t error; /* errno */
    uint32_t status; /* PLAN_SPAWN: wait status */
    uint32_t text_size;
};

struct wire_exited {
    uint32_t status; /* wait status, as wait4(2) gives it */
    uint32_t reserved;
    uint64_t finished_nanos; /* CLOCK_REALTIME */
};

/* The file "exit" in the state directory: "STATUS FINISHED_NANOS\n", both decimal. */

_Static_assert(sizeof(struct wire_frame) == 8, "wire_frame is 8 bytes");
_Static_assert(sizeof(struct wire_request) == 40, "wire_request is 40 bytes");
_Static_assert(sizeof(struct wire_compile) == 40, "wire_compile is 40 bytes");
_Static_assert(sizeof(struct wire_attached) == 8, "wire_attached is 8 bytes");
_Static_assert(sizeof(struct wire_attach) == 24, "wire_attach is 24 bytes");
_Static_assert(sizeof(struct wire_hello) == 16, "wire_hello is 16 bytes");
_Static_assert(sizeof(struct wire_milestone) == 24, "wire_milestone is 24 bytes");
_Static_assert(sizeof(struct wire_failed) == 16, "wire_failed is 16 bytes");
_Static_assert(sizeof(struct wire_exited) == 16, "wire_exited is 16 bytes");

#endif
