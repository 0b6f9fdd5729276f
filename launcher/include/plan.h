/*
 * plan.h: the plan ABI. A plan is a container start (or an exec, or a clean-up) as data: a flat list
 * of steps, each a raw system call or one of a few small verbs. The compiler (dev.hako.plan) writes
 * plans, the launcher runs them, and neither knows anything else of the other.
 *
 * All numbers are little-endian. A plan is one contiguous block:
 *
 *     struct plan_header | struct plan_step[step_count] | uint32_t[relocation_count] | pad to 8 | data
 *
 * Rules that the checker (check.c) proves before the first step runs:
 *   - every offset lies inside the block, every register below PLAN_REGISTERS, every verb is known;
 *   - every jump goes forward, every wait has a deadline (1 to 2^31-1 milliseconds) but PLAN_GATE's, the last step is
 *     terminal (PLAN_END, PLAN_MONITOR, or a PLAN_EXEC, PLAN_STAND_IN or PLAN_FAIL that can only fail the plan), and
 *     so is the last one before the clean-up section: a plan ends;
 *   - `target` has one meaning: PLAN_CLONE, PLAN_JUMP and PLAN_EACH neither branch nor retry on error;
 *   - arguments that a verb does not have are immediate zeros, reserved fields are 0;
 *   - the data ends with a zero byte, so every string in it ends; no PLAN_STORE or PLAN_DECIMAL writes
 *     over that byte or a relocated slot; structs and arrays in it begin at multiples of 8.
 * What the checker cannot prove is what the system calls do: a plan is as powerful as its runner.
 */
#ifndef HAKO_PLAN_H
#define HAKO_PLAN_H

#include <stdint.h>

#define PLAN_MAGIC 0x504b4148u /* "HAKP" */
#define PLAN_VERSION 1u
#define PLAN_MACHINE_X86_64 62u   /* ELF's EM_X86_64 */
#define PLAN_MACHINE_AARCH64 183u /* ELF's EM_AARCH64 */

#define PLAN_REGISTERS 64u
#define PLAN_NONE 0xffu /* "no register" */
#define PLAN_MAX_STEPS 8192u
#define PLAN_MAX_SIZE (4u << 20)
#define PLAN_MAX_PATHS 256u /* of one PLAN_EXEC */
#define PLAN_MAX_MILLIS 0x7fffffffu

struct plan_header {
    uint32_t magic;
    uint16_t version;
    uint16_t machine;
    uint32_t step_count;
    uint32_t relocation_count; /* see plan_step's end */
    uint32_t data_size;        /* a multiple of 8 */
    uint32_t cleanup;          /* the first step of the clean-up section; step_count: there is none */
    uint64_t reserved;
};

/* What a step does. Arguments are named a0 to a5; "fd", "value" … say what each means. */
enum plan_verb {
    PLAN_CALL = 1,       /* system call `number` (a0 … a5) → result; made again after EINTR, but for close */
    PLAN_CLONE = 2,      /* clone3(a0: struct clone_args in data, a1: its size) → pid; the child goes on at `target` */
    PLAN_JUMP = 3,       /* go on at `target` */
    PLAN_FAIL = 4,       /* fail this step with errno a0 (a result, -errno, will do as well) */
    PLAN_END = 5,        /* this process has done its part: exit with code a0; in the clean-up section: it is done */
    PLAN_LOAD = 6,       /* read a1 (4 or 8) bytes at data a0, sign-extended → result */
    PLAN_STORE = 7,      /* write value a1 into a2 (4 or 8) bytes at data a0 */
    PLAN_DECIMAL = 8,    /* write unsigned value a1 in decimal into a2 bytes at data a0, the rest filled with byte a3; EOVERFLOW */
    PLAN_WRITE = 9,      /* write all a2 bytes at data a1 to fd a0 */
    PLAN_SEND = 10,      /* send value a1 over socket a0 (8 bytes; the other side: PLAN_RECEIVE) */
    PLAN_RECEIVE = 11,   /* receive a value from socket a0 within a1 milliseconds → result */
    PLAN_SEND_FD = 12,   /* send descriptor a1 over socket a0 */
    PLAN_RECEIVE_FD = 13,/* receive a descriptor from socket a0 within a1 milliseconds → result */
    PLAN_SPAWN = 14,     /* run a program: a0: struct plan_spawn in data */
    PLAN_REPORT = 15,    /* tell the engine: milestone a0 (enum plan_milestone) with value a1 */
    PLAN_EXEC = 16,      /* execve the first that exists of the paths at a0 (pointers, zero-ended), argv a1, envp a2 */
    PLAN_AWAIT_EXEC = 17,/* wait until every child has exec'd or ended its part; a child's failure fails the plan; a0: milliseconds */
    PLAN_MONITOR = 18,   /* become the monitor of the container: a0: struct plan_monitor in data */
    PLAN_EACH = 19,      /* system call `number` (a0 … a4) for each bit of mask a5, the lowest first: the bit's number is
                            added to argument `target`; ends with the first that fails; made again as PLAN_CALL */
    PLAN_GATE = 20,      /* let go of the root, as one whose part is done, and wait at listening socket a0 (SOCK_SEQPACKET)
                            for whoever lets this process go on; from then on it tells them when it fails */
    PLAN_STAND_IN = 21,  /* run the plan at fd a1 in the guest behind socket a0 (channel.h: struct carrier_request), whose program
                            is to run within a2 milliseconds; then be to the monitor what that program is */
};

