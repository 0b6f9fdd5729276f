/* user.c: see user.h. */
#define _GNU_SOURCE
#include "user.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static void path_in(const struct user *user, const char *name, char path[128])
{
    snprintf(path, 128, "%s/%s", user->path, name);
}

static void make_directory(const struct user *user, const char *name)
{
    char path[128];
    path_in(user, name, path);
    EXPECT(mkdir(path, 0755) == 0);
}

static void make_file(const struct user *user, const char *name, const char *text)
{
    char path[128];
    path_in(user, name, path);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    EXPECT(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
}

static void copy_program(const struct user *user, const char *from, const char *name)
{
    char path[128];
    path_in(user, name, path);
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
    while (sendfile(out, in, NULL, 1 << 20) > 0)
        continue;
    close(in);
    close(out);
}

/* The fake engine (fake_engine.c) is this test program under the name of Java. */
static void install(struct user *user)
{
    char jdk[128];
    make_directory(user, "bin");
    make_directory(user, "lib");
    make_directory(user, "lib/hako");
    make_directory(user, "jdk");
    make_directory(user, "jdk/bin");
    path_in(user, "jdk\n", jdk);
    make_file(user, "lib/hako/java-home", jdk);
    make_file(user, "lib/hako/build-id", BUILD_ID "\n");
    make_file(user, "lib/hako/engine.args", "# for the test\n  -Xone  \n\n-Xtwo");
    make_file(user, "lib/hako/b.jar", "");
    make_file(user, "lib/hako/a.jar", "");
    copy_program(user, getenv("LAUNCHER"), "bin/hako");
    copy_program(user, "/proc/self/exe", "jdk/bin/java");
}

static int listen_at(const struct user *user)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s/run/engine.sock", user->path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT(bind(fd, (struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 8) == 0);
    return fd;
}

void user_begin(struct user *user, int engine)
{
    char run[128];
    *user = (struct user){
        .path = "/tmp/hako-client-XXXXXX", .listener = -1, .argv = {"hako", "word"}, .stdio = {-1, -1, -1},
    };
    EXPECT(mkdtemp(user->path) != NULL && chmod(user->path, 0755) == 0);
    install(user);
    path_in(user, "run", run);
    if (!engine)
        return;
    EXPECT(mkdir(run, 0700) == 0);
    user->listener = listen_at(user);
}

void user_replace_engine(struct user *user)
{
    char socket[128];
    path_in(user, "run/engine.sock", socket);
    close(user->listener);
    EXPECT(unlink(socket) == 0);
    user->listener = listen_at(user);
}

void user_pipes(struct user *user, int ends[3])
{
    for (int i = 0; i < 3; i++) {
        int pair[2];
        EXPECT(pipe2(pair, O_CLOEXEC) == 0);
        user->stdio[i] = pair[i == 0 ? 0 : 1];
        ends[i] = pair[i == 0 ? 1 : 0];
    }
}

_Noreturn void user_exec(const struct user *user)
{
    char program[128], run[160], home[160];
    const char *runner = getenv("RUNNER");
    const char *envp[MAX_ARGUMENTS + 3] = {run, home}, *argv[MAX_ARGUMENTS + 4] = {NULL};
    int emulated = runner != NULL && *runner != '\0';
    for (int i = 0; user->environment[i] != NULL; i++)
        envp[2 + i] = user->environment[i];
    for (int i = 0; user->argv[i] != NULL; i++)
        argv[emulated ? 3 + i : i] = user->argv[i];
    if (emulated)
        memcpy(argv, (const char *[]){runner, "-0", "hako", program}, 4 * sizeof *argv);
    path_in(user, "bin/hako", program);
    snprintf(run, sizeof run, "HAKO_RUN=%s/run", user->path);
    if (user->run != NULL)
        snprintf(run, sizeof run, "HAKO_RUN=%s", user->run);
    if (user->run != NULL && chdir(user->path) != 0)
        _exit(97);
    snprintf(home, sizeof home, "HOME=%s", user->path);
    for (int i = 0; i < 3; i++) {
        int fd = user->stdio[i] >= 0 ? user->stdio[i] : open("/dev/null", O_RDWR | O_CLOEXEC);
        dup2(fd, i);
    }
    if (user->uid != 0 && setresuid(user->uid, user->uid, user->uid) != 0)
        _exit(98);
    execve(emulated ? runner : program, (char **)argv, (char **)envp);
    _exit(99);
}

void user_run(struct user *user)
{
    user->client = fork();
    if (user->client == 0) {
        /* A shell's job in the background ignores it, and would pass that on. */
        signal(SIGINT, SIG_DFL);
        user_exec(user);
    }
    for (int i = 0; i < 3; i++)
        if (user->stdio[i] >= 0)
            close(user->stdio[i]);
}

int user_accept(struct user *user, struct frame *request)
{
    EXPECT(ready(user->listener, 1));
    int engine = accept4(user->listener, NULL, NULL, SOCK_CLOEXEC);
    peer_expect(engine, WIRE_REQUEST, request);
    return engine;
}

int user_wait(struct user *user)
{
    int status = 0;
    if (!WITHIN_DEADLINE(waitpid(user->client, &status, WNOHANG) == user->client)) {
        EXPECT(!"the client ends");
        kill(user->client, SIGKILL);
        waitpid(user->client, &status, 0);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int remove_entry(const char *path, const struct stat *stat, int type, struct FTW *walk)
{
    (void)stat, (void)type, (void)walk;
    return remove(path);
}

void user_end(struct user *user)
{
    if (user->listener >= 0)
        close(user->listener);
    nftw(user->path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

long user_read(const struct user *user, const char *name, char *text, size_t capacity)
{
    char path[128];
    path_in(user, name, path);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    text[0] = '\0';
    if (fd < 0)
        return -1;
    ssize_t size = read(fd, text, capacity - 1);
    close(fd);
    text[size < 0 ? 0 : size] = '\0';
    return size;
}
