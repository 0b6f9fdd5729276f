/* oci_home.c: see oci_home.h. */
#include "oci_home.h"

#include "calls.h"
#include "clocks.h"
#include "deadline.h"
#include "errors.h"
#include "files.h"
#include "oci_proc.h"
#include "oci_sink.h"
#include "text.h"

#define LOCK_MILLIS 120000
#define LOCK_NAP_MILLIS 2
#define MAX_ID 255
#define SOCK_DGRAM 2
#define GATE_BACKLOG 16

const char *oci_status_name(enum oci_status status)
{
    static const char *const names[] = {"creating", "created", "running", "paused", "stopped"};
    return names[status];
}

const char *oci_root(const struct oci_line *line, const struct places *places)
{
    if (oci_given(line, OCI_ROOT) && *line->values[OCI_ROOT])
        return line->values[OCI_ROOT];
    if (places->system)
        return "/run/hako-runtime";
    const char *runtime = places_environment(places, "XDG_RUNTIME_DIR");
    if (!runtime)
        errors_fail("cannot tell where containers are: XDG_RUNTIME_DIR is not set; hint: give --root", (char *)0);
    return files_join(runtime, "/hako-runtime", (char *)0);
}

static int is_id_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9')
           || byte == '_' || byte == '-' || byte == '+' || byte == '.';
}

static void check_id(const char *id)
{
    size_t size = text_length(id);
    int good = size >= 1 && size <= MAX_ID && !text_equal(id, ".") && !text_equal(id, "..");
    for (size_t i = 0; i < size; i++)
        good &= is_id_byte(id[i]);
    if (!good)
        errors_fail("invalid container id \"", id, "\": it has 1 to 255 letters, digits and _ - + .", (char *)0);
}

/* Each folder of the path that is missing. */
static void make_path(const char *path)
{
    char *copy = files_join(path, (char *)0);
    for (size_t i = 1;; i++)
        if (copy[i] == '/' || copy[i] == '\0') {
            char end = copy[i];
            copy[i] = '\0';
            sys_call3(__NR_mkdirat, AT_FDCWD, sys_address(copy), 0700);
            copy[i] = end;
            if (end == '\0')
                return;
        }
}

static const char *path_of(const struct oci_home *home)
{
    return files_join(home->root, "/", home->id, (char *)0);
}

static int64_t open_directory(struct oci_home *home)
{
    int64_t fd = sys_openat(AT_FDCWD, path_of(home), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0);
    home->directory = (int)fd;
    return fd < 0 ? fd : 0;
}

void oci_home_make(struct oci_home *home, const char *root, const char *id)
{
    *home = (struct oci_home){.root = root, .id = id};
    check_id(id);
    const char *path = path_of(home);
    int64_t result = sys_call3(__NR_mkdirat, AT_FDCWD, sys_address(path), 0700);
    if (result == -ENOENT) {
        make_path(root);
        result = sys_call3(__NR_mkdirat, AT_FDCWD, sys_address(path), 0700);
    }
    if (result == -EEXIST)
        errors_fail("cannot create container \"", id, "\": container with given ID already exists", (char *)0);
    if (result == 0)
        result = open_directory(home);
    if (result == 0)
        result = oci_home_lock(home);
    if (result < 0)
        errors_fail("cannot make directory \"", path, "\": ", errors_text(result), (char *)0);
}

