/*
 * caller.h: one who calls the OCI runtime command (RUNTIME, a path), and containers as a `create` of that
 * command would have left them: a folder each, below "root" in a folder of the caller's own.
 */
#ifndef HAKO_TEST_CALLER_H
#define HAKO_TEST_CALLER_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "record.h"

#define CALLER_TEXT 16384

struct caller {
    char path[64];
    int code;                 /* of the last call */
    char output[CALLER_TEXT]; /* what it printed, on both streams */
    char error[CALLER_TEXT];
};

/* A record in the making. */
struct made_record {
    struct record_header header;
    char bytes[4096];
    size_t size; /* of both */
};

void caller_begin(struct caller *caller);

/* Removes everything. */
void caller_end(struct caller *caller);

/* Calls the command with `words`, null-ended, behind --root. */
void caller_call(struct caller *caller, const char *const words[]);
#define CALL(caller, ...) caller_call(caller, (const char *const[]){__VA_ARGS__, NULL})

/* The same without --root. */
void caller_call_plainly(struct caller *caller, const char *const words[]);

/* A path below the caller's folder; the next four calls leave it as it is. */
const char *caller_path(const struct caller *caller, const char *name);

/* A file below the caller's folder, written; read as a string. */
void caller_write(const struct caller *caller, const char *name, const void *bytes, size_t size);
void caller_read(const struct caller *caller, const char *name, char *text, size_t capacity);

/* A container's folder, with nothing in it. */
void caller_make(const struct caller *caller, const char *id);

/* What its folder says of its first process. */
void caller_note_process(const struct caller *caller, const char *id, pid_t pid, uint64_t start);

/* An empty record, and one section more of it. */
void record_begin(struct made_record *record);
void record_put(struct made_record *record, enum record_section section, const void *bytes, size_t size);

/* Writes it where the command looks for it. */
void caller_keep(const struct caller *caller, const char *id, const struct made_record *record);

/* A container whose first process is `pid`, with a record of its bundle. */
void caller_make_container(const struct caller *caller, const char *id, pid_t pid);

/* When a process began, as its stat has it. */
uint64_t start_of(pid_t pid);

/* A child that sleeps until a signal ends it. */
pid_t sleeper(void);

#endif
