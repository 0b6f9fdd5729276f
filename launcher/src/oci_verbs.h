/* oci_verbs.h: one function for each verb of the OCI command. Each returns the exit code, or complains and exits. */
#ifndef HAKO_OCI_VERBS_H
#define HAKO_OCI_VERBS_H

#include "oci_home.h"
#include "oci_line.h"
#include "places.h"

/* One call of the command. */
struct oci {
    const struct places *places;
    const struct oci_line *line;
    const char *root; /* folder of all containers */
    const char *named_isolation; /* by the command's own name; "": none */
};

int oci_create(const struct oci *oci);
int oci_start(const struct oci *oci);
int oci_run(const struct oci *oci);
int oci_state(const struct oci *oci);
int oci_list(const struct oci *oci);
int oci_kill(const struct oci *oci);
int oci_delete(const struct oci *oci);
int oci_pause(const struct oci *oci);
int oci_resume(const struct oci *oci);
int oci_ps(const struct oci *oci);
int oci_exec(const struct oci *oci);
int oci_features(const struct oci *oci);
int oci_spec(const struct oci *oci);
int oci_update(const struct oci *oci);
int oci_events(const struct oci *oci);

/* Parts of them that others need as well. */

struct oci_birth;
struct oci_tty;

/* Creates the container that the line describes, and leaves it at its gate. `tty`: see oci_birth_read. */
void oci_create_container(const struct oci *oci, struct oci_home *home, struct oci_birth *birth, struct oci_tty *tty);

/*
 * Lets a container that is locked and at its gate run its program. When it does not run, or what
 * follows the start fails, `undo` (or null) is called before the complaint.
 */
void oci_start_container(const struct oci_home *home, void (*undo)(const struct oci_home *home));

/* Removes a container that is locked, and whose processes have ended. */
void oci_remove_container(const struct oci *oci, const struct oci_home *home);

/* RECORD_SYSTEMD and whose it is, if systemd makes a container's groups. */
uint32_t oci_manager_flags(const struct oci *oci, int is_asked);

/* The only argument of a verb, a container's id. */
const char *oci_only_id(const struct oci *oci);

#endif
