/*
 * request.c: the request's strings lie where the kernel has put them, mostly one behind the other;
 * they are sent from there.
 */
#include "request.h"

#include "calls.h"
#include "errors.h"
#include "files.h"
#include "text.h"
#include "wire.h"

#define MAX_PARTS 64

/* Bytes on their way, gathered into few parts. */
struct sending {
    int socket;
    int directory; /* goes with the first byte; -1 from then on */
    size_t count;
    struct iovec parts[MAX_PARTS];
};

static void flush(struct sending *sending)
{
    struct {
        struct cmsghdr header;
        int directory;
    } control = {{CALLS_FDS_LENGTH(1), SOL_SOCKET, SCM_RIGHTS}, sending->directory};
    struct iovec *part = sending->parts, *end = part + sending->count;
    while (part < end) {
        struct msghdr message = {.msg_iov = part, .msg_iovlen = (size_t)(end - part)};
        if (sending->directory >= 0) {
            message.msg_control = &control;
            message.msg_controllen = sizeof control;
        }
        int64_t sent = sys_sendmsg(sending->socket, &message, MSG_NOSIGNAL);
        if (sent == -EINTR)
            continue;
        if (sent < 0)
            break;
        sending->directory = -1;
        for (; part < end && (uint64_t)sent >= part->iov_len; part++)
            sent -= (int64_t)part->iov_len;
        if (part < end)
            *part = (struct iovec){(char *)part->iov_base + sent, part->iov_len - (uint64_t)sent};
    }
    sending->count = 0;
}

static void add(struct sending *sending, const void *bytes, size_t size)
{
    struct iovec *last = &sending->parts[sending->count - 1];
    if (sending->count > 0 && (const char *)last->iov_base + last->iov_len == bytes) {
        last->iov_len += size;
        return;
    }
    if (sending->count == MAX_PARTS)
        flush(sending);
    sending->parts[sending->count++] = (struct iovec){(void *)(uintptr_t)bytes, size};
}

static uint32_t measure(char **strings, uint64_t *size)
{
    uint32_t count = 0;
    for (; strings[count]; count++)
        *size += text_length(strings[count]) + 1;
    return count;
}

static void add_strings(struct sending *sending, char **strings)
{
    for (; *strings; strings++)
        add(sending, *strings, text_length(*strings) + 1);
}

static uint32_t current_umask(void)
{
    int64_t mask = sys_umask(022);
    sys_umask((uint32_t)mask);
    return (uint32_t)mask;
}

/* The working directory, or "" for one that has no path any more. */
static void name_directory(char path[PATH_MAX])
{
    int64_t size = sys_getcwd(path, PATH_MAX);
    if (size < 0 || path[0] != '/')
        path[0] = '\0';
}

void request_send(int socket, const struct places *places, const struct terminal *terminal, char **argv)
{
    char path[PATH_MAX];
    struct wire_request request = {
        .version = WIRE_VERSION,
        .flags = terminal->flags,
        .rows = terminal->size.rows,
        .columns = terminal->size.columns,
        .umask = current_umask(),
    };
    name_directory(path);
    uint64_t size = sizeof request + text_length(path) + 1;
    memcpy(request.build_id, places->build_id, sizeof request.build_id);
    request.argument_count = measure(argv, &size);
    request.environment_count = measure(places->envp, &size);
    if (size > WIRE_MAX_REQUEST)
        errors_fail("cannot send request: arguments and environment are longer than 4 MiB", (char *)0);
    struct wire_frame frame = {.size = (uint32_t)size, .type = WIRE_REQUEST};
    int64_t directory = sys_openat(AT_FDCWD, ".", O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
    struct sending sending = {.socket = socket, .directory = directory < 0 ? -1 : (int)directory};
    add(&sending, &frame, sizeof frame);
    add(&sending, &request, sizeof request);
    add(&sending, path, text_length(path) + 1);
    add_strings(&sending, argv);
    add_strings(&sending, places->envp);
    flush(&sending);
    if (directory >= 0)
        sys_close((int)directory);
}
