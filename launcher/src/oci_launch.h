/*
 * oci_launch.h: a launcher that runs a plan for the OCI command, as its child: what it reports, and
 * its failure in words. Nothing of it stays.
 */
#ifndef HAKO_OCI_LAUNCH_H
#define HAKO_OCI_LAUNCH_H

#include <stddef.h>
#include <stdint.h>

#include "run.h"

enum oci_launch_how {
    OCI_LAUNCH_SEALED,  /* from a copy of this program that nobody can write to: for what becomes a container's process */
    OCI_LAUNCH_HELD,    /* the same, once oci_launch_let_go is called */
    OCI_LAUNCH_FORKED,  /* as a copy of this process */
    OCI_LAUNCH_CLEANUP, /* the same, for a plan's clean-up section alone */
};

/* A descriptor that the launcher gets, and at which number. */
struct oci_placed {
    int fd;
    int at;
};

struct oci_launch {
    int control;
    int pid; /* of the launcher */
    struct failure failure; /* of the last step that failed */
    int failed;
};

/* Starts a launcher: 0 or -errno. */
int64_t oci_launch_start(struct oci_launch *launch, enum oci_launch_how how, int plan, const struct oci_placed *placed,
                         size_t count);

/* Lets a launcher begin that was held. */
void oci_launch_let_go(const struct oci_launch *launch);

/*
 * The next milestone: its number, and its value. 0: the launcher has gone, as it should or after a
 * failure. `on_failure` (or null) is called for each failure.
 */
uint32_t oci_launch_next(struct oci_launch *launch, uint64_t *value,
                         void (*on_failure)(const struct failure *failure, void *context), void *context);

/* Tells the launcher a value. */
void oci_launch_tell(const struct oci_launch *launch, uint64_t value);

/* Takes in a launcher that has gone: its exit code, or 128 and the signal. */
int oci_launch_end(struct oci_launch *launch);

/* A memfd with a plan in it, or -errno. */
int64_t oci_launch_plan(const char *bytes, size_t size);

/* `mount proc on "/proc": EPERM (operation not permitted)`. `words` as in a record. The next call overwrites it. */
const char *oci_launch_words(const struct failure *failure, const char *words, size_t size);

#endif
