/* oci_stats.c: see oci_stats.h. Files of the container's groups, one after the other; a file that is not there tells nothing. */
#include "oci_stats.h"

#include "files.h"
#include "oci_proc.h"
#include "text.h"

#define MAX_FILE 16384
#define NANOS_PER_MICRO 1000
#define NANOS_PER_TICK 10000000 /* of cpuacct, whose ticks are hundredths of a second */

static char file[MAX_FILE];

/* An object or a list in the making: what stands before the next element. */
struct making {
    struct sink *sink;
    int count;
};

static void put_name(struct making *making, const char *name)
{
    sink_texts(making->sink, making->count++ > 0 ? "," : "", "\"", name, "\":", (char *)0);
}

static void put_number(struct making *making, const char *name, uint64_t value)
{
    put_name(making, name);
    sink_decimal(making->sink, value);
}

static struct making open_object(struct making *outer, const char *name)
{
    put_name(outer, name);
    sink_bytes(outer->sink, "{", 1);
    return (struct making){outer->sink, 0};
}

static void close_object(const struct making *making)
{
    sink_bytes(making->sink, "}", 1);
}

static const char *read_file(const char *group, const char *name)
{
    file[0] = '\0';
    if (group && files_read(files_join(group, "/", name, (char *)0), file, sizeof file) < 0)
        file[0] = '\0';
    return file;
}

static uint64_t number_at(const char *at)
{
    uint64_t value = 0;
    for (; *at >= '0' && *at <= '9'; at++)
        value = value * 10 + (uint64_t)(*at - '0');
    return value;
}

/* The number behind a line's first word, if the file has such a line. */
static int find(const char *text, const char *key, uint64_t *value)
{
    size_t size = text_length(key);
    for (const char *at = text; *at; at++) {
        if (text_length_within(at, size) == size && memcmp(at, key, size) == 0 && at[size] == ' ') {
            *value = number_at(at + size + 1);
            return 1;
        }
        while (*at && *at != '\n')
            at++;
        if (!*at)
            return 0;
    }
    return 0;
}

static void put_found(struct making *making, const char *name, const char *text, const char *key, uint64_t unit)
{
    uint64_t value;
    if (find(text, key, &value))
        put_number(making, name, value * unit);
}

/* A file with one number, or with "max", which is the largest there is. */
static void put_file(struct making *making, const char *name, const char *group, const char *from)
{
    const char *text = read_file(group, from);
    if (*text == 'm')
        put_number(making, name, ~(uint64_t)0);
    else if (*text)
        put_number(making, name, number_at(text));
}

/* Numbers between blanks, from a column on, of each line that begins with a digit. */
static void put_column(struct making *making, const char *name, const char *text, int column, int columns)
{
    int at_column = 0, count = 0;
    put_name(making, name);
    sink_bytes(making->sink, "[", 1);
    for (const char *at = text; *at;) {
        if (*at < '0' || *at > '9') {
            while (*at && *at != '\n' && (*at < '0' || *at > '9'))
                at++;
            at += *at == '\n';
            continue;
        }
        if (at_column++ % columns == column) {
            sink_texts(making->sink, count++ > 0 ? "," : "", (char *)0);
            sink_decimal(making->sink, number_at(at));
        }
        while (*at >= '0' && *at <= '9')
            at++;
    }
    sink_bytes(making->sink, "]", 1);
}

static void put_throttling(struct making *cpu, const char *group, uint64_t unit, const char *time)
{
    struct making throttling = open_object(cpu, "throttling");
    const char *text = read_file(group, "cpu.stat");
    put_found(&throttling, "periods", text, "nr_periods", 1);
    put_found(&throttling, "throttledPeriods", text, "nr_throttled", 1);
    put_found(&throttling, "throttledTime", text, time, unit);
    close_object(&throttling);
}

static void put_cpu_v1(struct making *data, const struct oci_home *home)
{
    const char *group = oci_proc_group(home, "cpuacct");
    struct making cpu = open_object(data, "cpu");
    struct making usage = open_object(&cpu, "usage");
    put_file(&usage, "total", group, "cpuacct.usage");
    put_column(&usage, "percpu", read_file(group, "cpuacct.usage_percpu"), 0, 1);
    const char *all = read_file(group, "cpuacct.usage_all");
    put_column(&usage, "percpu_kernel", all, 2, 3);
    put_column(&usage, "percpu_user", all, 1, 3);
    const char *text = read_file(group, "cpuacct.stat");
    put_found(&usage, "kernel", text, "system", NANOS_PER_TICK);
    put_found(&usage, "user", text, "user", NANOS_PER_TICK);
    close_object(&usage);
    put_throttling(&cpu, oci_proc_group(home, "cpu"), 1, "throttled_time");
    close_object(&cpu);
}

