/*
 * probe_look.c: what of the host a program in a container sees.
 *
 *   namespace NAME LINK          as proc_pid_ns(5) has it
 *   status LINE                  of /proc/self/status: capabilities, seccomp, no_new_privs
 *   boot ID                      of the kernel that answers
 *   kernel TEXT                  of that kernel, /proc/version
 *   id-map LINE                  of /proc/self/uid_map
 *   descriptor TARGET            open beside the three streams
 *   path r|w|rw|listed|hidden PATH  what open(2) allows; a directory that can be listed
 *   can NAME                     a thing of which something follows, tried
 *   cannot NAME ERRNO
 */
#include "calls.h"
#include "probe.h"
#include "sys.h"
#include "text.h"

#define TEXT_SIZE 8192u
#define CLONE_NEWUSER_FLAG 0x10000000
#define CLONE_NEWNS_FLAG 0x00020000
#define PTRACE_TRACEME 0
#define SOCKET_FAMILY_PACKET 17
#define SOCKET_FAMILY_ALG 38
#define SOCKET_FAMILY_VSOCK 40
#define SOCK_RAW 3
#define BPF_MAP_CREATE 0

static char text[TEXT_SIZE];

/* The file's beginning, ended by a zero. */
static int64_t read_text(const char *path)
{
    int64_t fd = sys_openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    int64_t got = fd < 0 ? fd : sys_read((int)fd, text, sizeof text - 1);
    text[got < 0 ? 0 : got] = 0;
    sys_close((int)fd);
    return got;
}

static void tell(const char *head, const char *middle, const char *value)
{
    static char line[TEXT_SIZE];
    size_t used = text_append(line, sizeof line - 2, 0, head);
    used = text_append(line, sizeof line - 2, used, middle);
    used = text_append(line, sizeof line - 2, used, value);
    line[used++] = '\n';
    sys_write(1, line, used);
}

static void tell_lines(const char *head, const char *path)
{
    read_text(path);
    for (char *line = text; *line;) {
        char *end = line;
        while (*end && *end != '\n')
            end++;
        int last = !*end;
        *end = 0;
        tell(head, "", line);
        line = last ? end : end + 1;
    }
}

static void tell_namespaces(void)
{
    static const char *const kinds[] = {"cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        char path[32] = {0}, link[64] = {0}, head[32] = {0};
        text_append(path, sizeof path - 1, text_append(path, sizeof path - 1, 0, "/proc/self/ns/"), kinds[i]);
        text_append(head, sizeof head - 1, text_append(head, sizeof head - 1, 0, kinds[i]), " ");
        if (sys_readlinkat(AT_FDCWD, path, link, sizeof link - 1) > 0)
            tell("namespace ", head, link);
    }
}

/* Where the kernel tells of itself or lets itself be changed. Nothing is written. */
static const char *const paths[] = {
    "/proc/kcore", "/proc/kallsyms", "/proc/keys", "/proc/key-users", "/proc/timer_list",
    "/proc/sched_debug", "/proc/interrupts", "/proc/acpi", "/proc/scsi", "/proc/asound", "/proc/config.gz",
    "/proc/modules", "/proc/slabinfo", "/proc/vmallocinfo", "/proc/kpagecount", "/proc/iomem", "/proc/ioports",
    "/proc/latency_stats", "/proc/sysrq-trigger", "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe",
    "/proc/sys/vm/panic_on_oom", "/proc/sys/fs/binfmt_misc/register", "/proc/sys/kernel/hostname",
    "/proc/sys/net/ipv4/ip_forward", "/proc/bus/pci", "/proc/fs", "/proc/irq", "/proc/mounts", "/proc/cmdline",
    "/proc/partitions", "/proc/diskstats", "/proc/loadavg", "/proc/meminfo", "/proc/1/root/etc/hostname",
    "/sys/firmware", "/sys/kernel/debug", "/sys/kernel/security", "/sys/kernel/uevent_helper",
    "/sys/kernel/vmcoreinfo", "/sys/kernel/tracing", "/sys/fs/bpf", "/sys/fs/cgroup",
    "/sys/fs/cgroup/release_agent", "/sys/fs/cgroup/memory/release_agent", "/sys/fs/cgroup/rdma/release_agent",
    "/sys/fs/cgroup/systemd/release_agent", "/sys/devices/virtual/powercap", "/sys/devices/virtual/dmi",
    "/sys/module", "/sys/power/state", "/sys/block", "/dev/mem", "/dev/kmsg", "/dev/kvm", "/dev/fuse",
    "/dev/net/tun", "/run/containerd/containerd.sock", "/run/docker.sock", "/var/run/docker.sock",
};

