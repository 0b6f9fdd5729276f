/* oci.c: what was asked for, and who does it. */
#include "oci.h"

#include <stddef.h>

#include "errors.h"
#include "oci_help.h"
#include "oci_log.h"
#include "oci_verbs.h"
#include "text.h"

#define NAME "hako-runtime"

static const struct {
    uint32_t verb;
    int (*perform)(const struct oci *oci);
} performers[] = {
    {OCI_CREATE, oci_create}, {OCI_START, oci_start},   {OCI_RUN, oci_run},   {OCI_STATE, oci_state},
    {OCI_LIST, oci_list},     {OCI_KILL, oci_kill},     {OCI_DELETE, oci_delete},
    {OCI_PAUSE, oci_pause},   {OCI_RESUME, oci_resume}, {OCI_PS, oci_ps},
    {OCI_FEATURES, oci_features}, {OCI_EXEC, oci_exec},
    {OCI_SPEC, oci_spec},     {OCI_UPDATE, oci_update}, {OCI_EVENTS, oci_events},
};

/* What stands behind "hako-runtime-"; a command of another name chooses none. */
static const char *isolation_of(const char *name)
{
    size_t size = sizeof NAME - 1;
    int ours = text_length_within(name, size) == size && memcmp(name, NAME, size) == 0;
    return ours && name[size] == '-' ? name + size + 1 : "";
}

uint32_t oci_manager_flags(const struct oci *oci, int is_asked)
{
    return is_asked ? RECORD_SYSTEMD | (oci->places->system ? 0 : RECORD_USER_MANAGER) : 0;
}

const char *oci_only_id(const struct oci *oci)
{
    if (oci->line->argument_count != 1)
        errors_fail(oci->line->verb_name, " takes one argument, the container's id", (char *)0);
    return oci->line->arguments[0];
}

int oci_main(int argc, char **argv, char **envp)
{
    struct oci_line line = {0};
    struct places places;
    (void)argc;
    errors_speak_as(NAME, 1, 0);
    char **rest = oci_line_begin(&line, argv + 1);
    oci_log_open(&line);
    oci_line_read(&line, rest);
    if (oci_given(&line, OCI_VERSION))
        return oci_show_version();
    if (oci_given(&line, OCI_HELP) || line.verb == OCI_GLOBAL)
        return oci_show_help();
    places_find(&places, envp);
    struct oci oci = {.places = &places, .line = &line, .root = oci_root(&line, &places),
                      .named_isolation = isolation_of(text_last_part(argv[0]))};
    for (size_t i = 0; i < sizeof performers / sizeof *performers; i++)
        if (performers[i].verb == line.verb)
            return performers[i].perform(&oci);
    errors_fail(line.verb_name, " is not supported yet", (char *)0);
}
