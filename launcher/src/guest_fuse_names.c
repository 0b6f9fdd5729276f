/* guest_fuse_names.c: names and attributes; see guest_fuse.h. */
#include "guest_fuse.h"

#include "calls.h"
#include "guest_handles.h"
#include "guest_nodes.h"
#include "text.h"

#define UTIME_NOW ((1l << 30) - 1l)
#define UTIME_OMIT ((1l << 30) - 2l)
#define AT_REMOVEDIR 0x200

/* The directory of a request, with the name at `at` of it; false if one is none. */
static int find_place(const struct fuse_request *request, size_t at, int *directory, const char **name)
{
    size_t end;
    *directory = guest_nodes_fd(request->head.nodeid);
    *name = fuse_name(request, at, &end);
    return *directory >= 0 && *name;
}

static int reply_name(struct fuse_request *request, int directory, const char *name)
{
    int64_t fd = sys_openat(directory, name, O_PATH | O_NOFOLLOW | O_CLOEXEC, 0);
    return fd < 0 ? (int)fd : fuse_reply_entry(request, (int)fd);
}

static int look_up(struct fuse_request *request)
{
    int directory;
    const char *name;
    return find_place(request, 0, &directory, &name) ? reply_name(request, directory, name) : -ENOENT;
}

static int get_attributes(struct fuse_request *request)
{
    int fd = guest_nodes_fd(request->head.nodeid);
    struct fuse_attr_out *reply = fd < 0 ? NULL : fuse_reply(request, sizeof *reply);
    return reply ? fuse_attributes(fd, &reply->attr) : -ESTALE;
}

static int64_t set_owner(int fd, const struct fuse_setattr_in *set)
{
    int64_t uid = set->valid & FATTR_UID ? (int64_t)set->uid : -1;
    int64_t gid = set->valid & FATTR_GID ? (int64_t)set->gid : -1;
    return sys_call6(__NR_fchownat, fd, sys_address(""), uid, gid, AT_EMPTY_PATH, 0);
}

static int64_t set_size(const struct fuse_setattr_in *set, int fd)
{
    char path[FUSE_PATH];
    if (set->valid & FATTR_FH) {
        int open = guest_handles_fd(set->fh, GUEST_HANDLE_FILE);
        return open < 0 ? open : sys_ftruncate(open, (int64_t)set->size);
    }
    return sys_call3(__NR_truncate, sys_address(fuse_path(path, fd)), (int64_t)set->size, 0);
}

static int64_t set_times(int fd, const struct fuse_setattr_in *set)
{
    struct {
        int64_t seconds, nanoseconds;
    } times[2] = {{0, UTIME_OMIT}, {0, UTIME_OMIT}};
    if (set->valid & FATTR_ATIME)
        times[0].seconds = (int64_t)set->atime, times[0].nanoseconds = set->atimensec;
    if (set->valid & FATTR_MTIME)
        times[1].seconds = (int64_t)set->mtime, times[1].nanoseconds = set->mtimensec;
    if (set->valid & FATTR_ATIME_NOW)
        times[0].nanoseconds = UTIME_NOW;
    if (set->valid & FATTR_MTIME_NOW)
        times[1].nanoseconds = UTIME_NOW;
    return sys_call6(__NR_utimensat, fd, sys_address(""), sys_address(times), AT_EMPTY_PATH, 0, 0);
}

static int set_attributes(struct fuse_request *request)
{
    const struct fuse_setattr_in *set = fuse_fixed(request, sizeof *set);
    int fd = guest_nodes_fd(request->head.nodeid);
    char path[FUSE_PATH];
    if (!set || fd < 0)
        return -ESTALE;
    int64_t error = 0;
    if (set->valid & (FATTR_UID | FATTR_GID))
        error = set_owner(fd, set);
    if (error == 0 && set->valid & FATTR_MODE)
        error = sys_call3(__NR_fchmodat, AT_FDCWD, sys_address(fuse_path(path, fd)), set->mode & ~(uint32_t)S_IFMT);
    if (error == 0 && set->valid & FATTR_SIZE)
        error = set_size(set, fd);
    if (error == 0 && set->valid & (FATTR_ATIME | FATTR_MTIME))
        error = set_times(fd, set);
    return error < 0 ? (int)error : get_attributes(request);
}

static int read_link(struct fuse_request *request)
{
    int fd = guest_nodes_fd(request->head.nodeid);
    if (fd < 0)
        return fd;
    int64_t size = sys_readlinkat(fd, "", (char *)request->out, request->out_room);
    request->out_size = size > 0 ? (uint32_t)size : 0;
    return size < 0 ? (int)size : 0;
}