/*
 * PLAN_CLONE makes processes, never threads: CLONE_VM and CLONE_FILES are refused with EINVAL. The process that runs
 * the plan's first step is the root; PLAN_REPORT (but for PLAN_MOUNTED), PLAN_AWAIT_EXEC and PLAN_MONITOR
 * are only its to do (elsewhere: EPERM). When a step fails the plan, the root reports it, kills and reaps every process
 * that the plan has cloned, runs the clean-up section and exits with 1; another process tells the
 * root, which does the same at its next PLAN_RECEIVE, PLAN_RECEIVE_FD or PLAN_AWAIT_EXEC.
 *
 * In the clean-up section a step that fails the plan is passed over. PLAN_CLONE, PLAN_EXEC,
 * PLAN_REPORT, PLAN_AWAIT_EXEC, PLAN_MONITOR, PLAN_GATE and PLAN_STAND_IN have no place there.
 *
 * PLAN_GATE is for any process but the root. Whoever connects reads one message, what a failure's frame holds
 * (wire.h: WIRE_FAILED), or the end: the process has exec'd.
 */

/*
 * PLAN_STAND_IN is for any process but the root, which learns that the program runs as it would of an exec. From then on
 * the process has no descriptor but its standard streams and what it hears the guest by. It copies between the two, passes
 * on what signals it can catch, and ends as the program does. When a step of the guest's plan fails, this one fails in
 * its place: the number told is PLAN_MAX_STEPS and that of the guest's step.
 */

/* What an argument is. */
enum plan_kind {
    PLAN_IMMEDIATE = 0, /* the value itself */
    PLAN_DATA = 1,      /* an offset into the data, handed on as an address */
    PLAN_REGISTER = 2,  /* the number of a register, handed on as its value */
};

/* What happens when a step fails with one of `errors` (error_count 0: with any errno). Other errnos fail the plan. */
enum plan_on_error {
    PLAN_STOP = 0,     /* the plan fails: {step, errno} is reported */
    PLAN_TOLERATE = 1, /* go on; the result is -errno */
    PLAN_BRANCH = 2,   /* go on at `target`; the result is -errno */
    PLAN_RETRY = 3,    /* try again until `target` milliseconds have passed, then fail */
};

struct plan_step {
    uint8_t verb;
    uint8_t on_error;
    uint8_t result; /* the register that takes the result, or PLAN_NONE */
    uint8_t error_count;
    uint8_t kind[6];
    uint16_t number; /* PLAN_CALL, PLAN_EACH: the system call's number on this machine */
    uint16_t errors[4];
    uint32_t target;
    uint64_t argument[6];
};

/*
 * A relocation is the data offset (a multiple of 8) of a 64-bit slot that holds a data offset; when
 * the plan is loaded the slot becomes the address. So argv arrays, iovecs and sock_fprogs are built.
 * Relocations are in strictly ascending order.
 */

/*
 * A program to run to its end (hooks, newuidmap). Standard output goes to /dev/null, the end of
 * standard error into the failure's text. The step fails with ETIMEDOUT, with execve's errno, or with
 * ECHILD when the program ended otherwise than with 0 (the failure's `status` is its wait status).
 */
struct plan_spawn {
    uint64_t path;  /* pointers: relocated */
    uint64_t argv;
    uint64_t envp;
    uint64_t input; /* what it reads on standard input */
    uint32_t input_size;
    uint32_t timeout_millis; /* never 0 */
};

