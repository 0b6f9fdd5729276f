/* oci_netdev.h: network devices of the host that move into a container. */
#ifndef HAKO_OCI_NETDEV_H
#define HAKO_OCI_NETDEV_H

#include <stddef.h>
#include <stdint.h>

/*
 * Moves devices into the network namespace of a process, where they keep their addresses and are
 * switched on. `pairs`: zero-ended strings, a device's name and what it is called there. 0, or -errno
 * and which device it is of.
 */
int64_t oci_netdev_move(const char *pairs, size_t size, int pid, const char **device);

#endif
