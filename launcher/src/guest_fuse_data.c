/* guest_fuse_data.c: what is in files, directories and extended attributes; see guest_fuse.h. */
#include "guest_fuse.h"

#include <linux/stat.h>

#include "calls.h"
#include "guest_handles.h"
#include "guest_nodes.h"
#include "text.h"

#define FSYNC_DATA 1u
/* Which way a file is open is the guest's to say; all else about it is the guest's own. */
#define OPEN_FLAGS (O_ACCMODE | O_APPEND | O_TRUNC | O_SYNC | O_DSYNC)
#define ALWAYS (O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW)

int guest_fuse_reads_all;

struct statfs_out {
    int64_t type, block_size;
    uint64_t blocks, free_blocks, available_blocks, files, free_files;
    int32_t id[2];
    int64_t name_length, fragment_size, flags, spare[4];
};

struct dirent {
    uint64_t inode;
    int64_t next;
    uint16_t size;
    uint8_t type;
    char name[];
};

static int is_of_type(int fd, uint32_t type)
{
    struct statx about;
    return sys_statx(fd, "", AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW, STATX_TYPE, &about) == 0
           && (about.stx_mode & S_IFMT) == type;
}

/* Nothing but a regular file or a directory is opened here: the guest's own kernel has pipes, sockets and devices. */
static int64_t reopen(int fd, uint32_t flags, uint32_t type)
{
    char path[FUSE_PATH];
    if (!is_of_type(fd, type))
        return -EIO;
    return sys_openat(AT_FDCWD, fuse_path(path, fd), (int)((flags | ALWAYS) & ~(uint32_t)O_NOFOLLOW), 0);
}

static int reply_open(struct fuse_request *request, int64_t fd, enum guest_handle kind)
{
    if (fd < 0)
        return (int)fd;
    struct fuse_open_out *reply = fuse_reply(request, sizeof *reply);
    if (!reply) {
        sys_close((int)fd);
        return -EIO;
    }
    int handle = guest_handles_add((int)fd, kind);
    reply->fh = (uint64_t)handle;
    reply->open_flags = guest_fuse_reads_all && kind == GUEST_HANDLE_FILE ? FOPEN_DIRECT_IO : 0;
    return handle < 0 ? handle : 0;
}

static int open_file(struct fuse_request *request)
{
    const struct fuse_open_in *how = fuse_fixed(request, sizeof *how);
    int fd = guest_nodes_fd(request->head.nodeid);
    if (!how || fd < 0)
        return -ESTALE;
    return reply_open(request, reopen(fd, how->flags & OPEN_FLAGS, S_IFREG), GUEST_HANDLE_FILE);
}

static int open_directory(struct fuse_request *request)
{
    int fd = guest_nodes_fd(request->head.nodeid);
    if (fd < 0)
        return fd;
    return reply_open(request, reopen(fd, O_RDONLY | O_DIRECTORY, S_IFDIR), GUEST_HANDLE_DIRECTORY);
}

/* A file that was just made, or was there, as an entry and as a handle. */
static int reply_created(struct fuse_request *request, int fd)
{
    char path[FUSE_PATH];
    int64_t named = sys_openat(AT_FDCWD, fuse_path(path, fd), O_PATH | O_CLOEXEC, 0);
    int error = named < 0 ? (int)named : fuse_reply_entry(request, (int)named);
    if (error < 0) {
        sys_close(fd);
        return error;
    }
    return reply_open(request, fd, GUEST_HANDLE_FILE);
}

static int create(struct fuse_request *request)
{
    const struct fuse_create_in *how = fuse_fixed(request, sizeof *how);
    size_t end;
    int directory = guest_nodes_fd(request->head.nodeid);
    const char *name = how ? fuse_name(request, sizeof *how, &end) : NULL;
    if (!name || directory < 0)
        return -EINVAL;
    int flags = (int)(how->flags & OPEN_FLAGS) | ALWAYS;
    fuse_join_group(request);
    int64_t fd = sys_openat(directory, name, flags | O_CREAT | O_EXCL, how->mode & ~(uint32_t)S_IFMT);
    int made = fd >= 0;
    if (fd == -EEXIST && (how->flags & O_EXCL) == 0)
        fd = sys_openat(directory, name, flags, 0);
    if (fd < 0)
        return (int)fd;
    int error = made ? fuse_own(request, (int)fd, S_IFREG | how->mode) : 0;
    if (error == 0 && is_of_type((int)fd, S_IFREG))
        return reply_created(request, (int)fd);
    sys_close((int)fd);
    if (made)
        sys_unlinkat(directory, name, 0);
    return error < 0 ? error : -EIO;
}

