/* oci_compile.c: the question is put together in one block, as it is sent. */
#include "oci_compile.h"

#include "calls.h"
#include "engine_exec.h"
#include "engine_socket.h"
#include "errors.h"
#include "files.h"
#include "java_command.h"
#include "text.h"
#include "wire.h"

#define COMPILER_FD 3
#define CONTROLLERS "/sys/fs/cgroup/cgroup.controllers"

/* A question on its way: a frame in memory of its own. */
struct block {
    char *bytes;
    size_t used, capacity;
    int error; /* -errno of a file that could not be read */
};

static void put(struct block *block, const void *bytes, size_t size)
{
    if (size > block->capacity - block->used) {
        block->error = -EFBIG;
        return;
    }
    memcpy(block->bytes + block->used, bytes, size);
    block->used += size;
}

static void put_part(struct block *block, const char *bytes, size_t size)
{
    uint32_t told = (uint32_t)size;
    put(block, &told, sizeof told);
    put(block, bytes, size);
}

static void put_text(struct block *block, const char *text)
{
    put_part(block, text, text_length(text));
}

/* The rest of an open file. */
static void put_open(struct block *block, int fd)
{
    size_t head = block->used;
    uint32_t size = 0;
    int64_t got = 0;
    put(block, &size, sizeof size);
    while (block->error == 0 && (got = sys_read(fd, block->bytes + block->used, block->capacity - block->used)) != 0) {
        if (got < 0 && got != -EINTR)
            block->error = (int)got;
        if (got > 0)
            block->used += (size_t)got;
    }
    if (block->used == block->capacity)
        block->error = -EFBIG;
    size = (uint32_t)(block->used - head - sizeof size);
    memcpy(block->bytes + head, &size, sizeof size);
}

/* An absent file is an empty part. */
static void put_file(struct block *block, const char *path)
{
    int64_t fd = sys_openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    if (fd < 0) {
        put_part(block, "", 0);
        return;
    }
    put_open(block, (int)fd);
    sys_close((int)fd);
}

static void put_section(struct block *block, const struct oci_home *home, enum record_section section)
{
    size_t size = 0;
    const char *bytes = home ? oci_home_section(home, section, &size) : "";
    put_part(block, bytes, size);
}

/* What the last update has left. */
static void put_limits(struct block *block, const struct oci_home *home)
{
    int64_t fd = home ? oci_home_read_limits(home) : -ENOENT;
    if (fd < 0) {
        put_part(block, "", 0);
        return;
    }
    put_open(block, (int)fd);
    sys_close((int)fd);
}

static void put_question(struct block *block, const struct places *places, const struct oci_question *question)
{
    struct wire_frame frame = {.type = WIRE_COMPILE};
    struct wire_compile compile = {
        .version = WIRE_VERSION,
        .verb = question->verb,
        .flags = question->flags,
        .preserved = question->preserved,
        .part_count = RECORD_PARTS,
    };
    memcpy(compile.build_id, places->build_id, sizeof compile.build_id);
    put(block, &frame, sizeof frame);
    put(block, &compile, sizeof compile);
    put_text(block, question->id);
    put_text(block, question->bundle);
    if (question->config >= 0)
        put_open(block, question->config);
    else
        put_section(block, question->home, RECORD_SPEC);
    put_part(block, question->process, question->process_size);
    put_file(block, "/proc/self/mountinfo");
    put_file(block, "/proc/self/cgroup");
    put_file(block, "/proc/self/uid_map");
    put_file(block, "/proc/self/status");
    put_file(block, CONTROLLERS);
    put_section(block, question->home, RECORD_GROUPS);
    put_limits(block, question->home);
    put_part(block, question->subgroups, question->subgroups_size);
    put_part(block, question->isolations, question->isolations_size);
    put_text(block, question->init ? question->init : "");
    put_file(block, question->init ? files_join("/proc/", question->init, "/cgroup", (char *)0) : "");
    put_text(block, question->listening ? question->listening : "");
    frame.size = (uint32_t)(block->used - sizeof frame);
    memcpy(block->bytes, &frame, sizeof frame);
}

static int64_t send_block(int socket, const struct block *block)
{
    for (size_t done = 0; done < block->used;) {
        int64_t sent = sys_send(socket, block->bytes + done, block->used - done, MSG_NOSIGNAL);
        if (sent < 0 && sent != -EINTR)
            return sent;
        if (sent > 0)
            done += (size_t)sent;
    }
    return 0;
}

