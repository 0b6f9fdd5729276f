/* log_file.c: writes entries whole or not at all, keeps a bounded number of files. */
#include "log_file.h"

#include "calls.h"
#include "clocks.h"
#include "errors.h"
#include "text.h"

#define MAX_NAME 255u
#define LOG_MODE 0640

void log_open(struct log *log)
{
    if (log->directory < 0)
        return;
    /* Not blocking: what stands there may be a pipe that somebody has put into a shared directory. */
    int flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
    int64_t fd = sys_openat(log->directory, log->name, flags, LOG_MODE);
    log->fd = fd < 0 ? -1 : (int)fd;
    if (fd < 0)
        log->error = (int)-fd;
    int64_t size = fd < 0 ? 0 : sys_lseek(log->fd, 0, SEEK_END);
    log->size = size < 0 ? 0 : (uint64_t)size;
}

void log_reopen(struct log *log)
{
    if (log->fd >= 0)
        sys_close(log->fd);
    log_open(log);
}

/* "NAME.number", or "NAME" for 0. */
static void numbered_name(const struct log *log, uint32_t number, char name[MAX_NAME + 1])
{
    size_t size = text_append(name, MAX_NAME, 0, log->name);
    if (number > 0) {
        size = text_append(name, MAX_NAME, size, ".");
        size = text_append_decimal(name, MAX_NAME, size, number);
    }
    name[size] = '\0';
}

static void rotate(struct log *log)
{
    char from[MAX_NAME + 1], to[MAX_NAME + 1];
    for (uint32_t number = log->max_files - 1; number > 0; number--) {
        numbered_name(log, number - 1, from);
        numbered_name(log, number, to);
        sys_renameat(log->directory, from, log->directory, to);
    }
    if (log->max_files <= 1)
        sys_unlinkat(log->directory, log->name, 0);
    log_reopen(log);
}

/* Takes back the part of an entry that still fitted, so that no torn line stays. */
static void take_back(struct log *log, uint64_t written)
{
    int64_t size = sys_lseek(log->fd, 0, SEEK_END);
    if (size >= (int64_t)written)
        sys_ftruncate(log->fd, size - (int64_t)written);
}

/* 0 or -errno. */
static int write_parts(struct log *log, const struct iovec *parts, uint32_t count, uint64_t bytes)
{
    if (log->fd < 0)
        log_open(log);
    if (log->fd < 0)
        return -log->error;
    int64_t written = sys_writev(log->fd, parts, count);
    if (written < 0)
        return (int)written;
    if ((uint64_t)written < bytes) {
        take_back(log, (uint64_t)written);
        return -ENOSPC;
    }
    log->size += bytes;
    return 0;
}

/* Notes in the log what it lacks. 0 or -errno. */
static int confess(struct log *log)
{
    char line[160];
    clocks_timestamp(clocks_real_nanos(), line);
    size_t size = text_append(line, sizeof line, CLOCKS_TIMESTAMP, " stderr F hako: ");
    size = text_append_decimal(line, sizeof line, size, log->lost);
    size = text_append(line, sizeof line, size, " bytes of output were not logged: ");
    size = text_append(line, sizeof line, size, errors_name(log->error));
    size = text_append(line, sizeof line, size, "\n");
    struct iovec part = {line, size};
    int result = write_parts(log, &part, 1, part.iov_len);
    if (result == 0)
        log->lost = 0;
    return result;
}

void log_file_write(struct log *log, const struct iovec *parts, uint32_t count, uint64_t bytes, uint64_t payload)
{
    if (log->max_bytes > 0 && log->size > 0 && log->size + bytes > log->max_bytes)
        rotate(log);
    int result = log->lost > 0 ? confess(log) : 0;
    if (result == 0)
        result = write_parts(log, parts, count, bytes);
    if (result == 0)
        return;
    log->error = -result;
    log->lost += payload;
}

void log_file_close(struct log *log)
{
    if (log->lost > 0)
        confess(log);
    if (log->fd >= 0)
        sys_close(log->fd);
    log->fd = -1;
}