static int create_nameless(struct fuse_request *request)
{
    const struct fuse_create_in *how = fuse_fixed(request, sizeof *how);
    int directory = guest_nodes_fd(request->head.nodeid);
    if (!how || directory < 0)
        return -EINVAL;
    int flags = (int)(how->flags & (OPEN_FLAGS | O_EXCL)) | ALWAYS | O_TMPFILE;
    fuse_join_group(request);
    int64_t fd = sys_openat(directory, ".", flags, how->mode & ~(uint32_t)S_IFMT);
    int error = fd < 0 ? (int)fd : fuse_own(request, (int)fd, S_IFREG | how->mode);
    if (error == 0)
        return reply_created(request, (int)fd);
    if (fd >= 0)
        sys_close((int)fd);
    return error;
}

static int read(struct fuse_request *request)
{
    const struct fuse_read_in *how = fuse_fixed(request, sizeof *how);
    int fd = how ? guest_handles_fd(how->fh, GUEST_HANDLE_FILE) : -EINVAL;
    if (fd < 0)
        return fd;
    uint32_t size = how->size < request->out_room ? how->size : request->out_room;
    int64_t have = sys_call6(__NR_pread64, fd, sys_address(request->out), size, (int64_t)how->offset, 0, 0);
    request->out_size = have > 0 ? (uint32_t)have : 0;
    return have < 0 ? (int)have : 0;
}

static int write(struct fuse_request *request)
{
    const struct fuse_write_in *how = fuse_fixed(request, sizeof *how);
    int fd = how ? guest_handles_fd(how->fh, GUEST_HANDLE_FILE) : -EINVAL;
    if (fd < 0 || how->size > request->in_size - sizeof *how)
        return fd < 0 ? fd : -EINVAL;
    int64_t written = sys_pwrite(fd, request->in + sizeof *how, how->size, (int64_t)how->offset);
    struct fuse_write_out *reply = written < 0 ? NULL : fuse_reply(request, sizeof *reply);
    if (!reply)
        return written < 0 ? (int)written : -EIO;
    reply->size = (uint32_t)written;
    return 0;
}

static int release(const struct fuse_request *request)
{
    const struct fuse_release_in *how = fuse_fixed(request, sizeof *how);
    if (how)
        guest_handles_close(how->fh);
    return 0;
}

static int sync_file(const struct fuse_request *request, enum guest_handle kind)
{
    const struct fuse_fsync_in *how = fuse_fixed(request, sizeof *how);
    int fd = how ? guest_handles_fd(how->fh, kind) : -EINVAL;
    if (fd < 0)
        return fd;
    return (int)sys_call3(how->fsync_flags & FSYNC_DATA ? __NR_fdatasync : __NR_fsync, fd, 0, 0);
}

/* Adds an entry: false if there is no room for it. */
static int add_entry(struct fuse_request *request, const struct dirent *found)
{
    size_t length = text_length(found->name);
    struct fuse_dirent *entry = fuse_reply(request, FUSE_DIRENT_ALIGN(FUSE_NAME_OFFSET + length));
    if (!entry)
        return 0;
    entry->ino = found->inode;
    entry->off = (uint64_t)found->next;
    entry->type = found->type;
    entry->namelen = (uint32_t)length;
    memcpy(entry->name, found->name, length);
    return 1;
}

static int read_directory(struct fuse_request *request)
{
    static uint8_t found[8192] __attribute__((aligned(8)));
    const struct fuse_read_in *how = fuse_fixed(request, sizeof *how);
    int fd = how ? guest_handles_fd(how->fh, GUEST_HANDLE_DIRECTORY) : -EINVAL;
    if (fd < 0)
        return fd;
    request->out_room = how->size < request->out_room ? how->size : request->out_room;
    int64_t error = sys_lseek(fd, (int64_t)how->offset, SEEK_SET);
    int64_t size = error < 0 ? error : sys_call3(__NR_getdents64, fd, sys_address(found), sizeof found);
    if (size < 0)
        return (int)size;
    for (int64_t at = 0; at < size;) {
        const struct dirent *entry = (const struct dirent *)(const void *)(found + at);
        if (!add_entry(request, entry))
            break;
        at += entry->size;
    }
    return 0;
}

static int tell_space(struct fuse_request *request)
{
    struct statfs_out space;
    int fd = guest_nodes_fd(request->head.nodeid);
    if (fd < 0)
        return fd;
    int64_t error = sys_call3(__NR_fstatfs, fd, sys_address(&space), 0);
    struct fuse_statfs_out *reply = error < 0 ? NULL : fuse_reply(request, sizeof *reply);
    if (!reply)
        return error < 0 ? (int)error : -EIO;
    reply->st = (struct fuse_kstatfs){
        .blocks = space.blocks,
        .bfree = space.free_blocks,
        .bavail = space.available_blocks,
        .files = space.files,
        .ffree = space.free_files,
        .bsize = (uint32_t)space.block_size,
        .namelen = (uint32_t)space.name_length,
        .frsize = (uint32_t)space.fragment_size,
    };
    return 0;
}

