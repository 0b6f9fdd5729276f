/* oci_birth.c: see oci_birth.h. */
#include "oci_birth.h"

#include "calls.h"
#include "engine_socket.h"
#include "errors.h"
#include "files.h"
#include "oci_bus.h"
#include "oci_launch.h"
#include "oci_proc.h"
#include "oci_sink.h"

#define PR_SET_CHILD_SUBREAPER 36
#define SIGNAL_EXIT_BASE 128
#define FIRST_PRESERVED 3

static const uint64_t every_signal = ~0ull;

static void undo(const struct oci_birth *birth)
{
    if (birth->undo)
        birth->undo();
}

_Noreturn void oci_birth_fail(const struct oci_birth *birth, const char *what, const char *object, int64_t error)
{
    undo(birth);
    errors_fail(birth->intent, ": ", what, " \"", object, "\": ", errors_text(error), (char *)0);
}

static void be_console(struct oci_birth *birth, struct oci_tty *tty)
{
    int64_t socket = oci_tty_open(tty);
    if (socket < 0)
        oci_birth_fail(birth, "make a console socket for", birth->home->id, socket);
    birth->console = (int)socket;
    birth->tty = tty;
}

void oci_birth_read(struct oci_birth *birth, const struct oci_line *line, struct oci_tty *tty)
{
    const char *path = line->values[OCI_CONSOLE_SOCKET];
    birth->console = -1;
    birth->preserved = oci_number(line, OCI_PRESERVE_FDS, 0, RECORD_MAX_PRESERVED);
    if ((!path || !*path) && tty)
        be_console(birth, tty);
    if (!path || !*path)
        return;
    int64_t socket = engine_socket_connect(path);
    if (socket < 0)
        oci_birth_fail(birth, "connect to the console socket", path, socket);
    birth->console = (int)socket;
}

/* A reader finds the whole number or no file. */
static int64_t write_pid_file(const char *path, int pid)
{
    const char *fresh = files_join(path, ".new", (char *)0);
    int64_t fd = sys_openat(AT_FDCWD, fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return fd;
    struct sink sink = {.fd = (int)fd};
    sink_decimal(&sink, (uint64_t)pid);
    int64_t result = sink_flush(&sink);
    sys_close((int)fd);
    return result < 0 ? result : sys_renameat(AT_FDCWD, fresh, AT_FDCWD, path);
}

/* The launcher is in the scope before it makes anybody: an ordinary user may not move processes into it later. */
static void be_in_scope(const struct oci_birth *birth, const struct oci_launch *launched)
{
    const char *trouble = oci_bus_hold(birth->places, birth->scope, birth->scope_size, launched->pid);
    if (trouble) {
        undo(birth);
        errors_fail(birth->intent, ": systemd does not make its control group: ", trouble,
                    "; hint: where there is no systemd, leave --systemd-cgroup out and give a path of cgroupfs", (char *)0);
    }
    oci_launch_let_go(launched);
}

static void launch(const struct oci_birth *birth, struct oci_launch *launched, int plan)
{
    enum oci_launch_how how = birth->scope_size > 0 ? OCI_LAUNCH_HELD : OCI_LAUNCH_SEALED;
    struct oci_placed placed[RECORD_MAX_PRESERVED + 2];
    size_t count = 0;
    placed[count++] = (struct oci_placed){birth->first, RECORD_GATE_FD};
    if (birth->console >= 0)
        placed[count++] = (struct oci_placed){birth->console, RECORD_CONSOLE_FD};
    for (uint32_t i = 0; i < birth->preserved; i++)
        placed[count++] = (struct oci_placed){FIRST_PRESERVED + (int)i, RECORD_PRESERVED_FD + (int)i};
    int64_t result = oci_launch_start(launched, how, plan, placed, count);
    if (result < 0)
        oci_birth_fail(birth, "start a launcher for", birth->home->id, result);
    if (how == OCI_LAUNCH_HELD)
        be_in_scope(birth, launched);
}

/* To whoever wants to hold the process by it, as runc sends it: one message. */
static int64_t send_pidfd(const char *path, int pid)
{
    char text[] = "pidfd";
    int64_t socket = engine_socket_connect(path), pidfd = socket < 0 ? socket : sys_pidfd_open(pid, 0);
    struct {
        struct cmsghdr header;
        int fd;
    } control = {{CALLS_FDS_LENGTH(1), SOL_SOCKET, SCM_RIGHTS}, (int)pidfd};
    struct iovec part = {.iov_base = text, .iov_len = sizeof text - 1};
    const struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = CALLS_FDS_LENGTH(1)};
    int64_t result = pidfd < 0 ? pidfd : sys_sendmsg((int)socket, &message, MSG_NOSIGNAL);
    sys_close((int)pidfd);
    sys_close((int)socket);
    return result < 0 ? result : 0;
}

