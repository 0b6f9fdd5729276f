/* errors.c: the words of the errnos that users meet, and one line on standard error. */
#include "errors.h"

#include <stdarg.h>

#include "sys.h"
#include "text.h"

#define MAX_LINE 8192u
#define WORDS (sizeof words / sizeof *words)

static const struct {
    int error;
    const char *name, *meaning;
} words[] = {
    {EPERM, "EPERM", "operation not permitted"},
    {ESRCH, "ESRCH", "no such process"},
    {ENOENT, "ENOENT", "no such file or directory"},
    {EIO, "EIO", "input or output failed"},
    {ENOEXEC, "ENOEXEC", "not an executable format"},
    {EAGAIN, "EAGAIN", "temporarily out of resources"},
    {ENOMEM, "ENOMEM", "out of memory"},
    {EACCES, "EACCES", "permission denied"},
    {EBUSY, "EBUSY", "in use"},
    {EEXIST, "EEXIST", "it exists already"},
    {ENOTDIR, "ENOTDIR", "not a directory"},
    {EINVAL, "EINVAL", "invalid argument"},
    {EMFILE, "EMFILE", "too many open files"},
    {EFBIG, "EFBIG", "file too large"},
    {ENOSPC, "ENOSPC", "no space left, or a limit is reached"},
    {EROFS, "EROFS", "read-only file system"},
    {EPIPE, "EPIPE", "the other side is gone"},
    {ENAMETOOLONG, "ENAMETOOLONG", "the path is too long"},
    {ENOSYS, "ENOSYS", "not in this kernel"},
    {ENODEV, "ENODEV", "no such device"},
    {ELOOP, "ELOOP", "a symbolic link"},
    {EUSERS, "EUSERS", "too many user namespaces"},
    {ECONNRESET, "ECONNRESET", "the other side is gone"},
    {ECONNREFUSED, "ECONNREFUSED", "nobody listens"},
    {ETIMEDOUT, "ETIMEDOUT", "it took too long"},
    {EDQUOT, "EDQUOT", "disk quota exceeded"},
};

static size_t find(int64_t error)
{
    size_t i = 0;
    while (i < WORDS && words[i].error != error && words[i].error != -error)
        i++;
    return i;
}

const char *errors_name(int64_t error)
{
    static char number[32];
    size_t i = find(error);
    if (i < WORDS)
        return words[i].name;
    size_t size = text_append(number, sizeof number - 1, 0, "errno ");
    size = text_append_decimal(number, sizeof number - 1, size, (uint64_t)(error < 0 ? -error : error));
    number[size] = '\0';
    return number;
}

const char *errors_text(int64_t error)
{
    static char text[80];
    size_t i = find(error);
    size_t size = text_append(text, sizeof text - 1, 0, errors_name(error));
    if (i < WORDS) {
        size = text_append(text, sizeof text - 1, size, " (");
        size = text_append(text, sizeof text - 1, size, words[i].meaning);
        size = text_append(text, sizeof text - 1, size, ")");
    }
    text[size] = '\0';
    return text;
}

static const char *speaker = "hako";
static int failure_code = ERRORS_CODE;
static errors_listener *listener;

void errors_speak_as(const char *name, int code, errors_listener *also)
{
    speaker = name;
    failure_code = code;
    listener = also;
}

static void say(const char *first, va_list rest)
{
    char line[MAX_LINE];
    size_t size = text_append(line, sizeof line - 1, 0, speaker);
    size = text_append(line, sizeof line - 1, size, ": ");
    size_t begin = size;
    for (const char *part = first; part; part = va_arg(rest, const char *))
        size = text_append(line, sizeof line - 1, size, part);
    if (listener)
        listener(line + begin, size - begin);
    line[size++] = '\n';
    sys_write(2, line, size);
}

void errors_say(const char *first, ...)
{
    va_list rest;
    va_start(rest, first);
    say(first, rest);
    va_end(rest);
}

_Noreturn void errors_fail(const char *first, ...)
{
    va_list rest;
    va_start(rest, first);
    say(first, rest);
    va_end(rest);
    sys_exit(failure_code);
}
