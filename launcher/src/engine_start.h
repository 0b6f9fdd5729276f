/*
 * engine_start.h: reaching the engine, and starting one. Whoever holds the lock file in the run
 * directory is the engine or is about to start it; the lock travels with it.
 */
#ifndef HAKO_ENGINE_START_H
#define HAKO_ENGINE_START_H

#include "places.h"

/* Which file the engine's socket is: every engine has a new one. */
struct engine_mark {
    uint64_t inode;
    int64_t seconds, nanoseconds; /* of its making */
};

struct engine {
    int socket;
    struct engine_mark mark;
    int started;      /* by us, just now */
    int64_t log_size; /* of its log before that */
};

/* Connects to the engine, and starts it if nobody listens. Does not return when that fails. */
void engine_reach(const struct places *places, struct engine *engine);

/* The engine has gone without an answer: says so, with what it left in its log. */
void engine_say_why(const struct places *places, const struct engine *engine);

/* Waits until an engine that is leaving has gone, or another has taken its place. */
void engine_await_end(const struct places *places, const struct engine *engine);

/* Becomes an engine in the foreground; `arguments` are "engine" and what the user adds. */
_Noreturn void engine_run_in_foreground(const struct places *places, char **arguments);

/* Becomes a JVM that is no engine, of the user as he is; `arguments` are "compare" and what he adds. */
_Noreturn void engine_run_beside(const struct places *places, char **arguments);

#endif
