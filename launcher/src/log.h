/*
 * log.h: a container's log in Kubernetes' format, one entry a line:
 *
 *     2016-10-06T00:17:09.669794202Z stdout F a whole line
 *     2016-10-06T00:17:09.669794202Z stderr P the beginning of one
 *
 * An entry holds at most LOG_MAX_LINE bytes of output. What of a line has come is held until the rest
 * comes, but for LOG_PATIENCE_MILLIS at most: a prompt has no end that one could wait for. A disk that is full never stops the
 * container: output is dropped and counted, and the count is logged when there is room again.
 */
#ifndef HAKO_LOG_H
#define HAKO_LOG_H

#include <stdint.h>

#include "rest.h"

#define LOG_MAX_LINE 16384u
#define LOG_PATIENCE_MILLIS 500

enum log_stream { LOG_STDOUT, LOG_STDERR, LOG_STREAMS };

/* The beginning of a line that has not ended yet. Pages of its own; all zero: none. */
struct log_line {
    _Alignas(REST_PAGE) uint32_t size;
    uint8_t bytes[LOG_MAX_LINE];
};

struct log {
    int directory; /* -1: nothing is logged */
    int fd;        /* -1: not open; tried again with the next output */
    const char *name;
    uint64_t size, max_bytes; /* max_bytes 0: never rotated */
    uint32_t max_files;
    int error;     /* errno of the last failure */
    uint64_t lost; /* bytes of output dropped since it last worked */
    int64_t due[LOG_STREAMS]; /* when what is held is to be logged, monotonic milliseconds; 0: nothing is held */
    struct log_line *lines; /* one for each stream, zeroed, of LOG_STREAMS */
};

/* Opens the log; a failure is kept for later. */
void log_open(struct log *log);

/* Adds output of the container. Never blocks on anything but the file system, never fails. */
void log_output(struct log *log, enum log_stream stream, const uint8_t *bytes, uint32_t size);

/* When log_unfinished has something to do; INT64_MAX: never. */
int64_t log_due(const struct log *log);

/* Logs what has been held for long enough. */
void log_unfinished(struct log *log, int64_t now);

/* Closes the file and opens it again by name, after somebody else has rotated it. */
void log_reopen(struct log *log);

/* Writes what is held of unfinished lines, and closes. */
void log_finish(struct log *log);

#endif
