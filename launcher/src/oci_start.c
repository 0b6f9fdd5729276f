/* oci_start.c: opening the gate, and what follows it. */
#include "calls.h"
#include "errors.h"
#include "files.h"
#include "oci_launch.h"
#include "oci_proc.h"
#include "oci_verbs.h"

static const char *intent_of(const struct oci_home *home)
{
    return files_join("cannot start container \"", home->id, "\"", (char *)0);
}

typedef void undo_start(const struct oci_home *home);

_Noreturn static void fail(const struct oci_home *home, undo_start *undo, const char *what, const char *why)
{
    const char *kept = files_join(why, (char *)0);
    if (undo)
        undo(home);
    errors_fail(intent_of(home), what, kept, (char *)0);
}

/* The init tells why its program does not run; it has exec'd when it says nothing any more. */
static void await_program(const struct oci_home *home, int connection, undo_start *undo)
{
    struct failure failure = {0};
    size_t size;
    int64_t got;
    do
        got = sys_receive(connection, &failure, sizeof failure, 0);
    while (got == -EINTR);
    sys_close(connection);
    if (got < (int64_t)sizeof failure.head)
        return;
    const char *words = oci_home_section(home, RECORD_PLAN_WORDS, &size);
    fail(home, undo, ": ", oci_launch_words(&failure, words, size));
}

/* A hook that fails has failed the start. */
static void run_hooks(const struct oci_home *home, undo_start *undo)
{
    struct oci_launch launch;
    size_t size;
    uint64_t value;
    const char *plan = oci_home_section(home, RECORD_STARTED_PLAN, &size);
    if (size == 0)
        return;
    int64_t fd = oci_launch_plan(plan, size);
    int64_t result = fd < 0 ? fd : oci_launch_start(&launch, OCI_LAUNCH_FORKED, (int)fd, 0, 0);
    if (result < 0)
        fail(home, undo, ": cannot run its hooks: ", errors_text(result));
    oci_launch_tell(&launch, (uint64_t)home->process.pid);
    while (oci_launch_next(&launch, &value, 0, 0) != 0)
        ;
    int code = oci_launch_end(&launch);
    if (code == 0 && !launch.failed)
        return;
    oci_proc_end(home);
    const char *words = oci_home_section(home, RECORD_STARTED_WORDS, &size);
    fail(home, undo, ": ", oci_launch_words(&launch.failure, words, size));
}

void oci_start_container(const struct oci_home *home, undo_start *undo)
{
    enum oci_status status = oci_home_status(home);
    if (status != OCI_CREATED)
        errors_fail("cannot start a container in the ", oci_status_name(status), " state", (char *)0);
    int64_t connection = oci_home_open_gate(home);
    if (connection < 0)
        fail(home, undo, ": its gate does not open: ", errors_text(connection));
    await_program(home, (int)connection, undo);
    run_hooks(home, undo);
}

static void lock(struct oci_home *home)
{
    int64_t result = oci_home_lock(home);
    if (result == -ENOENT)
        errors_fail("container \"", home->id, "\" does not exist", (char *)0);
    if (result < 0)
        errors_fail(intent_of(home), ": another call holds it: ", errors_text(result), (char *)0);
}

int oci_start(const struct oci *oci)
{
    struct oci_home home;
    oci_home_open(&home, oci->root, oci_only_id(oci));
    lock(&home);
    oci_start_container(&home, 0);
    return 0;
}
