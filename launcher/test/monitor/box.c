/* box.c: see box.h. */
#define _GNU_SOURCE
#include "box.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* Where the launcher finds its descriptors. */
enum {
    CHILD_INPUT = 5,
    CHILD_OUTPUT,
    CHILD_ERROR,
    INPUT,
    OUTPUT,
    ERROR,
    DIRECTORY,
    LOG_DIRECTORY,
    LISTENER,
    CLIENT,
    LOCK,
    PLACED,
};

/* Registers: those of descriptors have their numbers. */
#define PID 30
#define PIDFD 31

static void load_number(struct builder *plan, uint8_t number, uint64_t content)
{
    uint32_t at = place(plan, &content, sizeof content);
    add2(plan, PLAN_LOAD, data(at), value(8))->result = number;
}

static void child_part(struct builder *plan, const struct box_options *options)
{
    const char *paths[] = {"/bin/sh", NULL}, *argv[] = {"sh", "-c", options->command, NULL};
    const char *envp[] = {"PATH=/usr/bin:/bin", NULL};
    if (options->terminal) {
        call(plan, SYS_setsid, value(0), value(0), value(0));
        call(plan, SYS_ioctl, value(CHILD_INPUT), value(TIOCSCTTY), value(0));
    }
    for (uint64_t i = 0; i < 3; i++)
        call(plan, SYS_dup3, value(CHILD_INPUT + i), value(i), value(0));
    call(plan, SYS_close_range, value(3), value(~0u), value(4));
    uint32_t at[] = {place_texts(plan, paths), place_texts(plan, argv), place_texts(plan, envp)};
    add(plan, PLAN_EXEC, data(at[0]), data(at[1]), data(at[2]));
}

static uint8_t register_if(int there, int number)
{
    return there ? (uint8_t)number : PLAN_NONE;
}

static uint32_t place_monitor(struct builder *plan, const struct box *box, const struct box_options *options)
{
    const char *keys = options->detach_keys != NULL ? options->detach_keys : "";
    struct plan_monitor monitor = {
        .pid = PID,
        .pidfd = PIDFD,
        .terminal = register_if(options->terminal, INPUT),
        .input = register_if(!options->terminal, INPUT),
        .output = register_if(!options->terminal, OUTPUT),
        .error = register_if(!options->terminal, ERROR),
        .directory = DIRECTORY,
        .log_directory = LOG_DIRECTORY,
        .listener = LISTENER,
        .client = register_if(options->client_flags != 0, CLIENT),
        .lock = LOCK,
        .flags = options->flags,
        .log_max_bytes = options->log_max_bytes,
        .log_max_files = options->log_max_files > 0 ? options->log_max_files : 1,
        .detach_size = (uint32_t)strlen(keys),
        .client_flags = options->client_flags,
        .rows = options->terminal ? 11 : 0,
        .columns = options->terminal ? 22 : 0,
    };
    memcpy(monitor.detach_keys, keys, monitor.detach_size);
    uint32_t at = place(plan, &monitor, sizeof monitor);
    point(plan, at + (uint32_t)offsetof(struct plan_monitor, exit_name), place_text(plan, "exit"));
    point(plan, at + (uint32_t)offsetof(struct plan_monitor, log_name), place_text(plan, "log"));
    if (options->engine == NULL)
        return at;
    char program[256] = {0}, socket[128];
    EXPECT(readlink("/proc/self/exe", program, sizeof program - 1) > 0);
    snprintf(socket, sizeof socket, "%s/engine.sock", box->path);
    const char *argv[] = {program, options->engine, box->path, NULL}, *envp[] = {"ENGINE=1", NULL};
    point(plan, at + (uint32_t)offsetof(struct plan_monitor, revive_argv), place_texts(plan, argv));
    point(plan, at + (uint32_t)offsetof(struct plan_monitor, revive_envp), place_texts(plan, envp));
    point(plan, at + (uint32_t)offsetof(struct plan_monitor, revive_socket), place_text(plan, socket));
    return at;
}

static void make_plan(struct builder *plan, const struct box *box, const struct box_options *options)
{
    uint64_t arguments[11] = {[4] = SIGCHLD}; /* struct clone_args: exit_signal */
    uint32_t at = place(plan, arguments, sizeof arguments);
    struct plan_step *clone = add2(plan, PLAN_CLONE, data(at), value(sizeof arguments));
    clone->result = PID;
    for (uint64_t fd = CHILD_INPUT; fd <= CHILD_ERROR; fd++)
        call(plan, SYS_close, value(fd), value(0), value(0));
    for (int fd = INPUT; fd < PLACED; fd++)
        load_number(plan, (uint8_t)fd, (uint64_t)fd);
    call(plan, SYS_pidfd_open, in(PID), value(0), value(0))->result = PIDFD;
    add2(plan, PLAN_REPORT, value(PLAN_CREATED), in(PID));
    add1(plan, PLAN_AWAIT_EXEC, value(DEADLINE_MILLIS));
    add2(plan, PLAN_REPORT, value(PLAN_STARTED), value(0));
    add1(plan, PLAN_MONITOR, data(place_monitor(plan, box, options)));
    clone->target = plan->step_count;
    child_part(plan, options);
    if (options->clean_up == NULL)
        return;
    plan->cleanup = plan->step_count;
    at = place_text(plan, options->clean_up);
    call4(plan, SYS_openat, in(DIRECTORY), data(at), value(O_CREAT | O_WRONLY), value(0600));
    add1(plan, PLAN_END, value(0));
}

static int listen_at(const char *directory)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s/monitor.sock", directory);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT(bind(fd, (struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 8) == 0);
    return fd;
}

