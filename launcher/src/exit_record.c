/* exit_record.c: a small file written in place and renamed. */
#include "exit_record.h"

#include "calls.h"
#include "text.h"

#define MAX_NAME 255u
#define MAX_RECORD 64u

static void temporary_name(const struct exit_record *record, char name[MAX_NAME + 1])
{
    size_t size = text_append(name, MAX_NAME, 0, record->name);
    size = text_append(name, MAX_NAME, size, ".new");
    name[size] = '\0';
}

void exit_record_prepare(struct exit_record *record, int directory, const char *name)
{
    char temporary[MAX_NAME + 1];
    char blanks[MAX_RECORD];
    record->directory = directory;
    record->name = name;
    record->fd = -1;
    if (directory < 0)
        return;
    temporary_name(record, temporary);
    int64_t fd = sys_openat(directory, temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return;
    record->fd = (int)fd;
    memset(blanks, ' ', sizeof blanks);
    sys_write(record->fd, blanks, sizeof blanks);
}

void exit_record_write(const struct exit_record *record, uint32_t status, uint64_t finished_nanos)
{
    char temporary[MAX_NAME + 1];
    char text[MAX_RECORD];
    if (record->fd < 0)
        return;
    size_t size = text_append_decimal(text, sizeof text, 0, status);
    size = text_append(text, sizeof text, size, " ");
    size = text_append_decimal(text, sizeof text, size, finished_nanos);
    size = text_append(text, sizeof text, size, "\n");
    sys_pwrite(record->fd, text, size, 0);
    sys_ftruncate(record->fd, (int64_t)size);
    temporary_name(record, temporary);
    sys_renameat(record->directory, temporary, record->directory, record->name);
}

void exit_record_sync(const struct exit_record *record)
{
    if (record->fd < 0)
        return;
    sys_fsync(record->fd);
    /* The one that we have may be open as a path only, and such a one cannot be synced. */
    int64_t directory = sys_openat(record->directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (directory < 0)
        return;
    sys_fsync((int)directory);
    sys_close((int)directory);
}

int exit_record_removed(const struct exit_record *record)
{
    struct statx stat;
    return record->directory >= 0
        && sys_statx(record->directory, "", AT_EMPTY_PATH, STATX_NLINK, &stat) == 0
        && stat.stx_nlink == 0;
}
