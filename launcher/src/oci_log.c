/* oci_log.c: see oci_log.h. containerd and podman take the last line of level "error" for the reason. */
#include "oci_log.h"

#include "calls.h"
#include "clocks.h"
#include "errors.h"
#include "oci_sink.h"
#include "text.h"

#define FAILURE 1 /* runc's exit code */

static int log = -1;
static int is_json;

static int is_warning(const char *line, size_t size)
{
    static const char start[] = "warning: ";
    return size >= sizeof start - 1 && memcmp(line, start, sizeof start - 1) == 0;
}

static void write_line(const char *line, size_t size)
{
    char time[CLOCKS_TIMESTAMP + 1] = {0};
    const char *level = is_warning(line, size) ? "warning" : "error";
    struct sink sink = {.fd = log};
    if (log < 0)
        return;
    clocks_timestamp(clocks_real_nanos(), time);
    if (is_json)
        sink_texts(&sink, "{\"level\":\"", level, "\",\"msg\":", (char *)0);
    else
        sink_texts(&sink, "time=\"", time, "\" level=", level, " msg=", (char *)0);
    sink_quoted(&sink, line, size);
    if (is_json)
        sink_texts(&sink, ",\"time\":\"", time, "\"}", (char *)0);
    sink_texts(&sink, "\n", (char *)0);
    sink_flush(&sink);
}

void oci_log_open(const struct oci_line *line)
{
    const char *format = line->values[OCI_LOG_FORMAT];
    errors_speak_as("hako-runtime", FAILURE, write_line);
    if (format && !text_equal(format, "json") && !text_equal(format, "text"))
        errors_fail("there is no log format \"", format, "\"; hint: --log-format text or json", (char *)0);
    is_json = format && text_equal(format, "json");
    const char *path = line->values[OCI_LOG];
    if (!path || !*path)
        return;
    int64_t fd = sys_openat(AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0)
        errors_fail("cannot open log \"", path, "\": ", errors_text(fd), (char *)0);
    log = (int)fd;
}
