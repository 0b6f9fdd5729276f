/* guest_handles.h: the files and directories that a guest has open, by numbers that are descriptors of this process. */
#ifndef HAKO_GUEST_HANDLES_H
#define HAKO_GUEST_HANDLES_H

#include <stdint.h>

enum guest_handle { GUEST_HANDLE_NONE, GUEST_HANDLE_FILE, GUEST_HANDLE_DIRECTORY };

/* Makes the table: 0 or -errno. */
int guest_handles_begin(void);

/* A descriptor becomes a handle: its number, or -ENFILE; then it is closed. */
int guest_handles_add(int fd, enum guest_handle kind);

/* The descriptor of a handle of this kind, or -EBADF. */
int guest_handles_fd(uint64_t number, enum guest_handle kind);

/* Closes it, if it is one. */
void guest_handles_close(uint64_t number);

#endif
