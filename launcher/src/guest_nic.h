/*
 * guest_nic.h: one network interface of a guest kernel: what it sends goes out by a packet socket
 * (packet(7), with PACKET_VNET_HDR), and what comes there it receives. No frame is looked into.
 */
#ifndef HAKO_GUEST_NIC_H
#define HAKO_GUEST_NIC_H

#include "channel.h"

/*
 * A process that serves the interface to the first that connects to `path`, a socket's name that is there when this
 * returns; the process ends when that one has gone, with 0, or breaks a rule. Its pid, or -errno.
 */
int guest_nic_start(const struct carrier_nic *nic, int packets, const char *path);

#endif
