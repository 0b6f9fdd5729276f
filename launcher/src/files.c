/* files.c: see files.h. Kept memory is one static block that costs only what is used of it. */
#include "files.h"

#include <stdarg.h>

#include "calls.h"
#include "errors.h"
#include "text.h"

#define KEPT (1u << 20)
#define MAX_NAMES 1024u
#define X_OK 1

struct linux_dirent64 {
    uint64_t d_ino;
    int64_t d_off;
    uint16_t d_reclen;
    uint8_t d_type;
    char d_name[];
};

void *files_keep(size_t size)
{
    static _Alignas(16) char memory[KEPT];
    static size_t used;
    size = (size + 15) & ~(size_t)15;
    if (size > KEPT - used)
        errors_fail("cannot start engine: its command line is too long", (char *)0);
    used += size;
    return memory + used - size;
}

char *files_join(const char *first, ...)
{
    va_list parts;
    size_t size = 0;
    va_start(parts, first);
    for (const char *part = first; part; part = va_arg(parts, const char *))
        size += text_length(part);
    va_end(parts);
    char *joined = files_keep(size + 1);
    size_t used = 0;
    va_start(parts, first);
    for (const char *part = first; part; part = va_arg(parts, const char *))
        used = text_append(joined, size, used, part);
    va_end(parts);
    joined[used] = '\0';
    return joined;
}

int64_t files_read(const char *path, char *bytes, size_t capacity)
{
    int64_t fd = sys_openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    if (fd < 0)
        return fd;
    size_t size = 0;
    int64_t got;
    while (size < capacity - 1 && (got = sys_read((int)fd, bytes + size, capacity - 1 - size)) > 0)
        size += (size_t)got;
    sys_close((int)fd);
    bytes[size] = '\0';
    return (int64_t)size;
}

int files_exists(const char *path)
{
    struct statx stat;
    return sys_statx(AT_FDCWD, path, 0, STATX_TYPE, &stat) == 0;
}

int files_is_executable(const char *path)
{
    return sys_call6(__NR_faccessat, AT_FDCWD, sys_address(path), X_OK, 0, 0, 0) == 0;
}

static int compare(const char *one, const char *other)
{
    while (*one != '\0' && *one == *other)
        one++, other++;
    return (unsigned char)*one - (unsigned char)*other;
}

static void insert(char **names, size_t count, char *name)
{
    for (; count > 0 && compare(names[count - 1], name) > 0; count--)
        names[count] = names[count - 1];
    names[count] = name;
}

static int ends_with(const char *name, const char *suffix)
{
    size_t size = text_length(name), end = text_length(suffix);
    return size >= end && text_equal(name + size - end, suffix);
}

static size_t add_names(char **names, size_t count, const char *entries, int64_t size, const char *suffix)
{
    for (int64_t at = 0; at < size && count < MAX_NAMES;) {
        const struct linux_dirent64 *entry = (const struct linux_dirent64 *)(entries + at);
        at += entry->d_reclen;
        if (entry->d_name[0] != '.' && ends_with(entry->d_name, suffix))
            insert(names, count++, files_join(entry->d_name, (char *)0));
    }
    return count;
}

char **files_list(const char *directory, const char *suffix)
{
    _Alignas(8) char entries[4096];
    size_t count = 0;
    int64_t size;
    int64_t fd = sys_openat(AT_FDCWD, directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (fd < 0)
        return 0;
    char **names = files_keep((MAX_NAMES + 1) * sizeof *names);
    while ((size = sys_call3(__NR_getdents64, fd, sys_address(entries), sizeof entries)) > 0)
        count = add_names(names, count, entries, size, suffix);
    sys_close((int)fd);
    names[count] = 0;
    return names;
}
