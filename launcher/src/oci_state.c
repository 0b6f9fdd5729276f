/* oci_state.c: what is told of containers. */
#include "calls.h"
#include "clocks.h"
#include "errors.h"
#include "files.h"
#include "oci_proc.h"
#include "oci_sink.h"
#include "oci_verbs.h"
#include "text.h"
#include "version.h"

#define COLUMN_GAP 4

/* One container as it is shown. */
struct shown {
    struct oci_home home;
    enum oci_status status;
    uint64_t pid; /* 0: none */
    char created[CLOCKS_TIMESTAMP + 1];
};

static void look(struct shown *shown)
{
    const struct oci_process *process = &shown->home.process;
    shown->status = oci_home_status(&shown->home);
    shown->pid = shown->status == OCI_STOPPED || process->pid < 0 ? 0 : (uint64_t)process->pid;
    memset(shown->created, 0, sizeof shown->created);
    clocks_timestamp(process->created_nanos, shown->created);
}

static void put_section(struct sink *sink, const struct oci_home *home, enum record_section section)
{
    size_t size;
    const char *text = oci_home_section(home, section, &size);
    sink_quoted(sink, text, size);
}

static void put_json(struct sink *sink, const struct shown *shown)
{
    size_t size;
    const char *annotations = oci_home_section(&shown->home, RECORD_ANNOTATIONS, &size);
    sink_texts(sink, "{\n  \"ociVersion\": \"" VERSION_SPEC "\",\n  \"id\": \"", shown->home.id, "\",\n  \"pid\": ",
               (char *)0);
    sink_decimal(sink, shown->pid);
    sink_texts(sink, ",\n  \"status\": \"", oci_status_name(shown->status), "\",\n  \"bundle\": ", (char *)0);
    put_section(sink, &shown->home, RECORD_BUNDLE_PATH);
    sink_texts(sink, ",\n  \"rootfs\": ", (char *)0);
    put_section(sink, &shown->home, RECORD_ROOTFS);
    sink_texts(sink, ",\n  \"created\": \"", shown->created, "\",\n  ", (char *)0);
    if (size > 0) {
        sink_bytes(sink, annotations, size);
        sink_texts(sink, ",\n  ", (char *)0);
    }
    sink_texts(sink, "\"owner\": \"", shown->home.process.owner == 0 ? "root" : "", "\"\n}", (char *)0);
}

int oci_state(const struct oci *oci)
{
    struct shown shown;
    struct sink sink = {.fd = 1};
    oci_home_open(&shown.home, oci->root, oci_only_id(oci));
    look(&shown);
    put_json(&sink, &shown);
    sink_texts(&sink, "\n", (char *)0);
    return sink_flush(&sink) < 0;
}

/* Calls `visit` for each container that can be opened. */
static void each(const char *root, void (*visit)(struct shown *shown, void *context), void *context)
{
    char **names = files_list(root, "");
    for (; names && *names; names++) {
        struct shown shown;
        if (oci_home_find(&shown.home, root, *names) < 0)
            continue;
        look(&shown);
        visit(&shown, context);
        sys_close(shown.home.directory);
    }
}

struct listing {
    struct sink sink;
    int count;
    size_t widths[3]; /* of id, pid and status */
    size_t bundle_width;
};

static size_t most(size_t one, size_t other)
{
    return one > other ? one : other;
}

static size_t pid_text(const struct shown *shown, char text[TEXT_DECIMAL_SIZE + 1])
{
    size_t size = text_decimal(text, shown->pid);
    text[size] = '\0';
    return size;
}

static const char *bundle_of(const struct shown *shown)
{
    size_t size;
    const char *text = oci_home_section(&shown->home, RECORD_BUNDLE_PATH, &size);
    char *copy = files_keep(size + 1);
    memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}

static void measure(struct shown *shown, void *context)
{
    struct listing *listing = context;
    char pid[TEXT_DECIMAL_SIZE + 1];
    listing->widths[0] = most(listing->widths[0], text_length(shown->home.id));
    listing->widths[1] = most(listing->widths[1], pid_text(shown, pid));
    listing->widths[2] = most(listing->widths[2], text_length(oci_status_name(shown->status)));
    listing->bundle_width = most(listing->bundle_width, text_length(bundle_of(shown)));
}

static void put_row(struct listing *listing, const char *const cells[3], const char *bundle, const char *created,
                    const char *owner)
{
    for (int i = 0; i < 3; i++)
        sink_padded(&listing->sink, cells[i], listing->widths[i] + COLUMN_GAP);
    sink_padded(&listing->sink, bundle, listing->bundle_width + COLUMN_GAP);
    sink_padded(&listing->sink, created, CLOCKS_TIMESTAMP + COLUMN_GAP);
    sink_texts(&listing->sink, owner, "\n", (char *)0);
}

static void put_shown_row(struct shown *shown, void *context)
{
    char pid[TEXT_DECIMAL_SIZE + 1];
    pid_text(shown, pid);
    const char *const cells[3] = {shown->home.id, pid, oci_status_name(shown->status)};
    put_row(context, cells, bundle_of(shown), shown->created, shown->home.process.owner == 0 ? "root" : "");
}

static void put_element(struct shown *shown, void *context)
{
    struct listing *listing = context;
    sink_texts(&listing->sink, listing->count++ > 0 ? "," : "[", (char *)0);
    put_json(&listing->sink, shown);
}

static void put_id(struct shown *shown, void *context)
{
    struct listing *listing = context;
    sink_texts(&listing->sink, shown->home.id, "\n", (char *)0);
}

static void put_table(const struct oci *oci, struct listing *listing)
{
    static const char *const head[3] = {"ID", "PID", "STATUS"};
    for (int i = 0; i < 3; i++)
        listing->widths[i] = text_length(head[i]);
    listing->bundle_width = text_length("BUNDLE");
    each(oci->root, measure, listing);
    put_row(listing, head, "BUNDLE", "CREATED", "OWNER");
    each(oci->root, put_shown_row, listing);
}

int oci_list(const struct oci *oci)
{
    struct listing listing = {.sink = {.fd = 1}};
    const char *format = oci->line->values[OCI_FORMAT];
    if (format && !text_equal(format, "json") && !text_equal(format, "table"))
        errors_fail("there is no format \"", format, "\"; hint: --format table or json", (char *)0);
    if (oci_given(oci->line, OCI_QUIET)) {
        each(oci->root, put_id, &listing);
    } else if (format && text_equal(format, "json")) {
        each(oci->root, put_element, &listing);
        sink_texts(&listing.sink, listing.count > 0 ? "]" : "null", (char *)0);
    } else {
        put_table(oci, &listing);
    }
    return sink_flush(&listing.sink) < 0;
}
