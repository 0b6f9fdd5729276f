/* revival.c: lock, listen, fork twice, exec. */
#include "revival.h"

#include "calls.h"
#include "engine_exec.h"
#include "engine_socket.h"
#include "text.h"

#define FIRST_PAUSE 500
#define LONGEST_WAIT 5000 /* while somebody else has the lock */
#define LONGEST_PAUSE 300000 /* between engines that do not come up */

void revival_rest(struct revival *revival)
{
    revival->next = revival->pause = 0;
}

/* A lock belongs to an open file, and the descriptor we hold may share its own with an engine: open it again. */
static int64_t take_lock(const struct revival *revival)
{
    char path[40];
    size_t size = text_append(path, sizeof path, 0, "/proc/self/fd/");
    size = text_append_decimal(path, sizeof path, size, (uint64_t)revival->lock);
    path[size] = '\0';
    int64_t fd = sys_openat(AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
    if (fd < 0)
        return fd;
    int64_t result = sys_flock((int)fd, LOCK_EX | LOCK_NB);
    if (result < 0)
        sys_close((int)fd);
    return result < 0 ? result : fd;
}

_Noreturn static void become_engine(const struct revival *revival, int lock, int listener)
{
    if (sys_fork() != 0)
        sys_exit(0);
    int64_t log = engine_log_open(revival->socket);
    if (engine_detach(lock, listener, (int)log) == 0)
        engine_exec(revival->argv, revival->envp);
    sys_exit(127);
}

static void start(const struct revival *revival, int lock)
{
    int64_t listener = engine_socket_listen(revival->socket);
    if (listener < 0)
        return;
    int64_t child = sys_fork();
    if (child == 0)
        become_engine(revival, lock, (int)listener);
    if (child > 0)
        while (sys_wait4((int)child, 0, 0) == -EINTR)
            continue;
    sys_close((int)listener);
}

static int64_t at_most(int64_t value, int64_t limit)
{
    return value < limit ? value : limit;
}

int64_t revival_try(struct revival *revival, int64_t now)
{
    if (now < revival->next)
        return revival->next;
    int64_t lock = take_lock(revival);
    revival->pause = revival->pause == 0 ? FIRST_PAUSE : revival->pause * 2;
    if (lock < 0) {
        revival->pause = at_most(revival->pause, LONGEST_WAIT);
    } else {
        start(revival, (int)lock);
        sys_close((int)lock);
        revival->pause = at_most(revival->pause, LONGEST_PAUSE);
    }
    revival->next = now + revival->pause;
    return revival->next;
}