/* Notes the process, before its launcher is told so. */
static int64_t note(struct oci_birth *birth, const struct oci_line *line, int pid)
{
    const char *path = line->values[OCI_PID_FILE], *socket = line->values[OCI_PIDFD_SOCKET];
    int64_t result = path && *path ? write_pid_file(path, pid) : 0;
    if (birth->tty)
        oci_tty_take(birth->tty);
    if (result == 0 && socket && *socket)
        result = send_pidfd(socket, pid);
    return result == 0 && birth->note ? birth->note(birth, pid) : result;
}

int oci_birth_carry_out(struct oci_birth *birth, const struct oci_line *line, int plan, const char *words, size_t size)
{
    struct oci_launch launched;
    uint64_t value;
    uint32_t milestone;
    int64_t noted = -ECHILD;
    int pid = 0;
    birth->noting = "note the process of";
    birth->noted = birth->home->id;
    launch(birth, &launched, plan);
    while ((milestone = oci_launch_next(&launched, &value, 0, 0)) != 0) {
        if (milestone != PLAN_STARTED)
            continue;
        pid = (int)value;
        noted = note(birth, line, pid);
        if (noted < 0)
            break;
        oci_launch_tell(&launched, value);
    }
    int code = oci_launch_end(&launched);
    if (code == 0 && noted == 0 && !launched.failed)
        return pid;
    if (noted < 0 && noted != -ECHILD && !launched.failed)
        oci_birth_fail(birth, birth->noting, birth->noted, noted);
    undo(birth);
    errors_fail(birth->intent, ": ",
                launched.failed ? oci_launch_words(&launched.failure, words, size)
                                : "its launcher ended without a word; hint: look for a kill in the kernel's log",
                (char *)0);
}

/* Takes in whatever has ended; true once the process itself has, with its exit code. */
static int reap(int process, int *code)
{
    int status;
    int64_t pid;
    int ended = 0;
    while ((pid = sys_wait4(-1, &status, WNOHANG)) > 0) {
        if (pid != process)
            continue;
        int signal = status & 0x7f;
        *code = signal != 0 ? SIGNAL_EXIT_BASE + signal : (status >> 8) & 0xff;
        ended = 1;
    }
    return ended;
}

void oci_birth_adopt(void)
{
    sys_prctl(PR_SET_CHILD_SUBREAPER, 1);
    sys_sigprocmask(SIG_BLOCK, &every_signal);
}

int oci_birth_await_end(const struct oci_birth *birth, const struct oci_process *process)
{
    struct oci_tty *tty = birth->tty && birth->tty->master >= 0 ? birth->tty : 0;
    if (tty)
        oci_tty_begin(tty);
    for (int code = 0;;) {
        if (reap(process->pid, &code)) {
            if (tty)
                oci_tty_end(tty);
            return code;
        }
        int64_t signal = tty ? oci_tty_copy(tty)
                             : sys_call6(__NR_rt_sigtimedwait, sys_address(&every_signal), 0, 0, sizeof every_signal, 0, 0);
        if (signal > 0 && signal != SIGCHLD && signal != SIGTTIN && signal != SIGTTOU)
            oci_proc_signal(process, (int)signal);
    }
}
