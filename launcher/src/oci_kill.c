/* oci_kill.c: kill and delete. */
#include "calls.h"
#include "errors.h"
#include "files.h"
#include "oci_bus.h"
#include "oci_launch.h"
#include "oci_proc.h"
#include "oci_verbs.h"
#include "signals.h"
#include "text.h"

#define UNIT_IS_GONE "org.freedesktop.systemd1.NoSuchUnit"

/* Frozen, none of them makes another meanwhile. */
static int64_t signal_all(const struct oci_home *home, int signal, enum oci_status status)
{
    int frozen = signal == SIGKILL && status != OCI_PAUSED && oci_proc_freeze(home, 1) == 0;
    int64_t result = oci_proc_signal_all(home, signal);
    if (frozen)
        oci_proc_freeze(home, 0);
    return result == -ENOENT ? 0 : result;
}

int oci_kill(const struct oci *oci)
{
    struct oci_home home;
    char **words = oci->line->arguments;
    int count = oci->line->argument_count;
    if (count < 1 || count > 2)
        errors_fail("kill takes a container's id, and perhaps a signal", (char *)0);
    int signal = count == 2 ? signals_parse(words[1]) : SIGTERM;
    if (signal <= 0)
        errors_fail("there is no signal \"", words[1], "\"", (char *)0);
    oci_home_open(&home, oci->root, words[0]);
    enum oci_status status = oci_home_status(&home);
    int64_t result;
    if (oci_given(oci->line, OCI_ALL)) {
        result = signal_all(&home, signal, status);
    } else if (status == OCI_STOPPED) {
        errors_fail("cannot kill container \"", home.id, "\": container not running", (char *)0);
    } else {
        result = oci_proc_signal(&home.process, signal);
    }
    if (result < 0)
        errors_fail("cannot kill container \"", home.id, "\": ",
                    result == -ESRCH ? "container not running" : errors_text(result), (char *)0);
    if (status == OCI_PAUSED && signal == SIGKILL)
        oci_proc_freeze(&home, 0);
    return 0;
}

struct removal {
    const struct oci_home *home;
    const char *words;
    size_t size;
};

/* What is gone already is as it should be; the rest its caller hears of. */
static void warn(const struct failure *failure, void *context)
{
    const struct removal *removal = context;
    if (failure->head.error != ENOENT || failure->head.status != 0)
        errors_say("warning: container \"", removal->home->id, "\": cannot ",
                   oci_launch_words(failure, removal->words, removal->size), (char *)0);
}

/* A scope whose processes have all ended mostly is gone by itself. */
static void end_scope(const struct oci *oci, const struct oci_home *home)
{
    size_t size, gone = sizeof UNIT_IS_GONE - 1;
    const char *dialog = oci_home_section(home, RECORD_SCOPE_END, &size);
    const char *trouble = size > 0 ? oci_bus_hold(oci->places, dialog, size, OCI_BUS_NOBODY) : 0;
    if (trouble && (text_length_within(trouble, gone) < gone || memcmp(trouble, UNIT_IS_GONE, gone) != 0))
        errors_say("warning: container \"", home->id, "\": systemd does not end its scope: ", trouble, (char *)0);
}

void oci_remove_container(const struct oci *oci, const struct oci_home *home)
{
    struct oci_launch launch;
    struct removal removal = {.home = home};
    size_t size;
    uint64_t value;
    const char *plan = oci_home_section(home, RECORD_REMOVAL_PLAN, &size);
    end_scope(oci, home);
    removal.words = oci_home_section(home, RECORD_REMOVAL_WORDS, &removal.size);
    if (size > 0) {
        int64_t fd = oci_launch_plan(plan, size);
        int64_t result = fd < 0 ? fd : oci_launch_start(&launch, OCI_LAUNCH_CLEANUP, (int)fd, 0, 0);
        if (result < 0)
            errors_fail("cannot delete container \"", home->id, "\": ", errors_text(result), (char *)0);
        while (oci_launch_next(&launch, &value, warn, &removal) != 0)
            ;
        oci_launch_end(&launch);
    }
    oci_home_remove(home);
}

int oci_delete(const struct oci *oci)
{
    struct oci_home home;
    int forced = oci_given(oci->line, OCI_FORCE);
    int64_t result = oci_home_find(&home, oci->root, oci_only_id(oci));
    if (result == 0)
        result = oci_home_lock(&home);
    if (result == -ENOENT && forced)
        return 0;
    if (result == -ENOENT)
        errors_fail("container \"", home.id, "\" does not exist", (char *)0);
    if (result < 0)
        errors_fail("cannot delete container \"", home.id, "\": ", errors_text(result), (char *)0);
    enum oci_status status = oci_home_status(&home);
    if (!forced && status != OCI_STOPPED && status != OCI_CREATED && home.process.pid != 0)
        errors_fail("cannot delete container \"", home.id, "\" that is not stopped: ", oci_status_name(status),
                    "; hint: --force kills it", (char *)0);
    result = oci_proc_end(&home);
    if (result < 0)
        errors_fail("cannot delete container \"", home.id, "\": its processes do not end: ", errors_text(result),
                    (char *)0);
    oci_remove_container(oci, &home);
    return 0;
}