/* Of what was just made: whose it is, and what it is. */
static int reply_made(struct fuse_request *request, int directory, const char *name, uint32_t mode)
{
    int64_t fd = sys_openat(directory, name, O_PATH | O_NOFOLLOW | O_CLOEXEC, 0);
    int error = fd < 0 ? (int)fd : fuse_own(request, (int)fd, mode);
    if (error == 0)
        return fuse_reply_entry(request, (int)fd);
    if (fd >= 0)
        sys_close((int)fd);
    sys_unlinkat(directory, name, (mode & S_IFMT) == S_IFDIR ? AT_REMOVEDIR : 0);
    return error;
}

static int make_node(struct fuse_request *request)
{
    const struct fuse_mknod_in *made = fuse_fixed(request, sizeof *made);
    int directory;
    const char *name;
    if (!made || !find_place(request, sizeof *made, &directory, &name))
        return -EINVAL;
    fuse_join_group(request);
    int64_t error = sys_call6(__NR_mknodat, directory, sys_address(name), made->mode, made->rdev, 0, 0);
    return error < 0 ? (int)error : reply_made(request, directory, name, made->mode);
}

static int make_directory(struct fuse_request *request)
{
    const struct fuse_mkdir_in *made = fuse_fixed(request, sizeof *made);
    int directory;
    const char *name;
    if (!made || !find_place(request, sizeof *made, &directory, &name))
        return -EINVAL;
    fuse_join_group(request);
    int64_t error = sys_call3(__NR_mkdirat, directory, sys_address(name), made->mode & ~(uint32_t)S_IFMT);
    return error < 0 ? (int)error : reply_made(request, directory, name, S_IFDIR);
}

static int make_link(struct fuse_request *request)
{
    size_t end = 0, behind;
    int directory;
    const char *name, *target;
    if (!find_place(request, 0, &directory, &name) || !fuse_name(request, 0, &end)
        || !(target = fuse_text(request, end, &behind)))
        return -EINVAL;
    fuse_join_group(request);
    int64_t error = sys_call3(__NR_symlinkat, sys_address(target), directory, sys_address(name));
    return error < 0 ? (int)error : reply_made(request, directory, name, S_IFLNK);
}

static int make_name(struct fuse_request *request)
{
    const struct fuse_link_in *made = fuse_fixed(request, sizeof *made);
    int directory;
    const char *name;
    char path[FUSE_PATH];
    int old = made ? guest_nodes_fd(made->oldnodeid) : -EINVAL;
    if (old < 0 || !find_place(request, sizeof *made, &directory, &name))
        return -EINVAL;
    int64_t error = sys_call6(__NR_linkat, AT_FDCWD, sys_address(fuse_path(path, old)), directory, sys_address(name),
                              AT_SYMLINK_FOLLOW, 0);
    return error < 0 ? (int)error : reply_name(request, directory, name);
}

static int remove_name(const struct fuse_request *request, int flags)
{
    int directory;
    const char *name;
    return find_place(request, 0, &directory, &name) ? (int)sys_unlinkat(directory, name, flags) : -EINVAL;
}

static int rename(const struct fuse_request *request, uint64_t to, uint32_t flags, size_t at)
{
    size_t end = 0, behind;
    int directory;
    const char *name, *new_name;
    int new_directory = guest_nodes_fd(to);
    if (new_directory < 0 || !find_place(request, at, &directory, &name) || !fuse_name(request, at, &end)
        || !(new_name = fuse_name(request, end, &behind)))
        return -EINVAL;
    return (int)sys_call6(__NR_renameat2, directory, sys_address(name), new_directory, sys_address(new_name), flags, 0);
}

static int rename_plainly(const struct fuse_request *request)
{
    const struct fuse_rename_in *how = fuse_fixed(request, sizeof *how);
    return how ? rename(request, how->newdir, 0, sizeof *how) : -EINVAL;
}

static int rename_with_flags(const struct fuse_request *request)
{
    const struct fuse_rename2_in *how = fuse_fixed(request, sizeof *how);
    return how ? rename(request, how->newdir, how->flags, sizeof *how) : -EINVAL;
}

int guest_fuse_names(struct fuse_request *request)
{
    switch (request->head.opcode) {
    case FUSE_LOOKUP:
        return look_up(request);
    case FUSE_GETATTR:
        return get_attributes(request);
    case FUSE_SETATTR:
        return set_attributes(request);
    case FUSE_READLINK:
        return read_link(request);
    case FUSE_MKNOD:
        return make_node(request);
    case FUSE_MKDIR:
        return make_directory(request);
    case FUSE_SYMLINK:
        return make_link(request);
    case FUSE_LINK:
        return make_name(request);
    case FUSE_UNLINK:
        return remove_name(request, 0);
    case FUSE_RMDIR:
        return remove_name(request, AT_REMOVEDIR);
    case FUSE_RENAME:
        return rename_plainly(request);
    case FUSE_RENAME2:
        return rename_with_flags(request);
    default:
        return -ENOSYS;
    }
}
