/* fuse_test.c: requests of a guest for its host's files, by one that keeps the rules and one that does not. */
#include "groups.h"

#include "guest_fuse.h"
#include "guest_handles.h"
#include "guest_nodes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS 60000

static char place[] = "/tmp/hako-fuse-XXXXXX";
static uint8_t answer[sizeof(struct fuse_out_header) + FUSE_ROOM] __attribute__((aligned(8)));
static const uint8_t *const told = answer + sizeof(struct fuse_out_header);

static const char *needs_root(void)
{
    return getuid() == 0 ? NULL : "root";
}

/* What a line of shell in the tests' place ends with. */
static int shell(const char *line)
{
    char whole[512];
    snprintf(whole, sizeof whole, "cd %s && { %s; }", place, line);
    return system(whole);
}

/* A place with a folder that is served, and a file that is not. */
static void serve(void)
{
    static int begun;
    char root[64];
    if (!begun && !mkdtemp(place))
        abort();
    snprintf(root, sizeof root, "%s/root", place);
    EXPECT_EQUAL(shell("rm -rf root secret; mkdir root; printf secret > secret; ln -s ../secret root/out; mkfifo root/pipe"), 0);
    EXPECT_EQUAL(guest_nodes_begin(root), 0);
    EXPECT_EQUAL(guest_handles_begin(), 0);
    begun = 1;
}

/* The answer's error, or FUSE_SILENCE. */
static int ask_about(uint64_t node, uint32_t opcode, const void *in, uint32_t size)
{
    static uint8_t message[sizeof(struct fuse_in_header) + FUSE_ROOM] __attribute__((aligned(8)));
    struct fuse_in_header head = {.len = (uint32_t)sizeof head + size, .opcode = opcode, .unique = 7, .nodeid = node};
    memcpy(message, &head, sizeof head);
    memcpy(message + sizeof head, in, size);
    uint32_t bytes = guest_fuse_answer(message, head.len, answer, sizeof answer);
    if (bytes == 0)
        return FUSE_SILENCE;
    struct fuse_out_header out;
    memcpy(&out, answer, sizeof out);
    EXPECT(bytes <= sizeof answer);
    EXPECT_EQUAL(out.len, bytes);
    EXPECT_EQUAL(out.unique, 7);
    return out.error;
}

static int look_up(const char *name)
{
    return ask_about(GUEST_NODES_ROOT, FUSE_LOOKUP, name, (uint32_t)strlen(name) + 1);
}

static uint64_t found(const char *name)
{
    EXPECT_EQUAL(look_up(name), 0);
    return ((const struct fuse_entry_out *)(const void *)told)->nodeid;
}