/* Maps the record, if it is one. */
static void read_record(struct oci_home *home)
{
    struct statx stat;
    int64_t fd = sys_openat(home->directory, "record", O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
    if (fd < 0)
        return;
    if (sys_statx((int)fd, "", AT_EMPTY_PATH, STATX_SIZE, &stat) == 0
        && stat.stx_size >= sizeof(struct record_header)) {
        int64_t address = sys_mmap(NULL, stat.stx_size, PROT_READ, MAP_PRIVATE, (int)fd, 0);
        const struct record_header *record = (const struct record_header *)(intptr_t)address;
        if (!sys_failed(address) && record->magic == RECORD_MAGIC && record->version == RECORD_VERSION) {
            home->record = record;
            home->record_size = stat.stx_size;
        }
    }
    sys_close((int)fd);
}

static const char *number(const char *text, uint64_t *value)
{
    for (*value = 0; *text >= '0' && *text <= '9'; text++)
        *value = *value * 10 + (uint64_t)(*text - '0');
    return *text == ' ' ? text + 1 : text;
}

static void read_process(struct oci_home *home)
{
    char text[128];
    uint64_t pid, owner;
    int64_t fd = sys_openat(home->directory, "process", O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
    if (fd < 0)
        return;
    int64_t size = sys_read((int)fd, text, sizeof text - 1);
    sys_close((int)fd);
    text[size < 0 ? 0 : size] = '\0';
    const char *at = number(text, &pid);
    at = number(at, &home->process.start);
    at = number(at, &home->process.created_nanos);
    number(at, &owner);
    home->process.pid = (int)pid;
    home->process.owner = (uint32_t)owner;
}

int64_t oci_home_find(struct oci_home *home, const char *root, const char *id)
{
    *home = (struct oci_home){.root = root, .id = id};
    check_id(id);
    int64_t result = open_directory(home);
    if (result == 0) {
        read_record(home);
        read_process(home);
    }
    return result;
}

void oci_home_open(struct oci_home *home, const char *root, const char *id)
{
    int64_t result = oci_home_find(home, root, id);
    if (result == -ENOENT)
        errors_fail("container \"", id, "\" does not exist", (char *)0);
    if (result < 0)
        errors_fail("cannot open container \"", id, "\": ", errors_text(result), (char *)0);
}

static int is_deleted(const struct oci_home *home)
{
    struct statx stat;
    return sys_statx(home->directory, "", AT_EMPTY_PATH, STATX_NLINK, &stat) < 0 || stat.stx_nlink == 0;
}

int64_t oci_home_lock(struct oci_home *home)
{
    int64_t deadline = deadline_in(LOCK_MILLIS);
    int64_t result;
    while ((result = sys_flock(home->directory, LOCK_EX | LOCK_NB)) < 0) {
        if (result != -EAGAIN && result != -EINTR)
            return result;
        if (sys_monotonic_millis() > deadline)
            return -ETIMEDOUT;
        deadline_nap(LOCK_NAP_MILLIS);
    }
    if (is_deleted(home))
        return -ENOENT;
    read_process(home);
    return 0;
}

static void name_gate(const struct oci_home *home, struct sockaddr_un *name)
{
    memset(name, 0, sizeof *name);
    name->sun_family = AF_UNIX;
    size_t size = text_append(name->sun_path, sizeof name->sun_path, 0, "/proc/self/fd/");
    size = text_append_decimal(name->sun_path, sizeof name->sun_path, size, (uint64_t)home->directory);
    text_append(name->sun_path, sizeof name->sun_path, size, "/gate");
}

int64_t oci_home_make_gate(const struct oci_home *home)
{
    struct sockaddr_un name;
    name_gate(home, &name);
    int64_t fd = sys_socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    int64_t result = fd < 0 ? fd : sys_bind((int)fd, &name, sizeof name);
    if (result == 0)
        result = sys_listen((int)fd, GATE_BACKLOG);
    return result < 0 ? result : fd;
}

static int64_t connect_gate(const struct oci_home *home, int type)
{
    struct sockaddr_un name;
    name_gate(home, &name);
    int64_t fd = sys_socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return fd;
    int64_t result = sys_connect((int)fd, &name, sizeof name);
    if (result < 0)
        sys_close((int)fd);
    return result < 0 ? result : fd;
}

int64_t oci_home_open_gate(const struct oci_home *home)
{
    return connect_gate(home, SOCK_SEQPACKET);
}

/* The kernel tells whether a socket of a wrong type is there before it could be connected to. */
static int waits_at_gate(const struct oci_home *home)
{
    return connect_gate(home, SOCK_DGRAM) == -EPROTOTYPE;
}

int oci_home_lives(const struct oci_home *home)
{
    return home->process.pid > 0 && oci_proc_start(home->process.pid) == home->process.start;
}

static int is_held(const struct oci_home *home)
{
    struct oci_home other = *home;
    int64_t result = open_directory(&other);
    if (result == 0) {
        result = sys_flock(other.directory, LOCK_SH | LOCK_NB);
        sys_close(other.directory);
    }
    return result == -EAGAIN;
}

enum oci_status oci_home_status(const struct oci_home *home)
{
    if (home->process.pid == 0)
        return is_held(home) ? OCI_CREATING : OCI_STOPPED;
    if (!oci_home_lives(home))
        return OCI_STOPPED;
    if (waits_at_gate(home))
        return OCI_CREATED;
    return oci_proc_is_frozen(home) ? OCI_PAUSED : OCI_RUNNING;
}

int64_t oci_home_keep_record(struct oci_home *home, int record)
{
    char bytes[16384];
    int64_t size, result = 0;
    int64_t fd = sys_openat(home->directory, "record", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return fd;
    sys_lseek(record, 0, SEEK_SET);
    while (result == 0 && (size = sys_read(record, bytes, sizeof bytes)) != 0) {
        if (size < 0) {
            result = size == -EINTR ? 0 : size;
            continue;
        }
        int64_t written = sys_write((int)fd, bytes, (size_t)size);
        result = written == size ? 0 : written < 0 ? written : -ENOSPC;
    }
    sys_close((int)fd);
    read_record(home);
    return result == 0 && !home->record ? -EINVAL : result;
}

int64_t oci_home_keep_process(struct oci_home *home, int pid)
{
    struct oci_process *process = &home->process;
    int64_t fd = sys_openat(home->directory, "process.new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return fd;
    process->pid = pid;
    process->start = oci_proc_start(pid);
    process->created_nanos = clocks_real_nanos();
    process->owner = (uint32_t)sys_geteuid();
    struct sink sink = {.fd = (int)fd};
    const uint64_t numbers[] = {(uint64_t)pid, process->start, process->created_nanos, process->owner};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        sink_decimal(&sink, numbers[i]);
        sink_texts(&sink, i == 3 ? "\n" : " ", (char *)0);
    }
    int64_t result = sink_flush(&sink);
    sys_close((int)fd);
    return result < 0 ? result : sys_renameat(home->directory, "process.new", home->directory, "process");
}

int64_t oci_home_keep_limits(const struct oci_home *home, const char *text, size_t size)
{
    int64_t fd = sys_openat(home->directory, "limits.new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return fd;
    struct sink sink = {.fd = (int)fd};
    sink_bytes(&sink, text, size);
    int64_t result = sink_flush(&sink);
    sys_close((int)fd);
    return result < 0 ? result : sys_renameat(home->directory, "limits.new", home->directory, "limits");
}

int64_t oci_home_read_limits(const struct oci_home *home)
{
    return sys_openat(home->directory, "limits", O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
}

const char *oci_home_section(const struct oci_home *home, enum record_section section, size_t *size)
{
    *size = 0;
    if (!home->record)
        return "";
    const struct record_span *span = &home->record->sections[section];
    if (span->offset > home->record_size || span->size > home->record_size - span->offset)
        return "";
    *size = span->size;
    return (const char *)home->record + span->offset;
}

void oci_home_remove(const struct oci_home *home)
{
    static const char *const names[] = {"gate", "process", "process.new", "limits", "limits.new", "record"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        sys_unlinkat(home->directory, names[i], 0);
    sys_unlinkat(AT_FDCWD, path_of(home), AT_REMOVEDIR);
}
