/* engine_socket.c: a long path is reached through its open directory below /proc/self/fd. */
#include "engine_socket.h"

#include "calls.h"
#include "text.h"

#define OWNER_ONLY 0177u

struct address {
    struct sockaddr_un name;
    int directory; /* -1: not needed */
};

static int64_t long_address(struct address *address, const char *path)
{
    char directory[4096];
    const char *last = text_last_part(path);
    size_t size = (size_t)(last - path);
    if (size == 0 || size >= sizeof directory)
        return -ENAMETOOLONG;
    memcpy(directory, path, size);
    directory[size] = '\0';
    int64_t fd = sys_openat(AT_FDCWD, directory, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
    if (fd < 0)
        return fd;
    address->directory = (int)fd;
    char *text = address->name.sun_path;
    size_t limit = sizeof address->name.sun_path;
    size = text_append(text, limit, 0, "/proc/self/fd/");
    size = text_append_decimal(text, limit, size, (uint64_t)fd);
    size = text_append(text, limit, size, "/");
    size = text_append(text, limit, size, last);
    return size < limit ? 0 : -ENAMETOOLONG;
}

static int64_t address_of(struct address *address, const char *path)
{
    memset(address, 0, sizeof *address);
    address->name.sun_family = AF_UNIX;
    address->directory = -1;
    size_t size = text_length(path);
    if (size >= sizeof address->name.sun_path)
        return long_address(address, path);
    memcpy(address->name.sun_path, path, size);
    return 0;
}

static int64_t bind_and_listen(int fd, const struct address *address)
{
    int64_t mask = sys_umask(OWNER_ONLY);
    int64_t result = sys_bind(fd, &address->name, sizeof address->name);
    sys_umask((uint32_t)mask);
    return result < 0 ? result : sys_listen(fd, SOMAXCONN);
}

static int64_t open_socket(const char *path, int listening)
{
    struct address address;
    int64_t fd = sys_socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return fd;
    int64_t result = address_of(&address, path);
    if (result == 0 && listening)
        result = bind_and_listen((int)fd, &address);
    else if (result == 0)
        result = sys_connect((int)fd, &address.name, sizeof address.name);
    if (address.directory >= 0)
        sys_close(address.directory);
    if (result < 0)
        sys_close((int)fd);
    return result < 0 ? result : fd;
}

int64_t engine_socket_connect(const char *path)
{
    return open_socket(path, 0);
}

int64_t engine_socket_listen(const char *path)
{
    sys_unlinkat(AT_FDCWD, path, 0);
    return open_socket(path, 1);
}
