/*
 * guest_fuse.h: what a guest asks of its host's files, in the messages of FUSE (linux/fuse.h), and the answers.
 * Names are single: none has a '/', and none is "..". No symbolic link is ever followed here.
 */
#ifndef HAKO_GUEST_FUSE_H
#define HAKO_GUEST_FUSE_H

#include <linux/fuse.h>
#include <stddef.h>
#include <stdint.h>

#define FUSE_DATA (128u << 10) /* of one read or write */
#define FUSE_ROOM (FUSE_DATA + 4096u)

struct fuse_request {
    struct fuse_in_header head;
    const uint8_t *in; /* what follows the header */
    uint32_t in_size;
    uint8_t *out; /* the answer, without its header */
    uint32_t out_room, out_size;
};

/*
 * Answers the message of `size` bytes at `in`, which begins with its header, with at most `room` bytes at `out`: how
 * many these are, 0 if there is nothing to say. Both are aligned as FUSE's messages are.
 */
uint32_t guest_fuse_answer(const uint8_t *in, uint32_t size, uint8_t *out, uint32_t room);

/* Whether each read is asked for, whatever the file's size: files of kernels have none. */
extern int guest_fuse_reads_all;

/* What comes of a request otherwise than 0 and -errno: nothing is said. */
#define FUSE_SILENCE 1

/* Of names and attributes (guest_fuse_names.c), and of what is in files (guest_fuse_data.c): -ENOSYS for others. */
int guest_fuse_names(struct fuse_request *request);
int guest_fuse_data(struct fuse_request *request);

/* The fixed part of a request, or NULL if it is shorter. */
static inline const void *fuse_fixed(const struct fuse_request *request, size_t size)
{
    return request->in_size >= size ? request->in : NULL;
}

/* The name that begins at `at` of a request, or NULL if it is none; `*next` is where it ends. */
const char *fuse_name(const struct fuse_request *request, size_t at, size_t *next);

/* The next text, which may be anything but empty. */
const char *fuse_text(const struct fuse_request *request, size_t at, size_t *next);

/* Room in the answer for `size` bytes, which are zeros; NULL if the guest has given less. */
void *fuse_reply(struct fuse_request *request, size_t size);

/* Answers with what there is to say of a file that `fd` names, which is let go of: 0 or -errno. */
int fuse_reply_entry(struct fuse_request *request, int fd);

/* The attributes of what `fd` names: 0 or -errno. */
int fuse_attributes(int fd, struct fuse_attr *attributes);

/* The path at which procfs has a descriptor. */
#define FUSE_PATH 32
const char *fuse_path(char path[FUSE_PATH], int fd);

/* Gives what was made to who asked for it, whose group it has already: 0 or -errno. */
int fuse_own(const struct fuse_request *request, int fd, uint32_t mode);

/* What is made from now on has the group of who asks, but in directories that give theirs. */
void fuse_join_group(const struct fuse_request *request);

#endif