enum plan_milestone {
    PLAN_CREATED = 1, /* value: pid of the container's init as the engine sees it */
    PLAN_STARTED = 2, /* the program was exec'd */
    PLAN_MOUNTED = 3, /* the container has its file systems; any process may say so */
};

/* Registers of plan_monitor that are not used hold PLAN_NONE. */
struct plan_monitor {
    uint8_t pid;       /* the container's init */
    uint8_t pidfd;
    uint8_t terminal;  /* the pty's master, or PLAN_NONE: then the three pipes */
    uint8_t input;     /* write end */
    uint8_t output;    /* read end */
    uint8_t error;     /* read end */
    uint8_t directory; /* the container's state directory: the monitor writes "exit" there */
    uint8_t log_directory; /* PLAN_NONE: no log */
    uint8_t listener;  /* a listening unix socket for engines, or PLAN_NONE */
    uint8_t client;    /* the connection of the client that waits in the foreground, or PLAN_NONE */
    uint8_t lock;      /* of the engine's lock file, to revive an engine (see revive_argv); opened anew (O_PATH does), for
                          the engine's own would keep its lock beyond its end */
    uint8_t reserved;
    uint32_t flags;    /* PLAN_MONITOR_… */
    uint64_t log_max_bytes; /* rotate the log at this size; 0: never */
    uint32_t log_max_files; /* kept, the current one included; at least 1 */
    uint32_t detach_size;
    uint8_t detach_keys[16]; /* of the foreground client; none where input is not typed (docker's: with a terminal only) */
    uint32_t client_flags; /* what the foreground client is attached to: WIRE_ATTACH_… */
    uint16_t rows, columns; /* the terminal's first size; 0: leave it */
    uint64_t exit_name;    /* pointers: relocated; file names inside the directories above. Until it is written the exit
                              file's blocks are held by the same name with ".new" */
    uint64_t log_name;
    uint64_t revive_argv;  /* how to start an engine; 0: never */
    uint64_t revive_envp;
    uint64_t revive_socket; /* path of the engine's socket, bound by whoever starts the engine */
};

#define PLAN_MONITOR_DURABLE 1u     /* fsync the exit file */
#define PLAN_MONITOR_STDIN_ONCE 2u  /* close the container's standard input when the first attached client's ends */
#define PLAN_MONITOR_AWAIT_RELEASE 4u /* clients learn the exit only after an engine has sent WIRE_RELEASE, if one is
                                       connected or, by PLAN_MONITOR_NEEDS_ENGINE, will be */
#define PLAN_MONITOR_NEEDS_ENGINE 8u  /* start an engine when the connection to it drops */
#define PLAN_MONITOR_KILL_ALL 16u   /* no pid namespace of its own: on exit kill what is left (the cgroup's clean-up step does it) */
#define PLAN_MONITOR_END_WITH_ENGINE 32u /* kill the init when the last connection to an engine drops */

/*
 * Descriptors at which the launcher finds what it was started with; both are made close-on-exec, and
 * PLAN_FD is closed before the first step. Others are named by the plan itself, below PLAN_FD_OWN:
 * from there on they are the interpreter's own, which a plan may mark close-on-exec but must not close.
 */
#define PLAN_FD 3    /* the plan (a sealed memfd) */
#define CONTROL_FD 4 /* a connected stream socket to the engine (wire.h: control frames) */
#define PLAN_FD_OWN 200

static inline const struct plan_step *plan_steps(const struct plan_header *header)
{
    return (const struct plan_step *)(header + 1);
}

static inline const uint32_t *plan_relocations(const struct plan_header *header)
{
    return (const uint32_t *)(plan_steps(header) + header->step_count);
}

static inline uint64_t plan_data_offset(const struct plan_header *header)
{
    uint64_t end = sizeof *header + (uint64_t)header->step_count * sizeof(struct plan_step)
                   + (uint64_t)header->relocation_count * sizeof(uint32_t);
    return (end + 7) & ~(uint64_t)7;
}

_Static_assert(sizeof(struct plan_header) == 32, "plan_header is 32 bytes");
_Static_assert(sizeof(struct plan_step) == 72, "plan_step is 72 bytes");
_Static_assert(sizeof(struct plan_spawn) == 40, "plan_spawn is 40 bytes");
_Static_assert(sizeof(struct plan_monitor) == 96, "plan_monitor is 96 bytes");

#endif