static int set_attribute(const struct fuse_request *request)
{
    /* Without FUSE_SETXATTR_EXT its second half is not there. */
    const struct fuse_setxattr_in *how = fuse_fixed(request, FUSE_COMPAT_SETXATTR_IN_SIZE);
    int fd = guest_nodes_fd(request->head.nodeid);
    size_t end = 0;
    char path[FUSE_PATH];
    const char *name = how ? fuse_text(request, FUSE_COMPAT_SETXATTR_IN_SIZE, &end) : NULL;
    if (!name || fd < 0 || how->size > request->in_size - end)
        return -EINVAL;
    return (int)sys_call6(__NR_setxattr, sys_address(fuse_path(path, fd)), sys_address(name),
                          sys_address(request->in + end), how->size, how->flags, 0);
}

/* The answer of getxattr or listxattr: how large it is, or it itself. */
static int reply_attribute(struct fuse_request *request, uint32_t wanted, int64_t size)
{
    if (size < 0)
        return (int)size;
    if (wanted > 0) {
        request->out_size = (uint32_t)size;
        return 0;
    }
    struct fuse_getxattr_out *reply = fuse_reply(request, sizeof *reply);
    if (reply)
        reply->size = (uint32_t)size;
    return reply ? 0 : -EIO;
}

static int get_attribute(struct fuse_request *request)
{
    const struct fuse_getxattr_in *how = fuse_fixed(request, sizeof *how);
    int fd = guest_nodes_fd(request->head.nodeid);
    size_t end;
    char path[FUSE_PATH];
    if (!how || fd < 0)
        return -EINVAL;
    int lists = request->head.opcode == FUSE_LISTXATTR;
    const char *name = lists ? NULL : fuse_text(request, sizeof *how, &end);
    if (!lists && !name)
        return -EINVAL;
    uint32_t room = how->size < request->out_room ? how->size : request->out_room;
    int64_t file = sys_address(fuse_path(path, fd)), to = sys_address(request->out);
    int64_t size = lists ? sys_call3(__NR_listxattr, file, to, room)
                         : sys_call6(__NR_getxattr, file, sys_address(name), to, room, 0, 0);
    return reply_attribute(request, how->size, size);
}

static int remove_attribute(const struct fuse_request *request)
{
    int fd = guest_nodes_fd(request->head.nodeid);
    size_t end;
    char path[FUSE_PATH];
    const char *name = fuse_text(request, 0, &end);
    if (!name || fd < 0)
        return -EINVAL;
    return (int)sys_call3(__NR_removexattr, sys_address(fuse_path(path, fd)), sys_address(name), 0);
}

static int allocate(const struct fuse_request *request)
{
    const struct fuse_fallocate_in *how = fuse_fixed(request, sizeof *how);
    int fd = how ? guest_handles_fd(how->fh, GUEST_HANDLE_FILE) : -EINVAL;
    if (fd < 0)
        return fd;
    return (int)sys_call6(__NR_fallocate, fd, how->mode, (int64_t)how->offset, (int64_t)how->length, 0, 0);
}

static int seek(struct fuse_request *request)
{
    const struct fuse_lseek_in *how = fuse_fixed(request, sizeof *how);
    int fd = how ? guest_handles_fd(how->fh, GUEST_HANDLE_FILE) : -EINVAL;
    if (fd < 0)
        return fd;
    int64_t offset = sys_lseek(fd, (int64_t)how->offset, (int)how->whence);
    struct fuse_lseek_out *reply = offset < 0 ? NULL : fuse_reply(request, sizeof *reply);
    if (!reply)
        return offset < 0 ? (int)offset : -EIO;
    reply->offset = (uint64_t)offset;
    return 0;
}

static int of_attributes(struct fuse_request *request)
{
    switch (request->head.opcode) {
    case FUSE_SETXATTR:
        return set_attribute(request);
    case FUSE_GETXATTR:
    case FUSE_LISTXATTR:
        return get_attribute(request);
    case FUSE_REMOVEXATTR:
        return remove_attribute(request);
    case FUSE_STATFS:
        return tell_space(request);
    default:
        return -ENOSYS;
    }
}

int guest_fuse_data(struct fuse_request *request)
{
    switch (request->head.opcode) {
    case FUSE_OPEN:
        return open_file(request);
    case FUSE_OPENDIR:
        return open_directory(request);
    case FUSE_CREATE:
        return create(request);
    case FUSE_TMPFILE:
        return create_nameless(request);
    case FUSE_READ:
        return read(request);
    case FUSE_WRITE:
        return write(request);
    case FUSE_READDIR:
        return read_directory(request);
    case FUSE_RELEASE:
    case FUSE_RELEASEDIR:
        return release(request);
    case FUSE_FSYNC:
        return sync_file(request, GUEST_HANDLE_FILE);
    case FUSE_FSYNCDIR:
        return sync_file(request, GUEST_HANDLE_DIRECTORY);
    case FUSE_FALLOCATE:
        return allocate(request);
    case FUSE_LSEEK:
        return seek(request);
    default:
        return of_attributes(request);
    }
}
