/* oci_proc.h: the processes of a container, as procfs and its control groups show them. */
#ifndef HAKO_OCI_PROC_H
#define HAKO_OCI_PROC_H

#include <stdint.h>

#include "oci_home.h"

/* When a process was started, in ticks since boot; 0: there is none, or it has ended. */
uint64_t oci_proc_start(int pid);

/* Sends a signal to a process if it still is the one that started then: 0 or -errno. */
int64_t oci_proc_signal(const struct oci_process *process, int signal);

/* Sends a signal to all in the container's groups: how many there were, or -errno. */
int64_t oci_proc_signal_all(const struct oci_home *home, int signal);

/* Calls `visit` for each process of the groups: how many there were, or -errno. */
int64_t oci_proc_each(const struct oci_home *home, void (*visit)(int pid, void *context), void *context);

/* The container's group in a hierarchy that has the controller ("": cgroup2), or null. */
const char *oci_proc_group(const struct oci_home *home, const char *controller);

int oci_proc_is_frozen(const struct oci_home *home);

/* Freezes or thaws all processes, and waits until they are: 0 or -errno. */
int64_t oci_proc_freeze(const struct oci_home *home, int frozen);

/* Kills the init and all in the groups, and waits until they are gone: 0 or -ETIMEDOUT. */
int64_t oci_proc_end(const struct oci_home *home);

#endif
