/* engine_start.c: connect, or lock, listen, fork and exec; and the words when that does not work out. */
#include "engine_start.h"

#include "calls.h"
#include "deadline.h"
#include "engine_exec.h"
#include "engine_socket.h"
#include "errors.h"
#include "files.h"
#include "java_command.h"
#include "text.h"
#include "user_namespace.h"

#define PATIENCE_MILLIS 30000
#define SHORTEST_NAP 5
#define LONGEST_NAP 100
#define SHOWN_OF_LOG 2000
#define READY 0

/* The lock, or -EAGAIN when somebody else has it. */
static int64_t take_lock(const struct places *places)
{
    const char *path = files_join(places->run, "/engine.lock", (char *)0);
    int64_t fd = sys_openat(AT_FDCWD, path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        errors_fail("cannot open lock \"", path, "\": ", errors_text(fd), (char *)0);
    int64_t result = sys_flock((int)fd, LOCK_EX | LOCK_NB);
    if (result < 0)
        sys_close((int)fd);
    return result < 0 ? -EAGAIN : fd;
}

static void check_peer(const struct places *places, int socket)
{
    int64_t uid = sys_peer_uid(socket);
    if (uid != places->uid && uid != 0)
        errors_fail("cannot trust engine at \"", places->socket, "\": it belongs to another user", (char *)0);
}

/* In a child: becomes the engine. Over `status` it tells READY before it execs, and an errno when that fails. */
_Noreturn static void become_engine(const struct places *places, int lock, int listener, int log, int status)
{
    static char *const arguments[] = {"engine", "--auto", "--lock-fd", "3", "--listen-fd", "4", 0};
    struct java_command command;
    java_command_make(&command, places, arguments);
    java_command_clean_environment(&command, places);
    if (places->uid != 0)
        java_command_note_id_mapping(&command, user_namespace_enter(places));
    int64_t result = READY;
    sys_write(status, &result, sizeof result);
    result = engine_detach(lock, listener, log);
    if (result == 0)
        result = engine_exec(command.argv, command.envp);
    sys_write(status, &result, sizeof result);
    sys_exit(ERRORS_CODE);
}

/* Waits until the child has exec'd. One that ends before it is ready has said why. */
static void await_exec(int status)
{
    static const struct sys_sigaction forget = {.handler = 1};
    int64_t result;
    if (sys_read(status, &result, sizeof result) != sizeof result)
        sys_exit(ERRORS_CODE);
    if (sys_read(status, &result, sizeof result) == sizeof result)
        errors_fail("cannot start engine: java cannot be executed: ", errors_text(result), (char *)0);
    sys_close(status);
    sys_sigaction(SIGCHLD, &forget); /* an engine that ends while we are attached is nobody's zombie */
}

static void start(const struct places *places, struct engine *engine, int lock)
{
    int status_pipe[2];
    int64_t listener = engine_socket_listen(places->socket);
    if (listener < 0)
        errors_fail("cannot listen at \"", places->socket, "\": ", errors_text(listener), (char *)0);
    int64_t log = engine_log_open(places->socket);
    engine->started = 1;
    engine->log_size = log < 0 ? 0 : sys_lseek((int)log, 0, SEEK_END);
    int64_t child = sys_pipe2(status_pipe, O_CLOEXEC);
    if (child == 0)
        child = sys_fork();
    if (child < 0)
        errors_fail("cannot start engine: ", errors_text(child), (char *)0);
    if (child == 0)
        become_engine(places, lock, (int)listener, (int)log, status_pipe[1]);
    sys_close(status_pipe[1]);
    sys_close((int)listener);
    sys_close((int)log);
    await_exec(status_pipe[0]);
}

static int nobody_listens(int64_t error)
{
    return error == -ENOENT || error == -ECONNREFUSED;
}

static int64_t nap_after(int64_t nap)
{
    deadline_nap(nap);
    return nap * 2 < LONGEST_NAP ? nap * 2 : LONGEST_NAP;
}

static struct engine_mark look(const struct places *places)
{
    struct statx stat = {0};
    sys_statx(AT_FDCWD, places->socket, AT_SYMLINK_NOFOLLOW, STATX_INO | STATX_CTIME, &stat);
    return (struct engine_mark){stat.stx_ino, stat.stx_ctime.tv_sec, stat.stx_ctime.tv_nsec};
}

static int is_same(struct engine_mark one, struct engine_mark other)
{
    return one.inode == other.inode && one.seconds == other.seconds && one.nanoseconds == other.nanoseconds;
}

/* The mark is taken first: it may be an earlier engine's, and then nobody waits for this one to end. */
static int64_t connect_to(const struct places *places, struct engine *engine)
{
    engine->mark = look(places);
    return engine_socket_connect(places->socket);
}

void engine_reach(const struct places *places, struct engine *engine)
{
    int64_t nap = SHORTEST_NAP, socket;
    int64_t deadline = deadline_in(PATIENCE_MILLIS);
    engine->started = 0;
    while (nobody_listens(socket = connect_to(places, engine))) {
        if (sys_monotonic_millis() > deadline)
            errors_fail("cannot reach engine at \"", places->socket, "\": ", errors_text(socket),
                        ", though somebody holds its lock; hint: wait, or end that process (see fuser ",
                        places->run, "/engine.lock)", (char *)0);
        places_make_run(places);
        int64_t lock = take_lock(places);
        if (lock >= 0) {
            start(places, engine, (int)lock);
            sys_close((int)lock);
        } else {
            nap = nap_after(nap);
        }
    }
    if (socket < 0)
        errors_fail("cannot connect to engine at \"", places->socket, "\": ", errors_text(socket), (char *)0);
    engine->socket = (int)socket;
    check_peer(places, engine->socket);
}

void engine_await_end(const struct places *places, const struct engine *engine)
{
    int64_t nap = SHORTEST_NAP, lock;
    int64_t deadline = deadline_in(PATIENCE_MILLIS);
    while ((lock = take_lock(places)) < 0 && is_same(engine->mark, look(places)) && sys_monotonic_millis() < deadline)
        nap = nap_after(nap);
    if (lock >= 0)
        sys_close((int)lock);
}

/* Copies the end of what the engine has written since we started it. */
static void show_log(const char *path, int64_t from)
{
    char end[SHOWN_OF_LOG];
    int64_t fd = sys_openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    if (fd < 0)
        return;
    int64_t size = sys_lseek((int)fd, 0, SEEK_END);
    if (size - from > SHOWN_OF_LOG)
        from = size - SHOWN_OF_LOG;
    sys_lseek((int)fd, from, SEEK_SET);
    int64_t got = sys_read((int)fd, end, sizeof end);
    if (got > 0)
        sys_write(2, end, (size_t)got);
    sys_close((int)fd);
}

void engine_say_why(const struct places *places, const struct engine *engine)
{
    const char *log = files_join(places->run, "/engine.log", (char *)0);
    if (engine->started) {
        show_log(log, engine->log_size);
        errors_say("the engine did not start: it ended before it answered; hint: see \"", log, "\"", (char *)0);
    } else {
        errors_say("the engine ended before it answered; hint: see \"", log, "\", and try again", (char *)0);
    }
}

_Noreturn static void execute(const struct java_command *command)
{
    int64_t result = sys_execve(command->argv[0], command->argv, command->envp);
    errors_fail("cannot start engine: \"", command->argv[0], "\": ", errors_text(result), (char *)0);
}

_Noreturn void engine_run_in_foreground(const struct places *places, char **arguments)
{
    struct java_command command;
    places_make_run(places);
    java_command_make(&command, places, arguments);
    java_command_keep_environment(&command, places);
    if (places->uid != 0)
        java_command_note_id_mapping(&command, user_namespace_enter(places));
    execute(&command);
}

_Noreturn void engine_run_beside(const struct places *places, char **arguments)
{
    struct java_command command;
    java_command_make(&command, places, arguments);
    java_command_keep_environment(&command, places);
    execute(&command);
}
