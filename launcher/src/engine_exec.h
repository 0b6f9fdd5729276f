/*
 * engine_exec.h: the last steps of a process on its way to be an engine. An engine gets its lock
 * and its listening socket at fixed descriptors and nothing else of whoever starts it.
 */
#ifndef HAKO_ENGINE_EXEC_H
#define HAKO_ENGINE_EXEC_H

#include <stdint.h>

#define ENGINE_LOCK_FD 3
#define ENGINE_LISTEN_FD 4

/* Opens "engine.log" beside the engine's socket, the older half of a long one moved to "engine.log.1". */
int64_t engine_log_open(const char *socket_path);

/* Becomes a detached engine: own session, no terminal, output to `log` (-1: nowhere). Returns -errno when it cannot. */
int64_t engine_detach(int lock, int listener, int log);

/* Gives every signal its default and execs. Returns -errno. */
int64_t engine_exec(char *const *argv, char *const *envp);

#endif
