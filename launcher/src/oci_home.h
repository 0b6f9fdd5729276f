/*
 * oci_home.h: a container of the OCI command: a folder of its id in the root folder.
 *
 *     record    what is known since its plan was compiled (record.h)
 *     process   its init: pid, start time, when it was created, and by which user; written once it waits at the gate
 *     gate      the socket at which the init waits to be started
 *     limits    a resources object: what the last update has left; absent: those of the record's config.json
 *
 * A lock on the folder is held by whoever changes the container; it ends with its holder. A folder
 * without "process" that nobody holds is what a killed create has left.
 */
#ifndef HAKO_OCI_HOME_H
#define HAKO_OCI_HOME_H

#include <stddef.h>
#include <stdint.h>

#include "oci_line.h"
#include "places.h"
#include "record.h"

enum oci_status {
    OCI_CREATING,
    OCI_CREATED,
    OCI_RUNNING,
    OCI_PAUSED,
    OCI_STOPPED,
};

struct oci_process {
    int pid; /* 0: there has been none */
    uint64_t start; /* of the process, in ticks since boot */
    uint64_t created_nanos;
    uint32_t owner;
};

struct oci_home {
    const char *root; /* path of the folder of all containers */
    const char *id;
    int directory;    /* the container's folder */
    const struct record_header *record; /* mapped; null: not read, or not there */
    size_t record_size;
    struct oci_process process;
};

/* "creating", "created", … */
const char *oci_status_name(enum oci_status status);

/* The root folder's path. */
const char *oci_root(const struct oci_line *line, const struct places *places);

/* Makes a container's folder, and locks it. Complains and exits if the id is taken, or none. */
void oci_home_make(struct oci_home *home, const char *root, const char *id);

/* Opens a container's folder and reads what is in it: 0, or -ENOENT if there is none. */
int64_t oci_home_find(struct oci_home *home, const char *root, const char *id);

/* The same, but complains and exits. */
void oci_home_open(struct oci_home *home, const char *root, const char *id);

/* Waits until nobody else changes the container: 0, or -ENOENT if it has been deleted meanwhile. */
int64_t oci_home_lock(struct oci_home *home);

enum oci_status oci_home_status(const struct oci_home *home);

/* Whether the init is there, and no zombie. */
int oci_home_lives(const struct oci_home *home);

/* Writes the file "record" from a descriptor: 0 or -errno. */
int64_t oci_home_keep_record(struct oci_home *home, int record);

/* Notes the init: 0 or -errno. */
int64_t oci_home_keep_process(struct oci_home *home, int pid);

/* Keeps what limits hold from now on: 0 or -errno. An open file with those that were kept, or -errno. */
int64_t oci_home_keep_limits(const struct oci_home *home, const char *text, size_t size);
int64_t oci_home_read_limits(const struct oci_home *home);

/* A section of the record; its size goes to `size`, and what follows it is a zero byte or another section. */
const char *oci_home_section(const struct oci_home *home, enum record_section section, size_t *size);

/* The gate: a listening socket, or -errno; a connection that opens it, or -errno. */
int64_t oci_home_make_gate(const struct oci_home *home);
int64_t oci_home_open_gate(const struct oci_home *home);

/* Removes the folder with all that is in it. */
void oci_home_remove(const struct oci_home *home);

#endif
