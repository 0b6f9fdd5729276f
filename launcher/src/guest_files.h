/* guest_files.h: under the name `hako-files` the process that serves directories of the host to a guest: virtio-fs. */
#ifndef HAKO_GUEST_FILES_H
#define HAKO_GUEST_FILES_H

/*
 * Serves what is in `root` to the first that connects to descriptor 0, a listening unix stream socket, and ends with that
 * connection. It must find procfs at /proc.
 */
_Noreturn void guest_files_main(const char *root);

#endif
