/* oci_launch.c: see oci_launch.h. */
#include "oci_launch.h"

#include "calls.h"
#include "check.h"
#include "errors.h"
#include "record.h"
#include "text.h"

#define SAFE_FD 100 /* above all that a launcher is given */
#define MAX_PLACED (RECORD_MAX_PRESERVED + 8)
#define MAX_WORDS 4096
#define MFD_EXEC_FLAG 0x10u
#define F_ADD_SEALS_COMMAND 1033
#define ALL_SEALS 0xf

/* This program in a file that cannot change (CVE-2019-5736). */
static int64_t sealed_program(void)
{
    char bytes[16384];
    int64_t size, error = 0;
    int64_t from = sys_openat(AT_FDCWD, "/proc/self/exe", O_RDONLY | O_CLOEXEC, 0);
    if (from < 0)
        return from;
    int64_t to = sys_memfd_create("hako-launcher", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC_FLAG);
    if (to == -EINVAL)
        to = sys_memfd_create("hako-launcher", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    while (to >= 0 && error == 0 && (size = sys_read((int)from, bytes, sizeof bytes)) != 0)
        error = size < 0 ? size : sys_write((int)to, bytes, (size_t)size) == size ? 0 : -EIO;
    if (to >= 0 && error == 0)
        error = sys_fcntl((int)to, F_ADD_SEALS_COMMAND, ALL_SEALS);
    sys_close((int)from);
    return error < 0 ? error : to;
}

/* In the child. Whatever lies where something is to be placed is moved first. */
static int64_t place(int plan, int control, const struct oci_placed *placed, size_t count)
{
    int moved[MAX_PLACED + 2];
    sys_close_range(3, ~0u, CLOSE_RANGE_CLOEXEC);
    moved[0] = (int)sys_fcntl(plan, F_DUPFD_CLOEXEC, SAFE_FD);
    moved[1] = (int)sys_fcntl(control, F_DUPFD_CLOEXEC, SAFE_FD);
    for (size_t i = 0; i < count; i++)
        moved[i + 2] = (int)sys_fcntl(placed[i].fd, F_DUPFD_CLOEXEC, SAFE_FD);
    for (size_t i = 0; i < count + 2; i++) {
        int at = i == 0 ? PLAN_FD : i == 1 ? CONTROL_FD : placed[i - 2].at;
        if (moved[i] < 0)
            return moved[i];
        sys_dup3(moved[i], at, 0);
        sys_close(moved[i]);
    }
    return 0;
}

_Noreturn static void become(enum oci_launch_how how, int program)
{
    static char *const argv[] = {"hako-launcher", "run", 0};
    static char *const envp[] = {0};
    if (how == OCI_LAUNCH_CLEANUP)
        run_cleanup_main();
    if (how == OCI_LAUNCH_FORKED)
        run_main();
    sys_call6(__NR_execveat, program, sys_address(""), sys_address(argv), sys_address(envp), AT_EMPTY_PATH, 0);
    sys_exit(1);
}

/* In the child. False: the command has gone. */
static int may_go(int control)
{
    char go;
    int64_t got;
    do
        got = sys_receive(control, &go, sizeof go, 0);
    while (got == -EINTR);
    return got == sizeof go;
}

int64_t oci_launch_start(struct oci_launch *launch, enum oci_launch_how how, int plan, const struct oci_placed *placed,
                         size_t count)
{
    int ends[2];
    int64_t program = -1;
    *launch = (struct oci_launch){.control = -1};
    if (count > MAX_PLACED)
        return -EMFILE;
    int sealed = how == OCI_LAUNCH_SEALED || how == OCI_LAUNCH_HELD;
    if (sealed && (program = sealed_program()) < 0)
        return program;
    int64_t result = sys_socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
    if (result < 0)
        return result;
    int64_t kept = program < 0 ? -1 : sys_fcntl((int)program, F_DUPFD_CLOEXEC, SAFE_FD);
    int64_t child = sys_fork();
    if (child == 0) {
        sys_close(ends[0]);
        if (how == OCI_LAUNCH_HELD && !may_go(ends[1]))
            sys_exit(1);
        if (place(plan, ends[1], placed, count) < 0)
            sys_exit(1);
        become(how, (int)kept);
    }
    sys_close(ends[1]);
    if (program >= 0) {
        sys_close((int)program);
        sys_close((int)kept);
    }
    launch->control = ends[0];
    launch->pid = (int)child;
    return child < 0 ? child : 0;
}

/* All of `size` bytes; fewer at the end. */
static int64_t receive(int socket, void *bytes, size_t size)
{
    size_t done = 0;
    while (done < size) {
        int64_t got = sys_receive(socket, (char *)bytes + done, size - done, 0);
        if (got == 0 || (got < 0 && got != -EINTR))
            return (int64_t)done;
        if (got > 0)
            done += (size_t)got;
    }
    return (int64_t)done;
}

uint32_t oci_launch_next(struct oci_launch *launch, uint64_t *value,
                         void (*on_failure)(const struct failure *failure, void *context), void *context)
{
    struct wire_frame frame;
    union {
        struct wire_milestone milestone;
        struct failure failure;
    } payload;
    while (receive(launch->control, &frame, sizeof frame) == sizeof frame && frame.size <= sizeof payload
           && receive(launch->control, &payload, frame.size) == frame.size) {
        if (frame.type == WIRE_MILESTONE && payload.milestone.milestone != PLAN_MOUNTED) {
            *value = payload.milestone.value;
            return payload.milestone.milestone;
        }
        if (frame.type != WIRE_FAILED)
            continue;
        launch->failed = 1;
        launch->failure = payload.failure;
        if (on_failure)
            on_failure(&launch->failure, context);
    }
    return 0;
}

void oci_launch_tell(const struct oci_launch *launch, uint64_t value)
{
    sys_send(launch->control, &value, sizeof value, MSG_NOSIGNAL);
}

void oci_launch_let_go(const struct oci_launch *launch)
{
    sys_send(launch->control, "", 1, MSG_NOSIGNAL);
}

int oci_launch_end(struct oci_launch *launch)
{
    int status = 0;
    sys_close(launch->control);
    while (sys_wait4(launch->pid, &status, 0) == -EINTR)
        ;
    return status & 0x7f ? 128 + (status & 0x7f) : (status >> 8) & 0xff;
}

int64_t oci_launch_plan(const char *bytes, size_t size)
{
    int64_t fd = sys_memfd_create("plan", MFD_CLOEXEC);
    if (fd < 0)
        return fd;
    int64_t written = sys_write((int)fd, bytes, size);
    if (written != (int64_t)size)
        return -EIO;
    sys_lseek((int)fd, 0, SEEK_SET);
    return fd;
}

/* What a step is for: the words of the last beginning that is not behind it. */
static const char *find(uint32_t step, const char *words, size_t size)
{
    const char *found = "run the plan";
    uint32_t first;
    for (size_t at = 0; at + sizeof first < size;) {
        memcpy(&first, words + at, sizeof first);
        const char *text = words + at + sizeof first;
        size_t room = size - at - sizeof first, length = text_length_within(text, room);
        if (first > step || length == room)
            break;
        found = text;
        at += sizeof first + length + 1;
    }
    return found;
}

static size_t add_end(char *text, size_t capacity, size_t used, uint32_t status)
{
    uint32_t signal = status & 0x7f;
    used = text_append(text, capacity, used, signal ? "a signal ended it, number " : "it ended with status ");
    return text_append_decimal(text, capacity, used, signal ? signal : (status >> 8) & 0xff);
}

const char *oci_launch_words(const struct failure *failure, const char *words, size_t size)
{
    static char text[MAX_WORDS + 1];
    const struct wire_failed *head = &failure->head;
    int is_loading = head->step == CHECK_NO_STEP;
    size_t used = text_append(text, MAX_WORDS, 0, is_loading ? "run the plan" : find(head->step, words, size));
    used = text_append(text, MAX_WORDS, used, ": ");
    if (head->status != 0 && head->error == ECHILD)
        used = add_end(text, MAX_WORDS, used, head->status);
    else
        used = text_append(text, MAX_WORDS, used, errors_text(head->error));
    if (head->text_size > 0 && (head->status != 0 || is_loading)) {
        used = text_append(text, MAX_WORDS, used, ": ");
        size_t length = head->text_size < RUN_MAX_TEXT ? head->text_size : RUN_MAX_TEXT;
        for (size_t i = 0; i < length && used < MAX_WORDS; i++)
            text[used++] = failure->text[i] == '\n' ? ' ' : failure->text[i];
    }
    text[used] = '\0';
    return text;
}
