/* oci_freeze.c: pause and resume. */
#include "calls.h"
#include "errors.h"
#include "files.h"
#include "oci_proc.h"
#include "oci_verbs.h"

static int freeze(const struct oci *oci, int frozen)
{
    struct oci_home home;
    const char *intent = frozen ? "cannot pause container \"" : "cannot resume container \"";
    oci_home_open(&home, oci->root, oci_only_id(oci));
    int64_t result = oci_home_lock(&home);
    enum oci_status status = oci_home_status(&home);
    if (result == 0 && (frozen ? status != OCI_RUNNING && status != OCI_CREATED : status != OCI_PAUSED))
        errors_fail(intent, home.id, "\": it is ", oci_status_name(status), (char *)0);
    if (result == 0)
        result = oci_proc_freeze(&home, frozen);
    if (result == -ENOENT)
        errors_fail(intent, home.id, "\": it has no control group that freezes", (char *)0);
    if (result < 0)
        errors_fail(intent, home.id, "\": ", errors_text(result), (char *)0);
    return 0;
}

int oci_pause(const struct oci *oci)
{
    return freeze(oci, 1);
}

int oci_resume(const struct oci *oci)
{
    return freeze(oci, 0);
}
