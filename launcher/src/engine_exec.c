/* engine_exec.c: shedding what a process has inherited before it becomes an engine. */
#include "engine_exec.h"

#include <linux/resource.h>

#include "calls.h"
#include "text.h"

#define LOG_NAME "engine.log"
#define LOG_MAX_BYTES (1 << 20)
#define MAX_SIGNAL 64
#define MAX_PATH 4096u
#define SAFE_FD 100 /* above any descriptor given a fixed number */

int64_t engine_log_open(const char *socket_path)
{
    char path[MAX_PATH], older[MAX_PATH];
    size_t directory = (size_t)(text_last_part(socket_path) - socket_path);
    if (directory + sizeof LOG_NAME ".1" > MAX_PATH)
        return -ENAMETOOLONG;
    memcpy(path, socket_path, directory);
    memcpy(path + directory, LOG_NAME, sizeof LOG_NAME);
    memcpy(older, path, directory);
    memcpy(older + directory, LOG_NAME ".1", sizeof LOG_NAME ".1");
    struct statx stat;
    if (sys_statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_SIZE, &stat) == 0 && stat.stx_size >= LOG_MAX_BYTES)
        sys_renameat(AT_FDCWD, path, AT_FDCWD, older);
    return sys_openat(AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
}

static int64_t move_up(int fd)
{
    return sys_fcntl(fd, F_DUPFD_CLOEXEC, SAFE_FD);
}

int64_t engine_detach(int lock, int listener, int log)
{
    static const struct rlimit64 no_core = {0, 0};
    int64_t null = sys_openat(AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC, 0);
    if (null < 0)
        return null;
    int64_t from[5] = {move_up((int)null), move_up(log < 0 ? (int)null : log), 0, move_up(lock), move_up(listener)};
    from[2] = from[1];
    for (int fd = 0; fd < 5; fd++) {
        int64_t result = from[fd] < 0 ? from[fd] : sys_dup3((int)from[fd], fd, 0);
        if (result < 0)
            return result;
    }
    sys_close_range(ENGINE_LISTEN_FD + 1, ~0u, CLOSE_RANGE_CLOEXEC);
    sys_setsid();
    sys_umask(022);
    sys_call6(__NR_prlimit64, 0, RLIMIT_CORE, sys_address(&no_core), 0, 0, 0);
    return sys_chdir("/");
}

int64_t engine_exec(char *const *argv, char *const *envp)
{
    static const struct sys_sigaction by_default;
    static const uint64_t none;
    for (int signal = 1; signal <= MAX_SIGNAL; signal++)
        sys_sigaction(signal, &by_default);
    sys_sigprocmask(SIG_SETMASK, &none);
    return sys_execve(argv[0], argv, envp);
}
