/* guest_network.h: the addresses and routes of a guest, which its host knows and its init sets. */
#ifndef HAKO_GUEST_NETWORK_H
#define HAKO_GUEST_NETWORK_H

/*
 * Sends what is in a file to rtnetlink(7), in one piece: messages of which the last asks for an answer. 0; without
 * such a file, too; or -errno, of the first that the kernel refuses.
 */
int guest_network_set_up(const char *path);

#endif