static void put_cpu_v2(struct making *data, const char *group)
{
    struct making cpu = open_object(data, "cpu");
    struct making usage = open_object(&cpu, "usage");
    const char *text = read_file(group, "cpu.stat");
    put_found(&usage, "total", text, "usage_usec", NANOS_PER_MICRO);
    put_found(&usage, "kernel", text, "system_usec", NANOS_PER_MICRO);
    put_found(&usage, "user", text, "user_usec", NANOS_PER_MICRO);
    close_object(&usage);
    put_throttling(&cpu, group, NANOS_PER_MICRO, "throttled_usec");
    close_object(&cpu);
}

/* "0-3,7" as a list of numbers. */
static void put_ranges(struct making *making, const char *name, const char *text)
{
    struct making list = {making->sink, 0};
    put_name(making, name);
    sink_bytes(making->sink, "[", 1);
    for (const char *at = text; *at >= '0' && *at <= '9';) {
        uint64_t first = number_at(at), last = first;
        while (*at >= '0' && *at <= '9')
            at++;
        if (*at == '-') {
            last = number_at(++at);
            while (*at >= '0' && *at <= '9')
                at++;
        }
        for (; first <= last; first++) {
            sink_texts(list.sink, list.count++ > 0 ? "," : "", (char *)0);
            sink_decimal(list.sink, first);
        }
        at += *at == ',';
    }
    sink_bytes(making->sink, "]", 1);
}

static void put_cpuset(struct making *data, const char *group, const char *cpus, const char *mems)
{
    struct making set = open_object(data, "cpuset");
    put_ranges(&set, "cpus", read_file(group, cpus));
    put_ranges(&set, "mems", read_file(group, mems));
    close_object(&set);
}

/* Each line's word and number. */
static void put_raw(struct making *memory, const char *text)
{
    struct making raw = open_object(memory, "raw");
    for (const char *at = text; *at;) {
        size_t size = 0;
        while (at[size] && at[size] != ' ' && at[size] != '\n')
            size++;
        if (at[size] == ' ') {
            sink_texts(raw.sink, raw.count++ > 0 ? ",\"" : "\"", (char *)0);
            sink_bytes(raw.sink, at, size);
            sink_bytes(raw.sink, "\":", 2);
            sink_decimal(raw.sink, number_at(at + size + 1));
        }
        while (*at && *at != '\n')
            at++;
        at += *at == '\n';
    }
    close_object(&raw);
}

static void put_kind(struct making *memory, const char *name, const char *group, const char *prefix, const char *fail)
{
    struct making kind = open_object(memory, name);
    put_file(&kind, "limit", group, files_join(prefix, "limit_in_bytes", (char *)0));
    put_file(&kind, "usage", group, files_join(prefix, "usage_in_bytes", (char *)0));
    put_file(&kind, "max", group, files_join(prefix, "max_usage_in_bytes", (char *)0));
    put_file(&kind, "failcnt", group, fail);
    close_object(&kind);
}

static void put_memory_v1(struct making *data, const char *group)
{
    struct making memory = open_object(data, "memory");
    put_kind(&memory, "usage", group, "memory.", "memory.failcnt");
    put_kind(&memory, "swap", group, "memory.memsw.", "memory.memsw.failcnt");
    put_kind(&memory, "kernel", group, "memory.kmem.", "memory.kmem.failcnt");
    put_kind(&memory, "kernelTCP", group, "memory.kmem.tcp.", "memory.kmem.tcp.failcnt");
    put_raw(&memory, read_file(group, "memory.stat"));
    close_object(&memory);
}

static void put_kind_v2(struct making *memory, const char *name, const char *group, const char *prefix, const char *events)
{
    struct making kind = open_object(memory, name);
    put_file(&kind, "limit", group, files_join(prefix, ".max", (char *)0));
    put_file(&kind, "usage", group, files_join(prefix, ".current", (char *)0));
    put_file(&kind, "max", group, files_join(prefix, ".peak", (char *)0));
    put_found(&kind, "failcnt", read_file(group, events), "max", 1);
    close_object(&kind);
}

static void put_memory_v2(struct making *data, const char *group)
{
    struct making memory = open_object(data, "memory");
    put_kind_v2(&memory, "usage", group, "memory", "memory.events");
    put_kind_v2(&memory, "swap", group, "memory.swap", "memory.swap.events");
    put_raw(&memory, read_file(group, "memory.stat"));
    close_object(&memory);
}

static void put_pids(struct making *data, const char *group)
{
    struct making pids = open_object(data, "pids");
    put_file(&pids, "current", group, "pids.current");
    if (*read_file(group, "pids.max") != 'm')
        put_file(&pids, "limit", group, "pids.max");
    close_object(&pids);
}

/* One entry of a list of what a device did. */
static void put_device(struct making *list, const char *at, const char *operation, size_t size, uint64_t value)
{
    sink_texts(list->sink, list->count++ > 0 ? "," : "", "{\"major\":", (char *)0);
    sink_decimal(list->sink, number_at(at));
    while (*at >= '0' && *at <= '9')
        at++;
    sink_texts(list->sink, ",\"minor\":", (char *)0);
    sink_decimal(list->sink, number_at(at + 1));
    sink_texts(list->sink, ",\"op\":", (char *)0);
    sink_quoted(list->sink, operation, size);
    sink_texts(list->sink, ",\"value\":", (char *)0);
    sink_decimal(list->sink, value);
    sink_bytes(list->sink, "}", 1);
}

