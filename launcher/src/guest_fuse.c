/* guest_fuse.c: see guest_fuse.h. */
#include "guest_fuse.h"

#include "calls.h"
#include "guest_nodes.h"
#include "text.h"

#define OLDEST_MINOR 31u
#define SET_IDS (S_ISUID | S_ISGID)

const char *fuse_text(const struct fuse_request *request, size_t at, size_t *next)
{
    if (at >= request->in_size)
        return NULL;
    const char *text = (const char *)request->in + at;
    size_t length = text_length_within(text, request->in_size - at);
    if (length == 0 || length == request->in_size - at)
        return NULL;
    *next = at + length + 1;
    return text;
}

const char *fuse_name(const struct fuse_request *request, size_t at, size_t *next)
{
    const char *name = fuse_text(request, at, next);
    if (!name || text_equal(name, ".") || text_equal(name, "..") || text_last_part(name) != name)
        return NULL;
    return name;
}

void *fuse_reply(struct fuse_request *request, size_t size)
{
    if (size > request->out_room - request->out_size)
        return NULL;
    void *place = request->out + request->out_size;
    memset(place, 0, size);
    request->out_size += (uint32_t)size;
    return place;
}

const char *fuse_path(char path[FUSE_PATH], int fd)
{
    size_t used = text_append(path, FUSE_PATH - 1, 0, "/proc/self/fd/");
    used = text_append_decimal(path, FUSE_PATH - 1, used, (uint64_t)fd);
    path[used] = '\0';
    return path;
}

static int look(int fd, struct statx *about)
{
    uint32_t wanted = STATX_BASIC_STATS | STATX_MNT_ID;
    return (int)sys_statx(fd, "", AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW, wanted, about);
}

static uint32_t device_number(uint32_t major, uint32_t minor)
{
    return (minor & 0xff) | major << 8 | (minor & ~0xffu) << 12;
}

static void fill(const struct statx *about, struct fuse_attr *attributes)
{
    *attributes = (struct fuse_attr){
        .ino = about->stx_ino,
        .size = about->stx_size,
        .blocks = about->stx_blocks,
        .atime = (uint64_t)about->stx_atime.tv_sec,
        .mtime = (uint64_t)about->stx_mtime.tv_sec,
        .ctime = (uint64_t)about->stx_ctime.tv_sec,
        .atimensec = about->stx_atime.tv_nsec,
        .mtimensec = about->stx_mtime.tv_nsec,
        .ctimensec = about->stx_ctime.tv_nsec,
        .mode = about->stx_mode,
        .nlink = about->stx_nlink,
        .uid = about->stx_uid,
        .gid = about->stx_gid,
        .rdev = device_number(about->stx_rdev_major, about->stx_rdev_minor),
        .blksize = about->stx_blksize,
    };
}

int fuse_attributes(int fd, struct fuse_attr *attributes)
{
    struct statx about;
    int error = look(fd, &about);
    if (error == 0)
        fill(&about, attributes);
    return error;
}

int fuse_reply_entry(struct fuse_request *request, int fd)
{
    struct statx about;
    int error = look(fd, &about);
    struct fuse_entry_out *entry = error < 0 ? NULL : fuse_reply(request, sizeof *entry);
    if (!entry) {
        sys_close(fd);
        return error < 0 ? error : -EIO;
    }
    entry->nodeid = guest_nodes_find(fd, &about);
    fill(&about, &entry->attr);
    return entry->nodeid == 0 ? -ENFILE : 0;
}

void fuse_join_group(const struct fuse_request *request)
{
    sys_call3(__NR_setfsgid, request->head.gid, 0, 0);
}

int fuse_own(const struct fuse_request *request, int fd, uint32_t mode)
{
    char path[FUSE_PATH];
    int64_t error = sys_call6(__NR_fchownat, fd, sys_address(""), request->head.uid, -1, AT_EMPTY_PATH, 0);
    if (error == 0 && (mode & SET_IDS) != 0 && (mode & S_IFMT) == S_IFREG)
        error = sys_call3(__NR_fchmodat, AT_FDCWD, sys_address(fuse_path(path, fd)), mode & ~(uint32_t)S_IFMT);
    return (int)error;
}

static int begin(struct fuse_request *request)
{
    /* The first versions of the message were shorter; the kernel that hako builds has the newest. */
    const struct fuse_init_in *asked = fuse_fixed(request, 16);
    if (!asked || asked->major != FUSE_KERNEL_VERSION || asked->minor < OLDEST_MINOR)
        return -EPROTO;
    struct fuse_init_out *agreed = fuse_reply(request, sizeof *agreed);
    if (!agreed)
        return -EIO;
    agreed->major = FUSE_KERNEL_VERSION;
    agreed->minor = OLDEST_MINOR;
    agreed->max_readahead = asked->max_readahead;
    agreed->flags = asked->flags
                    & (FUSE_ASYNC_READ | FUSE_BIG_WRITES | FUSE_ATOMIC_O_TRUNC | FUSE_AUTO_INVAL_DATA
                       | FUSE_PARALLEL_DIROPS | FUSE_MAX_PAGES);
    agreed->max_background = 12;
    agreed->congestion_threshold = 9;
    agreed->max_write = FUSE_DATA;
    agreed->time_gran = 1;
    agreed->max_pages = FUSE_DATA >> 12;
    return 0;
}

static int forget_many(const struct fuse_request *request)
{
    const struct fuse_batch_forget_in *batch = fuse_fixed(request, sizeof *batch);
    size_t at = sizeof *batch;
    struct fuse_forget_one one;
    for (uint32_t i = 0; batch && i < batch->count && request->in_size - at >= sizeof one; i++, at += sizeof one) {
        memcpy(&one, request->in + at, sizeof one);
        guest_nodes_forget(one.nodeid, one.nlookup);
    }
    return FUSE_SILENCE;
}

static int serve(struct fuse_request *request)
{
    const struct fuse_forget_in *forgotten;
    switch (request->head.opcode) {
    case FUSE_INIT:
        return begin(request);
    case FUSE_DESTROY:
        return 0;
    case FUSE_INTERRUPT:
        return FUSE_SILENCE;
    case FUSE_FORGET:
        forgotten = fuse_fixed(request, sizeof *forgotten);
        if (forgotten)
            guest_nodes_forget(request->head.nodeid, forgotten->nlookup);
        return FUSE_SILENCE;
    case FUSE_BATCH_FORGET:
        return forget_many(request);
    default:
        break;
    }
    int result = guest_fuse_names(request);
    return result == -ENOSYS ? guest_fuse_data(request) : result;
}

uint32_t guest_fuse_answer(const uint8_t *in, uint32_t size, uint8_t *out, uint32_t room)
{
    struct fuse_out_header *head = (struct fuse_out_header *)(void *)out;
    struct fuse_request request = {.in = in + sizeof(struct fuse_in_header), .out = out + sizeof *head};
    memcpy(&request.head, in, sizeof request.head);
    request.in_size = size - (uint32_t)sizeof request.head;
    request.out_room = room < sizeof *head ? 0 : room - (uint32_t)sizeof *head;
    int result = serve(&request);
    if (result == FUSE_SILENCE || room < sizeof *head)
        return 0;
    uint32_t answer = (uint32_t)sizeof *head + (result < 0 ? 0 : request.out_size);
    *head = (struct fuse_out_header){.len = answer, .error = result, .unique = request.head.unique};
    return answer;
}