/* What came back: the frame's type, or -errno. Text of a refusal is kept as a string. */
static int64_t receive(int socket, struct oci_answer *answer, char text[WIRE_MAX_TEXT + 1])
{
    struct wire_frame frame;
    struct {
        struct cmsghdr header;
        int fds[2];
    } control;
    struct iovec part = {.iov_base = &frame, .iov_len = sizeof frame};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    int64_t size;
    do
        size = sys_recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (size == -EINTR);
    if (size != sizeof frame)
        return size < 0 ? size : -ECONNRESET;
    if (frame.type == WIRE_COMPILED && message.msg_controllen >= CALLS_FDS_LENGTH(2)) {
        *answer = (struct oci_answer){control.fds[0], control.fds[1]};
        return WIRE_COMPILED;
    }
    size_t used = 0;
    while (frame.type == WIRE_REFUSED && used < frame.size && used < WIRE_MAX_TEXT
           && (size = sys_receive(socket, text + used, WIRE_MAX_TEXT - used, 0)) > 0)
        used += (size_t)size;
    text[used] = '\0';
    return frame.type == WIRE_REFUSED || frame.type == WIRE_STALE ? frame.type : -EBADMSG;
}

static int64_t ask(int socket, const struct block *block, struct oci_answer *answer, char text[WIRE_MAX_TEXT + 1])
{
    int64_t result = send_block(socket, block);
    if (result == 0)
        result = receive(socket, answer, text);
    sys_close(socket);
    return result;
}

/* A connection to an engine that may be believed, or -errno. */
static int64_t reach_engine(const struct places *places)
{
    int64_t socket = engine_socket_connect(places->socket);
    if (socket < 0)
        return socket;
    int64_t uid = sys_peer_uid((int)socket);
    if (uid == places->uid || uid == 0)
        return socket;
    sys_close((int)socket);
    return -EACCES;
}

_Noreturn static void become_compiler(const struct places *places, int socket)
{
    static char *const arguments[] = {"compile", 0};
    struct java_command command;
    java_command_make(&command, places, arguments);
    java_command_clean_environment(&command, places);
    int64_t null = sys_openat(AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC, 0);
    sys_dup3((int)null, 0, 0);
    sys_dup3((int)null, 1, 0);
    if (socket == COMPILER_FD)
        sys_fcntl(socket, F_SETFD, 0);
    else
        sys_dup3(socket, COMPILER_FD, 0);
    sys_close_range(COMPILER_FD + 1, ~0u, CLOSE_RANGE_CLOEXEC);
    int64_t error = engine_exec(command.argv, command.envp);
    errors_fail("cannot start \"", command.argv[0], "\": ", errors_text(error), (char *)0);
}

/* Asks a JVM that ends with its answer. */
static int64_t ask_new(const struct places *places, const struct block *block, struct oci_answer *answer,
                       char text[WIRE_MAX_TEXT + 1])
{
    int ends[2];
    int64_t result = sys_socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
    if (result < 0)
        return result;
    int64_t child = sys_fork();
    if (child == 0)
        become_compiler(places, ends[1]);
    sys_close(ends[1]);
    if (child < 0)
        return child;
    result = ask(ends[0], block, answer, text);
    while (sys_wait4((int)child, NULL, 0) == -EINTR)
        ;
    return result;
}

void oci_compile(const struct places *places, const struct oci_question *question, const char *intent,
                 void (*undo)(void), struct oci_answer *answer)
{
    char text[WIRE_MAX_TEXT + 1];
    struct block block = {.capacity = WIRE_MAX_REQUEST};
    int64_t address = sys_mmap(NULL, block.capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    block.bytes = (char *)(intptr_t)address;
    int64_t result = sys_failed(address) ? address : 0;
    if (result == 0) {
        put_question(&block, places, question);
        result = block.error;
    }
    if (result == 0) {
        int64_t socket = reach_engine(places);
        if (socket >= 0)
            result = ask((int)socket, &block, answer, text);
        if (socket < 0 || (result != WIRE_COMPILED && result != WIRE_REFUSED))
            result = ask_new(places, &block, answer, text);
        sys_munmap(block.bytes, block.capacity);
    }
    if (result == WIRE_COMPILED)
        return;
    if (undo)
        undo();
    if (result == WIRE_REFUSED)
        errors_fail(intent, ": ", text, (char *)0);
    errors_fail(intent, ": its plan cannot be compiled: ",
                result == WIRE_STALE ? "the libraries are of another build; hint: install the command and its libraries together"
                                     : errors_text(result), (char *)0);
}

const char *oci_answer_section(const struct oci_answer *answer, enum record_section section, size_t *size)
{
    struct statx stat;
    *size = 0;
    if (sys_statx(answer->record, "", AT_EMPTY_PATH, STATX_SIZE, &stat) < 0
        || stat.stx_size < sizeof(struct record_header))
        return "";
    int64_t address = sys_mmap(NULL, stat.stx_size, PROT_READ, MAP_PRIVATE, answer->record, 0);
    if (sys_failed(address))
        return "";
    const struct oci_home home = {
        .record = (const struct record_header *)(intptr_t)address, .record_size = stat.stx_size};
    return oci_home_section(&home, section, size);
}
