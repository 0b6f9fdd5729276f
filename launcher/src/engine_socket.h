/* engine_socket.h: unix sockets by path, also where the path is longer than an address can hold. */
#ifndef HAKO_ENGINE_SOCKET_H
#define HAKO_ENGINE_SOCKET_H

#include <stdint.h>

/* A new connection to the socket at `path`, or -errno. */
int64_t engine_socket_connect(const char *path);

/* Takes the place of whatever lies at `path` with a listening socket only its owner may use, or -errno. */
int64_t engine_socket_listen(const char *path);

#endif
