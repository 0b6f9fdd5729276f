/* oci_tell.c: what the compiler says of this runtime: its features, and a configuration to begin with. */
#include "calls.h"
#include "errors.h"
#include "files.h"
#include "oci_compile.h"
#include "oci_sink.h"
#include "oci_verbs.h"
#include "text.h"

static const char *ask(const struct oci *oci, const struct oci_question *question, const char *intent, size_t *size)
{
    struct oci_answer answer;
    oci_compile(oci->places, question, intent, 0, &answer);
    return oci_answer_section(&answer, RECORD_TEXT, size);
}

static int64_t write_all(int fd, const char *text, size_t size)
{
    struct sink sink = {.fd = fd};
    sink_bytes(&sink, text, size);
    return sink_flush(&sink);
}

static void take_no_arguments(const struct oci_line *line)
{
    if (line->argument_count != 0)
        errors_fail(line->verb_name, " takes no arguments", (char *)0);
}

int oci_features(const struct oci *oci)
{
    size_t size;
    const struct oci_question question = {.verb = RECORD_FEATURES, .id = "", .bundle = "", .config = -1, .process = ""};
    take_no_arguments(oci->line);
    const char *text = ask(oci, &question, "cannot tell what this runtime can do", &size);
    return write_all(1, text, size) < 0;
}

/* UID:GID of the caller. */
static size_t put_ids(char *text, size_t capacity)
{
    size_t size = text_append_decimal(text, capacity, 0, (uint64_t)sys_geteuid());
    size = text_append(text, capacity, size, ":");
    return text_append_decimal(text, capacity, size, (uint64_t)sys_call3(__NR_getegid, 0, 0, 0));
}

int oci_spec(const struct oci *oci)
{
    static const char *const intent = "cannot write config.json";
    size_t size;
    char ids[64];
    const char *bundle = oci->line->values[OCI_BUNDLE];
    const struct oci_question question = {
        .verb = RECORD_TEMPLATE,
        .flags = oci_given(oci->line, OCI_SPEC_ROOTLESS) ? RECORD_ROOTLESS : 0,
        .id = "",
        .bundle = "",
        .config = -1,
        .process = ids,
        .process_size = put_ids(ids, sizeof ids),
    };
    take_no_arguments(oci->line);
    const char *path = bundle ? files_join(bundle, "/config.json", (char *)0) : "config.json";
    if (files_exists(path))
        errors_fail(intent, ": \"", path, "\" is there already; hint: remove it first", (char *)0);
    const char *text = ask(oci, &question, intent, &size);
    int64_t fd = sys_openat(AT_FDCWD, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    int64_t result = fd < 0 ? fd : write_all((int)fd, text, size);
    if (result < 0 && fd >= 0)
        sys_unlinkat(AT_FDCWD, path, 0);
    if (result < 0)
        errors_fail(intent, ": \"", path, "\": ", errors_text(result), (char *)0);
    return 0;
}
