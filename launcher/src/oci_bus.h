/*
 * oci_bus.h: what systemd is told over its bus (D-Bus specification, "Message Protocol" and "Authentication Protocol").
 * The messages are the compiler's, from the first to the last byte; here they are sent, and what comes back is read.
 */
#ifndef HAKO_OCI_BUS_H
#define HAKO_OCI_BUS_H

#include <stddef.h>

#include "places.h"

#define OCI_BUS_TEXT 512u

/* The process in a dialog that tells of none. */
#define OCI_BUS_NOBODY 0

/*
 * Holds a dialog (record.h) with the machine's systemd, or an ordinary user's own, and puts a process's id where it
 * belongs: null, or why systemd has not done it, which the next call may overwrite. An error of systemd begins with its name.
 */
const char *oci_bus_hold(const struct places *places, const char *dialog, size_t size, int pid);

#endif
