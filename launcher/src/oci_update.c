/* oci_update.c: other limits for a container. What they mean for its groups is the compiler's to say. */
#include "calls.h"
#include "errors.h"
#include "files.h"
#include "oci_bus.h"
#include "oci_compile.h"
#include "oci_launch.h"
#include "oci_verbs.h"
#include "oci_words.h"

static const struct oci_letter letters[] = {
    {OCI_MEMORY, 'm'}, {OCI_MEMORY_RESERVATION, 'r'}, {OCI_MEMORY_SWAP, 's'}, {OCI_PIDS_LIMIT, 'p'},
    {OCI_BLKIO_WEIGHT, 'w'}, {OCI_CPU_PERIOD, 'P'}, {OCI_CPU_QUOTA, 'Q'}, {OCI_CPU_BURST, 'B'}, {OCI_CPU_SHARE, 'S'},
    {OCI_CPU_RT_PERIOD, 'R'}, {OCI_CPU_RT_RUNTIME, 'T'}, {OCI_CPU_IDLE, 'I'}, {OCI_CPUSET_CPUS, 'c'},
    {OCI_CPUSET_MEMS, 'M'},
};

static void refuse_caches(const struct oci_line *line, const char *intent)
{
    if (oci_given(line, OCI_L3_CACHE_SCHEMA) || oci_given(line, OCI_MEM_BW_SCHEMA))
        errors_fail(intent, ": it has no part of the processors' caches (Intel RDT), which is not supported; hint: leave ",
                    "--l3-cache-schema and --mem-bw-schema out", (char *)0);
}

static void carry_out(const struct oci_answer *answer, const char *intent)
{
    struct oci_launch launch;
    size_t size;
    uint64_t value;
    int64_t result = oci_launch_start(&launch, OCI_LAUNCH_FORKED, answer->plan, 0, 0);
    if (result < 0)
        errors_fail(intent, ": ", errors_text(result), (char *)0);
    while (oci_launch_next(&launch, &value, 0, 0) != 0)
        ;
    int code = oci_launch_end(&launch);
    const char *words = oci_answer_section(answer, RECORD_PLAN_WORDS, &size);
    if (launch.failed)
        errors_fail(intent, ": ", oci_launch_words(&launch.failure, words, size), (char *)0);
    if (code != 0)
        errors_fail(intent, ": its launcher ended without a word", (char *)0);
}

/* Systemd writes its own idea of the limits whenever it is reloaded: it has to know them. */
static int has_scope(const struct oci_home *home)
{
    size_t size;
    oci_home_section(home, RECORD_SCOPE_END, &size);
    return size > 0;
}

static void change_scope(const struct oci *oci, const struct oci_answer *answer, const char *intent)
{
    size_t size;
    const char *dialog = oci_answer_section(answer, RECORD_SCOPE_CHANGE, &size);
    const char *trouble = size > 0 ? oci_bus_hold(oci->places, dialog, size, OCI_BUS_NOBODY) : 0;
    if (trouble)
        errors_fail(intent, ": systemd does not take its limits: ", trouble, (char *)0);
}

static void ask(const struct oci *oci, const struct oci_home *home, const char *intent, struct oci_answer *answer)
{
    struct oci_words words;
    const char *file = oci->line->values[OCI_RESOURCES];
    oci_words_begin(&words);
    if (file)
        oci_words_read(&words, intent, file);
    else
        oci_words_put_options(&words, oci->line, letters, sizeof letters / sizeof *letters);
    const struct oci_question question = {
        .verb = RECORD_UPDATE,
        .flags = (file ? 0 : RECORD_WORDS) | oci_manager_flags(oci, has_scope(home)),
        .id = home->id,
        .bundle = "",
        .config = -1,
        .process = words.bytes,
        .process_size = words.used,
        .home = home,
    };
    oci_compile(oci->places, &question, intent, 0, answer);
}

int oci_update(const struct oci *oci)
{
    struct oci_home home;
    struct oci_answer answer;
    size_t size;
    oci_home_open(&home, oci->root, oci_only_id(oci));
    const char *intent = files_join("cannot update container \"", home.id, "\"", (char *)0);
    refuse_caches(oci->line, intent);
    int64_t result = oci_home_lock(&home);
    enum oci_status status = oci_home_status(&home);
    if (result == 0 && (status == OCI_STOPPED || status == OCI_CREATING))
        errors_fail(intent, ": it is ", oci_status_name(status), (char *)0);
    if (result < 0)
        errors_fail(intent, ": ", errors_text(result), (char *)0);
    ask(oci, &home, intent, &answer);
    change_scope(oci, &answer, intent);
    carry_out(&answer, intent);
    const char *limits = oci_answer_section(&answer, RECORD_TEXT, &size);
    result = oci_home_keep_limits(&home, limits, size);
    if (result < 0)
        errors_fail(intent, ": its limits are changed, but not on record: ", errors_text(result), (char *)0);
    return 0;
}
