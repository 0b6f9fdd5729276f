/* oci_line.h: the OCI command's line, taken apart. */
#ifndef HAKO_OCI_LINE_H
#define HAKO_OCI_LINE_H

#include <stdint.h>

/* A bit for each verb, and one for what stands before it. */
enum {
    OCI_GLOBAL = 1 << 0,
    OCI_CREATE = 1 << 1,
    OCI_START = 1 << 2,
    OCI_RUN = 1 << 3,
    OCI_STATE = 1 << 4,
    OCI_KILL = 1 << 5,
    OCI_DELETE = 1 << 6,
    OCI_LIST = 1 << 7,
    OCI_FEATURES = 1 << 8,
    OCI_PAUSE = 1 << 9,
    OCI_RESUME = 1 << 10,
    OCI_PS = 1 << 11,
    OCI_EXEC = 1 << 12,
    OCI_UPDATE = 1 << 13,
    OCI_EVENTS = 1 << 14,
    OCI_SPEC = 1 << 15,
};

enum oci_option {
    OCI_ROOT,
    OCI_LOG,
    OCI_LOG_FORMAT,
    OCI_DEBUG,
    OCI_SYSTEMD_CGROUP,
    OCI_ROOTLESS,
    OCI_ISOLATION,
    OCI_CRIU,
    OCI_HELP,
    OCI_VERSION,
    OCI_BUNDLE,
    OCI_PID_FILE,
    OCI_CONSOLE_SOCKET,
    OCI_PRESERVE_FDS,
    OCI_NO_PIVOT,
    OCI_NO_NEW_KEYRING,
    OCI_NO_SUBREAPER,
    OCI_DETACH,
    OCI_KEEP,
    OCI_ALL,
    OCI_FORCE,
    OCI_FORMAT,
    OCI_QUIET,
    OCI_PROCESS,
    OCI_TTY,
    OCI_USER,
    OCI_CWD,
    OCI_ENV,
    OCI_CAP,
    OCI_ADDITIONAL_GIDS,
    OCI_NO_NEW_PRIVS,
    OCI_PIDFD_SOCKET,
    OCI_APPARMOR,
    OCI_PROCESS_LABEL,
    OCI_CGROUP,
    OCI_IGNORE_PAUSED,
    OCI_SPEC_ROOTLESS,
    OCI_STATS,
    OCI_INTERVAL,
    OCI_RESOURCES,
    OCI_MEMORY,
    OCI_MEMORY_RESERVATION,
    OCI_MEMORY_SWAP,
    OCI_PIDS_LIMIT,
    OCI_BLKIO_WEIGHT,
    OCI_CPU_PERIOD,
    OCI_CPU_QUOTA,
    OCI_CPU_BURST,
    OCI_CPU_SHARE,
    OCI_CPU_RT_PERIOD,
    OCI_CPU_RT_RUNTIME,
    OCI_CPU_IDLE,
    OCI_CPUSET_CPUS,
    OCI_CPUSET_MEMS,
    OCI_KERNEL_MEMORY,
    OCI_KERNEL_MEMORY_TCP,
    OCI_L3_CACHE_SCHEMA,
    OCI_MEM_BW_SCHEMA,
    OCI_OPTIONS,
};

/* An option as it was given. */
struct oci_given {
    uint8_t option;
    const char *value;
};

struct oci_line {
    uint32_t verb;
    const char *verb_name;
    const char *values[OCI_OPTIONS]; /* null: not given; "": given, without a value. Of one given often, the last */
    struct oci_given *given; /* all of them, in their order */
    int given_count;
    char **arguments; /* null-ended */
    int argument_count;
};

/*
 * Takes `argv`, the words after the command's name, apart: first what stands before the verb, which says where
 * complaints are to go, then the rest, which the first has returned. Complain and exit when they cannot.
 */
char **oci_line_begin(struct oci_line *line, char **argv);
void oci_line_read(struct oci_line *line, char **argv);

static inline int oci_given(const struct oci_line *line, enum oci_option option)
{
    return line->values[option] != 0;
}

/* A number that was given, or `otherwise`. Complains and exits if it is none, or more than `most`. */
uint32_t oci_number(const struct oci_line *line, enum oci_option option, uint32_t otherwise, uint32_t most);

#endif