static void refuses_names_that_lead_elsewhere(void)
{
    serve();
    static const char *const names[] = {"..", ".", "", "root/..", "../secret", "/etc", "a/b"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        EXPECT_EQUAL(look_up(names[i]), -ENOENT);
    EXPECT_EQUAL(ask_about(GUEST_NODES_ROOT, FUSE_LOOKUP, "out", 3), -ENOENT); /* without its end */
    EXPECT_EQUAL(look_up("missing"), -ENOENT);
    EXPECT_EQUAL(look_up("out"), 0);
}

static void follows_no_link(void)
{
    serve();
    uint64_t link = found("out");
    struct fuse_open_in open = {.flags = O_RDWR | O_TRUNC};
    EXPECT_EQUAL(ask_about(link, FUSE_OPEN, &open, sizeof open), -EIO);
    EXPECT_EQUAL(ask_about(link, FUSE_OPENDIR, &open, sizeof open), -EIO);
    struct fuse_setattr_in size = {.valid = FATTR_SIZE}, mode = {.valid = FATTR_MODE, .mode = 04777};
    EXPECT(ask_about(link, FUSE_SETATTR, &size, sizeof size) < 0);
    EXPECT(ask_about(link, FUSE_SETATTR, &mode, sizeof mode) < 0);
    struct fuse_setattr_in owner = {.valid = FATTR_UID, .uid = 5};
    EXPECT_EQUAL(ask_about(link, FUSE_SETATTR, &owner, sizeof owner), 0);
    struct {
        struct fuse_create_in how;
        char name[4];
    } create = {{.flags = O_RDWR | O_TRUNC, .mode = 0644}, "out"};
    EXPECT_EQUAL(ask_about(GUEST_NODES_ROOT, FUSE_CREATE, &create, sizeof create), -ELOOP);
    EXPECT_EQUAL(ask_about(link, FUSE_LOOKUP, "x", 2), -ENOTDIR);
    EXPECT_EQUAL(shell("test $(cat secret) = secret -a $(stat -c %a%u secret) = 6440 -a $(stat -c %u root/out) = 5"), 0);
}

static void does_not_wait_at_pipes(void)
{
    serve();
    struct fuse_open_in open = {.flags = O_RDONLY};
    EXPECT_EQUAL(ask_about(found("pipe"), FUSE_OPEN, &open, sizeof open), -EIO);
}

static void knows_no_handle_that_it_has_not_given(void)
{
    serve();
    struct fuse_read_in read = {.size = 10};
    for (uint64_t number = 0; number < 20; number++) {
        read.fh = number;
        EXPECT_EQUAL(ask_about(GUEST_NODES_ROOT, FUSE_READ, &read, sizeof read), -EBADF);
        EXPECT_EQUAL(ask_about(GUEST_NODES_ROOT, FUSE_READDIR, &read, sizeof read), -EBADF);
    }
    read.fh = UINT64_MAX;
    EXPECT_EQUAL(ask_about(GUEST_NODES_ROOT, FUSE_READ, &read, sizeof read), -EBADF);
    EXPECT(ask_about(12345, FUSE_GETATTR, &read, sizeof read) < 0);
    EXPECT(ask_about(UINT64_MAX, FUSE_GETATTR, &read, sizeof read) < 0);
    struct fuse_forget_in forget = {.nlookup = 99};
    EXPECT_EQUAL(ask_about(GUEST_NODES_ROOT, FUSE_FORGET, &forget, sizeof forget), FUSE_SILENCE);
    EXPECT_EQUAL(look_up("out"), 0);
}

static void writes_no_more_than_there_is(void)
{
    serve();
    struct {
        struct fuse_create_in how;
        char name[8];
    } create = {{.flags = O_RDWR, .mode = 0644}, "file"};
    EXPECT_EQUAL(ask_about(GUEST_NODES_ROOT, FUSE_CREATE, &create, sizeof create.how + 5), 0);
    const struct fuse_open_out *open = (const void *)(told + sizeof(struct fuse_entry_out));
    struct {
        struct fuse_write_in how;
        char data[5];
    } write = {{.fh = open->fh, .size = 6}, "hello"};
    EXPECT_EQUAL(ask_about(1, FUSE_WRITE, &write, sizeof write.how + 5), -EINVAL);
    write.how.size = 5;
    EXPECT_EQUAL(ask_about(1, FUSE_WRITE, &write, sizeof write.how + 5), 0);
    EXPECT_EQUAL(shell("test $(cat root/file) = hello"), 0);
    struct fuse_release_in release = {.fh = write.how.fh};
    EXPECT_EQUAL(ask_about(1, FUSE_RELEASE, &release, sizeof release), 0);
    EXPECT_EQUAL(ask_about(1, FUSE_WRITE, &write, sizeof write.how + 5), -EBADF);
}

/* Mostly what could be meant, with names that lead elsewhere among the others. */
static uint32_t random_request(unsigned *seed, uint8_t in[512])
{
    static const char *const names[] = {"a", "b", "..", "../secret", "out", "c", ".", "/", "pipe", "x/../../secret"};
    static const uint32_t fixed[] = {0, 4, 8, 12, 16, 24, 32, 40, 88};
    uint32_t size = fixed[(uint32_t)rand_r(seed) % (sizeof fixed / sizeof *fixed)];
    for (uint32_t i = 0; i < size; i++)
        in[i] = (uint8_t)(rand_r(seed) % 4 == 0 ? rand_r(seed) % 40 : 0);
    for (int i = rand_r(seed) % 3; i > 0; i--) {
        const char *name = names[(uint32_t)rand_r(seed) % (sizeof names / sizeof *names)];
        memcpy(in + size, name, strlen(name) + 1);
        size += (uint32_t)strlen(name) + (rand_r(seed) % 9 != 0);
    }
    return size;
}

static void reaches_nothing_else_whatever_is_asked(void)
{
    serve();
    unsigned seed = 11;
    uint8_t in[512] __attribute__((aligned(8)));
    for (int i = 0; i < ROUNDS; i++) {
        uint32_t size = random_request(&seed, in);
        uint32_t opcode = (uint32_t)rand_r(&seed) % 52;
        ask_about((uint64_t)rand_r(&seed) % 12, opcode, in, size);
    }
    EXPECT_EQUAL(shell("test $(cat secret) = secret -a \"$(stat -c '%a %u %h' secret)\" = '644 0 1'"), 0);
    EXPECT_EQUAL(shell("test \"$(ls)\" = \"$(printf 'root\\nsecret')\""), 0);
    EXPECT_EQUAL(shell("rm -rf root secret; rmdir $PWD"), 0);
}

static const struct test tests[] = {
    {"refuses names that lead elsewhere", refuses_names_that_lead_elsewhere, needs_root},
    {"follows no link", follows_no_link, needs_root},
    {"does not wait at pipes", does_not_wait_at_pipes, needs_root},
    {"knows no handle that it has not given", knows_no_handle_that_it_has_not_given, needs_root},
    {"writes no more than there is", writes_no_more_than_there_is, needs_root},
    {"reaches nothing else, whatever is asked", reaches_nothing_else_whatever_is_asked, needs_root},
};

const struct tests fuse_tests = GROUP(tests);