/* Lines such as "8:0 Read 4096". */
static void put_block_v1(struct making *io, const char *name, const char *text)
{
    struct making list = {io->sink, 0};
    if (*text < '0' || *text > '9')
        return;
    put_name(io, name);
    sink_bytes(io->sink, "[", 1);
    for (const char *at = text; *at >= '0' && *at <= '9';) {
        const char *operation = at;
        while (*operation && *operation != ' ')
            operation++;
        operation += *operation == ' ';
        size_t size = 0;
        while (operation[size] && operation[size] != ' ')
            size++;
        put_device(&list, at, operation, size, number_at(operation + size + (operation[size] == ' ')));
        while (*at && *at != '\n')
            at++;
        at += *at == '\n';
    }
    sink_bytes(io->sink, "]", 1);
}

/* Lines such as "8:0 rbytes=4096 wbytes=0 …", of which two keys are wanted. */
static void put_block_v2(struct making *io, const char *name, const char *text, const char *const keys[2])
{
    static const char *const operations[2] = {"Read", "Write"};
    struct making list = {io->sink, 0};
    const char *line = text;
    put_name(io, name);
    sink_bytes(io->sink, "[", 1);
    for (const char *at = text; *at; at++) {
        for (int i = 0; i < 2; i++) {
            size_t size = text_length(keys[i]);
            if (at > text && at[-1] == ' ' && text_length_within(at, size) == size && memcmp(at, keys[i], size) == 0)
                put_device(&list, line, operations[i], text_length(operations[i]), number_at(at + size));
        }
        if (*at == '\n')
            line = at + 1;
    }
    sink_bytes(io->sink, "]", 1);
}

static void put_blkio(struct making *data, const char *group, int is_v2)
{
    static const char *const bytes[2] = {"rbytes=", "wbytes="}, *const calls[2] = {"rios=", "wios="};
    struct making io = open_object(data, "blkio");
    if (is_v2) {
        put_block_v2(&io, "ioServiceBytesRecursive", read_file(group, "io.stat"), bytes);
        put_block_v2(&io, "ioServicedRecursive", file, calls);
    } else {
        put_block_v1(&io, "ioServiceBytesRecursive", read_file(group, "blkio.throttle.io_service_bytes_recursive"));
        put_block_v1(&io, "ioServicedRecursive", read_file(group, "blkio.throttle.io_serviced_recursive"));
    }
    close_object(&io);
}

/* Usage of huge pages by their size: files "hugetlb.2MB.…". */
static void put_hugetlb(struct making *data, const char *group, int is_v2)
{
    const char *suffix = is_v2 ? ".current" : ".usage_in_bytes";
    struct making all = open_object(data, "hugetlb");
    char **names = group ? files_list(group, suffix) : 0;
    for (; names && *names; names++) {
        static const char start[] = "hugetlb.";
        size_t size = text_length(*names);
        if (memcmp(*names, start, sizeof start - 1) != 0)
            continue;
        char *page = files_join(*names + sizeof start - 1, (char *)0);
        page[size - (sizeof start - 1) - text_length(suffix)] = '\0';
        struct making one = open_object(&all, page);
        put_file(&one, "usage", group, *names);
        put_file(&one, "max", group, files_join(start, page, ".max_usage_in_bytes", (char *)0));
        put_file(&one, "failcnt", group, files_join(start, page, ".failcnt", (char *)0));
        close_object(&one);
    }
    close_object(&all);
}

void oci_stats_put(struct sink *sink, const struct oci_home *home)
{
    struct making data = {sink, 0};
    int is_v2 = !oci_proc_group(home, "memory") && oci_proc_group(home, "") != 0;
    const char *unified = oci_proc_group(home, "");
    sink_bytes(sink, "{", 1);
    if (is_v2) {
        put_cpu_v2(&data, unified);
        put_cpuset(&data, unified, "cpuset.cpus.effective", "cpuset.mems.effective");
        put_memory_v2(&data, unified);
    } else {
        put_cpu_v1(&data, home);
        put_cpuset(&data, oci_proc_group(home, "cpuset"), "cpuset.cpus", "cpuset.mems");
        put_memory_v1(&data, oci_proc_group(home, "memory"));
    }
    put_pids(&data, is_v2 ? unified : oci_proc_group(home, "pids"));
    put_blkio(&data, is_v2 ? unified : oci_proc_group(home, "blkio"), is_v2);
    put_hugetlb(&data, is_v2 ? unified : oci_proc_group(home, "hugetlb"), is_v2);
    sink_texts(sink, ",\"intel_rdt\":{},\"network_interfaces\":null}", (char *)0);
}
