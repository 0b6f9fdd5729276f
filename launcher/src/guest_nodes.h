/*
 * guest_nodes.h: the files that a guest knows of its host's, by numbers. Each has a descriptor that names it (O_PATH)
 * and allows nothing else. Number 1 is the root.
 */
#ifndef HAKO_GUEST_NODES_H
#define HAKO_GUEST_NODES_H

#include <stdint.h>

struct statx;

#define GUEST_NODES_ROOT 1u
#define GUEST_NODES_MOST (1u << 18) /* numbers, and descriptors of this process */

/* Makes room for them, and number 1 of a directory: 0 or -errno. */
int guest_nodes_begin(const char *root);

/* The descriptor of a file, or -ESTALE. */
int guest_nodes_fd(uint64_t number);

/*
 * Counts one look-up more of the file that `fd` names, which becomes the table's: its number, 0 if there is no room.
 * `about` is what statx(2) says of it, with its mount.
 */
uint64_t guest_nodes_find(int fd, const struct statx *about);

/* Takes back look-ups of a file; nobody knows it any more with the last. */
void guest_nodes_forget(uint64_t number, uint64_t lookups);

#endif