/* Whether a path can be opened so; what is hidden behind /dev/null or by an empty folder reads as nothing. */
static int opens(const char *path, int flags)
{
    int64_t fd = sys_openat(AT_FDCWD, path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
    char bytes[512];
    if (fd < 0)
        return 0;
    int64_t got = 1;
    if (flags & O_DIRECTORY)
        got = sys_call3(__NR_getdents64, fd, sys_address(bytes), sizeof bytes) > 48;
    else if ((flags & O_ACCMODE) == O_RDONLY)
        got = sys_read((int)fd, bytes, 1);
    sys_close((int)fd);
    return got == 1;
}

/* Whether it is meant to be written to: root may open what has no such bit, but nothing comes of it. */
static int is_writable(const char *path)
{
    struct statx stat = {0};
    int found = sys_statx(AT_FDCWD, path, 0, STATX_BASIC_STATS, &stat) == 0;
    int null = stat.stx_rdev_major == 1 && stat.stx_rdev_minor == 3;
    return found && !null && (stat.stx_mode & 0222) != 0;
}

static void tell_paths(void)
{
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        int read = opens(paths[i], O_RDONLY), write = is_writable(paths[i]) && opens(paths[i], O_WRONLY);
        const char *how = opens(paths[i], O_RDONLY | O_DIRECTORY) ? "listed " : read && write ? "rw " : read ? "r "
                          : write ? "w " : "hidden ";
        tell("path ", how, paths[i]);
    }
}

/* What was open when the program began: nothing but its three streams should be. */
static void tell_descriptors(void)
{
    for (int fd = 3; fd < 64; fd++) {
        char path[32] = {0}, target[256] = {0};
        text_append_decimal(path, sizeof path - 1, text_append(path, sizeof path - 1, 0, "/proc/self/fd/"), (uint64_t)fd);
        if (sys_readlinkat(AT_FDCWD, path, target, sizeof target - 1) > 0)
            tell("descriptor ", "", target);
    }
}

/* In a child each, for what can be done changes it. */
static int64_t user_namespace(void)
{
    return sys_call3(__NR_unshare, CLONE_NEWUSER_FLAG, 0, 0);
}

static int64_t mount_something(void)
{
    int64_t result = sys_call3(__NR_unshare, CLONE_NEWNS_FLAG, 0, 0);
    return result < 0 ? result : sys_call6(__NR_mount, sys_address("none"), sys_address("/"), sys_address("tmpfs"), 0, 0, 0);
}

static int64_t user_namespace_and_mount(void)
{
    int64_t result = sys_call3(__NR_unshare, CLONE_NEWUSER_FLAG | CLONE_NEWNS_FLAG, 0, 0);
    return result < 0 ? result : sys_call6(__NR_mount, sys_address("none"), sys_address("/"), sys_address("tmpfs"), 0, 0, 0);
}

static int64_t packet_socket(void)
{
    return sys_socket(SOCKET_FAMILY_PACKET, SOCK_RAW, 0);
}

static int64_t alg_socket(void)
{
    return sys_socket(SOCKET_FAMILY_ALG, SOCK_SEQPACKET, 0);
}

static int64_t vsock_socket(void)
{
    return sys_socket(SOCKET_FAMILY_VSOCK, SOCK_STREAM, 0);
}

