/* oci_ps.c: who is in a container. ps(1) itself shows the processes; of its lines those stay that are theirs. */
#include "calls.h"
#include "errors.h"
#include "files.h"
#include "oci_proc.h"
#include "oci_sink.h"
#include "oci_verbs.h"
#include "text.h"

#define MAX_TABLE (8u << 20)
#define MAX_PIDS 32768

struct members {
    struct sink sink;
    int count;
    int *pids; /* null: they are written as they come */
};

static void put_pid(int pid, void *context)
{
    struct members *members = context;
    sink_texts(&members->sink, members->count++ > 0 ? "," : "[", (char *)0);
    sink_decimal(&members->sink, (uint64_t)pid);
}

static void keep_pid(int pid, void *context)
{
    struct members *members = context;
    if (members->count < MAX_PIDS)
        members->pids[members->count++] = pid;
}

static int has(const struct members *members, uint64_t pid)
{
    for (int i = 0; i < members->count; i++)
        if ((uint64_t)members->pids[i] == pid)
            return 1;
    return 0;
}

_Noreturn static void become_ps(const struct oci_line *line, int output)
{
    static char *const envp[] = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", 0};
    int count = line->argument_count;
    char **argv = files_keep(((size_t)count + 2) * sizeof *argv);
    argv[0] = "ps";
    for (int i = 1; i < count; i++)
        argv[i] = line->arguments[i];
    if (count == 1)
        argv[count++] = "-ef";
    argv[count] = 0;
    sys_dup3(output, 1, 0);
    sys_execve("/usr/bin/ps", argv, envp);
    int64_t error = sys_execve("/bin/ps", argv, envp);
    errors_fail("cannot run ps: ", errors_text(error), "; hint: --format json needs no such program", (char *)0);
}

/* All that ps has to say, ended with a zero byte. */
static char *read_table(const struct oci_line *line)
{
    int ends[2], status = 0;
    size_t used = 0;
    int64_t address = sys_mmap(NULL, MAX_TABLE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int64_t result = sys_failed(address) ? address : sys_pipe2(ends, O_CLOEXEC);
    int64_t child = result < 0 ? result : sys_fork();
    if (child < 0)
        errors_fail("cannot run ps: ", errors_text(child), (char *)0);
    if (child == 0)
        become_ps(line, ends[1]);
    char *table = (char *)(intptr_t)address;
    sys_close(ends[1]);
    for (int64_t got = 1; got != 0 && used < MAX_TABLE - 1;) {
        got = sys_read(ends[0], table + used, MAX_TABLE - 1 - used);
        if (got < 0 && got != -EINTR)
            break;
        used += got > 0 ? (size_t)got : 0;
    }
    sys_close(ends[0]);
    while (sys_wait4((int)child, &status, 0) == -EINTR)
        ;
    if (status != 0)
        errors_fail("cannot list processes: ps does not take these options", (char *)0);
    table[used] = '\0';
    return table;
}

/* The number of a line's word that is "PID"; -1: none. */
static int find_column(const char *at)
{
    for (int column = 0;; column++) {
        while (*at == ' ')
            at++;
        size_t size = 0;
        while (at[size] && at[size] != ' ' && at[size] != '\n')
            size++;
        if (size == 0)
            return -1;
        if (size == 3 && memcmp(at, "PID", 3) == 0)
            return column;
        at += size;
    }
}

static uint64_t read_column(const char *at, int column)
{
    for (;; column--) {
        while (*at == ' ')
            at++;
        if (column == 0)
            break;
        while (*at && *at != ' ' && *at != '\n')
            at++;
    }
    uint64_t value = 0;
    for (; *at >= '0' && *at <= '9'; at++)
        value = value * 10 + (uint64_t)(*at - '0');
    return value;
}

static int show_table(const struct oci *oci, const struct oci_home *home)
{
    struct members members = {.sink = {.fd = 1}, .pids = files_keep(MAX_PIDS * sizeof(int))};
    oci_proc_each(home, keep_pid, &members);
    const char *at = read_table(oci->line);
    int column = find_column(at);
    if (column < 0)
        errors_fail("cannot list processes of container \"", home->id, "\": ps shows no column PID", (char *)0);
    for (int is_first = 1; *at; is_first = 0) {
        size_t size = 0;
        while (at[size] && at[size] != '\n')
            size++;
        size += at[size] == '\n';
        if (is_first || has(&members, read_column(at, column)))
            sink_bytes(&members.sink, at, size);
        at += size;
    }
    return sink_flush(&members.sink) < 0;
}

int oci_ps(const struct oci *oci)
{
    struct oci_home home;
    struct members members = {.sink = {.fd = 1}};
    const char *format = oci->line->values[OCI_FORMAT];
    if (oci->line->argument_count < 1)
        errors_fail("ps takes a container's id, and perhaps options for ps(1)", (char *)0);
    oci_home_open(&home, oci->root, oci->line->arguments[0]);
    if (!format || text_equal(format, "table"))
        return show_table(oci, &home);
    if (!text_equal(format, "json"))
        errors_fail("there is no format \"", format, "\"; hint: --format table or json", (char *)0);
    int64_t count = oci_proc_each(&home, put_pid, &members);
    if (count < 0 && count != -ENOENT)
        errors_fail("cannot list processes of container \"", home.id, "\": ", errors_text(count), (char *)0);
    sink_texts(&members.sink, members.count > 0 ? "]" : "null", "\n", (char *)0);
    return sink_flush(&members.sink) < 0;
}
