/*
 * fake_engine.c: stands where the client expects Java, and notes how it was started. It answers as
 * many requests as FAKE_ANSWERS says with exit code 42, ends before it answers for none, and with
 * FAKE_MONITOR leaves a process that lends its namespaces as a monitor does.
 */
#define _GNU_SOURCE
#include "groups.h"

#include "peer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define LISTEN_FD 4

static const char *home(void)
{
    return getenv("HOME");
}

static void note(FILE *file, const char *what, const char *path)
{
    char text[256] = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0 && read(fd, text, sizeof text - 1) >= 0)
        fprintf(file, "%s=%s", what, text);
    close(fd);
}

/* One line for each thing that a test may want to know. */
static void leave_notes(int argc, char **argv, char **envp)
{
    char path[128], lock[128], link[128] = {0}, cwd[128] = {0};
    snprintf(path, sizeof path, "%s/run/notes", home());
    snprintf(lock, sizeof lock, "%s/run/engine.lock", home());
    FILE *file = fopen(path, "ae");
    for (int i = 1; i < argc; i++)
        fprintf(file, "argument=%s\n", argv[i]);
    for (; *envp != NULL; envp++)
        fprintf(file, "environment=%s\n", *envp);
    int other = open(lock, O_RDWR | O_CLOEXEC);
    fprintf(file, "locked=%d\n", flock(other, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK);
    fprintf(file, "session=%d\n", getsid(0) == getpid());
    fprintf(file, "cwd=%s\n", getcwd(cwd, sizeof cwd));
    fprintf(file, "uid=%d\n", (int)getuid());
    if (readlink("/proc/self/ns/user", link, sizeof link - 1) > 0)
        fprintf(file, "namespace=%s\n", link);
    note(file, "map", "/proc/self/uid_map");
    fclose(file);
    close(other);
}

static int listen_as_monitor(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    mkdir("run/containers", 0700);
    mkdir("run/containers/one", 0700);
    strcpy(address.sun_path, "run/containers/one/monitor.sock");
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return bind(fd, (struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 8) == 0 ? fd : -1;
}

static void lend_namespaces(int connection)
{
    struct frame frame;
    struct wire_hello hello = {.version = WIRE_VERSION};
    struct wire_frame header = {.type = WIRE_NAMESPACE_FDS};
    int fds[2] = {open("/proc/self/ns/user", O_RDONLY), open("/proc/self/ns/mnt", O_RDONLY)};
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof fds)] = {0};
    struct iovec part = {&header, sizeof header};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control,
    };
    *CMSG_FIRSTHDR(&message) = (struct cmsghdr){CMSG_LEN(sizeof fds), SOL_SOCKET, SCM_RIGHTS};
    memcpy(CMSG_DATA(CMSG_FIRSTHDR(&message)), fds, sizeof fds);
    peer_send(connection, WIRE_HELLO, &hello, sizeof hello, -1);
    if (peer_await(connection, WIRE_NAMESPACES, &frame))
        sendmsg(connection, &message, MSG_NOSIGNAL);
}

/* Lends once, in a process of its own that has none of the engine's descriptors. */
static void leave_monitor(void)
{
    int listener = listen_as_monitor();
    if (listener < 0 || fork() != 0)
        return;
    setsid();
    close(3);
    close(LISTEN_FD);
    if (ready(listener, 1))
        lend_namespaces(accept(listener, NULL, NULL));
    _exit(0);
}

static void answer(int connection, const struct frame *request, const char *how)
{
    struct wire_request head;
    memcpy(&head, request->payload, sizeof head);
    if (*how == 's') {
        peer_send(connection, WIRE_STALE, NULL, 0, -1);
        return;
    }
    peer_send(connection, WIRE_STDOUT, "fake\n", 5, -1);
    peer_send_number(connection, WIRE_EXIT, 42);
}

/* FAKE_ANSWERS: a letter for each request; s: that we are stale, which ends us as well. */
int fake_engine(int argc, char **argv, char **envp)
{
    static struct frame request;
    const char *answers = getenv("HAKO_FAKE_ANSWERS") != NULL ? getenv("HAKO_FAKE_ANSWERS") : "";
    char stale[128];
    snprintf(stale, sizeof stale, "%s/run/was-stale", home());
    leave_notes(argc, argv, envp);
    if (getenv("HAKO_FAKE_MONITOR") != NULL && chdir(home()) == 0)
        leave_monitor();
    if (*answers == 's' && open(stale, O_CREAT | O_EXCL, 0600) < 0)
        answers++;
    if (*answers == '\0')
        fprintf(stderr, "the last words of an engine\n");
    for (; *answers != '\0' && ready(LISTEN_FD, 1); answers++) {
        int connection = accept(LISTEN_FD, NULL, NULL);
        if (peer_receive(connection, &request) == WIRE_REQUEST)
            answer(connection, &request, answers);
        close(connection);
        if (*answers == 's')
            break;
    }
    return strcmp(argv[argc - 1], "in-foreground") == 0 ? 17 : 0;
}