static int64_t io_uring(void)
{
    uint64_t parameters[15] = {0};
    return sys_call3(__NR_io_uring_setup, 1, sys_address(parameters), 0);
}

static int64_t bpf_map(void)
{
    struct {
        uint32_t type, key, value, entries;
        uint64_t rest[14];
    } array = {.type = 2, .key = 4, .value = 4, .entries = 1};
    return sys_call3(__NR_bpf, BPF_MAP_CREATE, sys_address(&array), sizeof array);
}

static int64_t keyring(void)
{
    return sys_call6(__NR_keyctl, 0, -3, 0, 0, 0, 0); /* KEYCTL_GET_KEYRING_ID of the session */
}

static int64_t trace_child(void)
{
    return sys_call6(__NR_ptrace, PTRACE_TRACEME, 0, 0, 0, 0, 0);
}

static int64_t userfault(void)
{
    return sys_call3(__NR_userfaultfd, O_CLOEXEC, 0, 0);
}

static int64_t performance_events(void)
{
    uint64_t software_clock[16] = {1 | (uint64_t)(16 * sizeof(uint64_t)) << 32, 0};
    return sys_call6(__NR_perf_event_open, sys_address(software_clock), 0, -1, -1, 0, 0);
}

static int64_t make_device(void)
{
    static const char name[] = "/dev/hako-probe";
    int64_t result = sys_call6(__NR_mknodat, AT_FDCWD, sys_address(name), 0x6000 | 0600, 7 << 8 | 0, 0, 0);
    if (result == 0) {
        int64_t fd = sys_openat(AT_FDCWD, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
        sys_unlinkat(AT_FDCWD, name, 0);
        result = fd == -ENXIO ? 0 : fd; /* allowed, though no such device is there */
    }
    return result;
}

static int64_t open_by_handle(void)
{
    struct {
        uint32_t size, type;
        unsigned char bytes[8];
    } root = {8, 1, {2}};
    int64_t here = sys_openat(AT_FDCWD, "/", O_RDONLY | O_DIRECTORY, 0);
    int64_t result = sys_call3(__NR_open_by_handle_at, here, sys_address(&root), O_RDONLY);
    return result == -ESTALE || result == -EINVAL || result == -EOPNOTSUPP ? 0 : result; /* it was looked for */
}

static const struct {
    const char *name;
    int64_t (*attempt)(void);
} attempts[] = {
    {"make-user-namespace", user_namespace},
    {"mount", mount_something},
    {"mount-in-user-namespace", user_namespace_and_mount},
    {"packet-socket", packet_socket},
    {"alg-socket", alg_socket},
    {"vsock-socket", vsock_socket},
    {"io_uring", io_uring},
    {"bpf", bpf_map},
    {"session-keyring", keyring},
    {"ptrace", trace_child},
    {"userfaultfd", userfault},
    {"perf-events", performance_events},
    {"open-block-device", make_device},
    {"open-by-handle", open_by_handle},
};

static void tell_attempts(void)
{
    for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++) {
        int status = 0;
        int64_t pid = sys_fork();
        if (pid == 0) {
            int64_t result = attempts[i].attempt();
            sys_exit(result < 0 ? (int)(-result & 0xff) : 0);
        }
        sys_wait4((int)pid, &status, 0);
        char digits[TEXT_DECIMAL_SIZE + 2] = {' '};
        int error = status & 0x7f ? 1000 + (status & 0x7f) : status >> 8 & 0xff;
        text_decimal(digits + 1, (uint64_t)error);
        tell(error ? "cannot " : "can ", attempts[i].name, error ? digits : "");
    }
}

_Noreturn void probe_look(void)
{
    tell_namespaces();
    tell_lines("status ", "/proc/self/status");
    tell_lines("boot ", "/proc/sys/kernel/random/boot_id");
    tell_lines("kernel ", "/proc/version");
    tell_lines("id-map ", "/proc/self/uid_map");
    tell_descriptors();
    tell_paths();
    tell_attempts();
    sys_exit(0);
}