static void make_streams(const struct box_options *options, int fds[PLACED])
{
    if (options->terminal) {
        EXPECT(openpty(&fds[INPUT], &fds[CHILD_INPUT], NULL, NULL, NULL) == 0);
        fds[CHILD_OUTPUT] = dup(fds[CHILD_INPUT]);
        fds[CHILD_ERROR] = dup(fds[CHILD_INPUT]);
        return;
    }
    for (int i = 0; i < 3; i++) {
        int ends[2];
        EXPECT(pipe(ends) == 0);
        fds[CHILD_INPUT + i] = ends[i == 0 ? 0 : 1];
        fds[INPUT + i] = ends[i == 0 ? 1 : 0];
    }
}

static int make_pair(int *ours)
{
    int ends[2];
    EXPECT(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    *ours = ends[0];
    return ends[1];
}

static int open_lock(const struct box *box)
{
    char path[128];
    snprintf(path, sizeof path, "%s/engine.lock", box->path);
    return open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

static void place_fds(struct box *box, const struct box_options *options, int fds[PLACED])
{
    for (int i = 0; i < PLACED; i++)
        fds[i] = -1;
    make_streams(options, fds);
    fds[CONTROL_FD] = make_pair(&box->control);
    fds[DIRECTORY] = dup(options->state_directory > 0 ? options->state_directory : box->directory);
    fds[LOG_DIRECTORY] = dup(options->log_directory > 0 ? options->log_directory : box->directory);
    fds[LISTENER] = listen_at(box->path);
    if (options->client_flags != 0)
        fds[CLIENT] = make_pair(&box->client);
    fds[LOCK] = open_lock(box);
}

static void await_start(struct box *box)
{
    struct frame frame;
    struct wire_milestone milestone;
    peer_expect(box->control, WIRE_HELLO, NULL);
    peer_expect(box->control, WIRE_MILESTONE, &frame);
    memcpy(&milestone, frame.payload, sizeof milestone);
    box->init = (int)milestone.value;
    peer_expect(box->control, WIRE_MILESTONE, NULL);
}

void box_start(struct box *box, const struct box_options *options)
{
    static struct builder plan;
    int fds[PLACED];
    size_t size;
    *box = (struct box){.client = -1, .path = "/tmp/hako-monitor-XXXXXX"};
    EXPECT(mkdtemp(box->path) != NULL);
    box->directory = open(box->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    memset(&plan, 0, sizeof plan);
    make_plan(&plan, box, options);
    place_fds(box, options, fds);
    void *bytes = encode(&plan, &size);
    fds[PLAN_FD] = memory_file(bytes, size);
    free(bytes);
    box->pid = launch_start("run", fds, PLACED);
    for (int i = 0; i < PLACED; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    box->lock = open_lock(box);
    await_start(box);
}

int box_attach(struct box *box, uint32_t flags, const char *detach_keys, struct wire_attached *terms)
{
    struct frame frame;
    struct wire_attach how = {.flags = flags, .detach_size = (uint32_t)strlen(detach_keys)};
    int client;
    int theirs = make_pair(&client);
    memcpy(how.detach_keys, detach_keys, how.detach_size);
    peer_send(box->control, WIRE_ATTACH, &how, sizeof how, theirs);
    close(theirs);
    peer_expect(client, WIRE_ATTACHED, &frame);
    if (terms != NULL)
        memcpy(terms, frame.payload, sizeof *terms);
    return client;
}

int box_connect(struct box *box, struct wire_hello *hello)
{
    struct frame frame;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s/monitor.sock", box->path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT(connect(fd, (struct sockaddr *)&address, sizeof address) == 0);
    peer_expect(fd, WIRE_HELLO, &frame);
    if (hello != NULL)
        memcpy(hello, frame.payload, sizeof *hello);
    return fd;
}

int box_exited(struct box *box)
{
    struct frame frame;
    struct wire_exited exited = {0};
    peer_expect(box->control, WIRE_EXITED, &frame);
    memcpy(&exited, frame.payload, sizeof exited);
    return (int)exited.status;
}

static int remove_entry(const char *path, const struct stat *stat, int type, struct FTW *walk)
{
    (void)stat, (void)type, (void)walk;
    return remove(path);
}

void box_end(struct box *box)
{
    int status = -1;
    close(box->control);
    int ended = WITHIN_DEADLINE(wait4(box->pid, &status, WNOHANG, &box->used) != 0);
    EXPECT(ended);
    if (!ended) {
        kill(box->pid, SIGKILL);
        kill(box->init, SIGKILL);
        wait4(box->pid, &status, 0, &box->used);
    }
    box->code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    EXPECT_EQUAL(box->code, 0);
    close(box->directory);
    close(box->lock);
    if (box->client >= 0)
        close(box->client);
    nftw(box->path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

long box_read(const struct box *box, const char *name, char *text, size_t capacity)
{
    int fd = openat(box->directory, name, O_RDONLY | O_CLOEXEC);
    text[0] = '\0';
    if (fd < 0)
        return -1;
    ssize_t size = read(fd, text, capacity - 1);
    close(fd);
    text[size < 0 ? 0 : size] = '\0';
    return size;
}

int make_small_disk(void)
{
    int context = fsopen("tmpfs", 0);
    if (context < 0)
        return -1;
    fsconfig(context, FSCONFIG_SET_STRING, "size", "64k", 0);
    fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0);
    int disk = fsmount(context, FSMOUNT_CLOEXEC, 0);
    close(context);
    return disk;
}

const char *lacks_clone_or_mount(void)
{
    const char *lacking = lacks_clone();
    if (lacking != NULL)
        return lacking;
    int context = fsopen("tmpfs", 0);
    if (context < 0)
        return "needs root: to mount a small disk";
    close(context);
    return NULL;
}
