/* spawn.c: see spawn.h. */
#include "spawn.h"

#include "deadline.h"
#include "own_fd.h"
#include "sys.h"
#include "text.h"

#define SIGNALS 64
#define SIG_SETMASK 2
#define SEEK_SET 0

/* A program on its way. Descriptors are close-on-exec and above the three that it is given. */
struct program {
    int input;       /* what it reads, in a memfd */
    int errors[2];   /* a pipe: its standard error */
    int outcome[2];  /* a pipe: the errno of execve, or nothing */
    int pid;
    int pidfd;
};

static int open_pipe(int ends[2])
{
    int low[2];
    int error = (int)sys_pipe2(low, O_CLOEXEC);
    if (error < 0)
        return error;
    ends[0] = own_fd(low[0]);
    ends[1] = own_fd(low[1]);
    return ends[0] < 0 ? ends[0] : ends[1] < 0 ? ends[1] : 0;
}

static int open_input(struct program *program, const char *bytes, size_t size)
{
    int fd = (int)sys_memfd_create("input", MFD_CLOEXEC);
    if (fd < 0)
        return fd;
    program->input = own_fd(fd);
    if (program->input < 0)
        return program->input;
    for (size_t done = 0; done < size;) {
        int64_t written = sys_write(program->input, bytes + done, size - done);
        if (written < 0)
            return (int)written;
        done += (size_t)written;
    }
    return (int)sys_lseek(program->input, 0, SEEK_SET);
}

static void close_program(struct program *program)
{
    int *const fds[] = {&program->input, &program->errors[0], &program->errors[1],
                        &program->outcome[0], &program->outcome[1], &program->pidfd};
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++)
        own_fd_close(fds[i]);
}

static void reset_signals(void)
{
    const struct sys_sigaction ignore_nothing = {0};
    const uint64_t nothing = 0;
    for (int signal = 1; signal <= SIGNALS; signal++)
        sys_sigaction(signal, &ignore_nothing);
    sys_sigprocmask(SIG_SETMASK, &nothing);
}

static void place_descriptors(const struct program *program)
{
    sys_dup3(program->input, 0, 0);
    sys_dup3(program->errors[1], 2, 0);
    int64_t null = sys_openat(AT_FDCWD, "/dev/null", O_WRONLY | O_CLOEXEC, 0);
    if (null < 0)
        sys_close(1);
    else if (null != 1)
        sys_dup3((int)null, 1, 0);
    else
        sys_fcntl(1, F_SETFD, 0);
}

_Noreturn static void become(const struct plan_spawn *spawn, const struct program *program)
{
    sys_setpgid(0, 0);
    reset_signals();
    place_descriptors(program);
    int64_t error = sys_close_range(3, ~0u, CLOSE_RANGE_CLOEXEC);
    if (error == 0)
        error = sys_execve((const char *)spawn->path, (char *const *)spawn->argv, (char *const *)spawn->envp);
    int told = (int)error;
    sys_write(program->outcome[1], &told, sizeof told);
    sys_exit(127);
}

static int start(const struct plan_spawn *spawn, struct program *program)
{
    int error = open_input(program, (const char *)spawn->input, spawn->input_size);
    if (error == 0)
        error = open_pipe(program->errors);
    if (error == 0)
        error = open_pipe(program->outcome);
    if (error < 0)
        return error;
    program->pid = (int)sys_fork();
    if (program->pid == 0)
        become(spawn, program);
    if (program->pid < 0)
        return program->pid;
    sys_setpgid(program->pid, program->pid);
    own_fd_close(&program->errors[1]);
    own_fd_close(&program->outcome[1]);
    program->pidfd = (int)sys_pidfd_open(program->pid, 0);
    return program->pidfd < 0 ? program->pidfd : 0;
}

/* Keeps the last RUN_MAX_TEXT bytes. */
static void keep_end(struct failure *failure, const char *bytes, uint32_t size)
{
    uint32_t kept = failure->head.text_size;
    if (kept > RUN_MAX_TEXT - size) {
        uint32_t excess = kept - (RUN_MAX_TEXT - size);
        kept -= excess;
        memmove(failure->text, failure->text + excess, kept);
    }
    memcpy(failure->text + kept, bytes, size);
    failure->head.text_size = kept + size;
}

/* Reads standard error until the program has ended: 0 or -errno. */
static int attend(const struct program *program, int64_t deadline, struct failure *failure)
{
    struct pollfd fds[] = {{.fd = program->errors[0], .events = POLLIN}, {.fd = program->pidfd, .events = POLLIN}};
    for (;;) {
        int64_t ready = deadline_poll(fds, 2, deadline);
        if (ready <= 0)
            return ready == 0 ? -ETIMEDOUT : (int)ready;
        if (fds[0].revents == 0)
            return 0;
        char bytes[RUN_MAX_TEXT / 4];
        int64_t size = sys_read(program->errors[0], bytes, sizeof bytes);
        if (size > 0)
            keep_end(failure, bytes, (uint32_t)size);
        else if (size != -EINTR)
            fds[0].fd = -1;
    }
}

/* Ends the program if it has not ended, and takes its status and what became of execve. */
static int finish(struct program *program, int error, struct failure *failure)
{
    int status = 0;
    int exec_error = 0;
    if (program->pid <= 0)
        return error;
    if (error < 0)
        sys_kill(-program->pid, SIGKILL);
    while (sys_wait4(program->pid, &status, 0) == -EINTR)
        ;
    failure->head.status = (uint32_t)status;
    if (error < 0)
        return error;
    if (sys_read(program->outcome[0], &exec_error, sizeof exec_error) == sizeof exec_error)
        return exec_error;
    return status == 0 ? 0 : -ECHILD;
}

int spawn_run(const struct plan_spawn *spawn, struct failure *failure)
{
    struct program program = {.input = -1, .errors = {-1, -1}, .outcome = {-1, -1}, .pidfd = -1};
    int64_t deadline = deadline_in(spawn->timeout_millis);
    failure->head = (struct wire_failed){0};
    int error = start(spawn, &program);
    if (error == 0)
        error = attend(&program, deadline, failure);
    error = finish(&program, error, failure);
    close_program(&program);
    return error;
}
