/*
 * subject.c: the one program in the root file system of the contract's containers. Its first
 * argument says what to do or to find out; what it finds goes to standard output.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int trapped_code;

struct question {
    const char *name;
    int words; /* that must follow it */
    int (*answer)(char **words);
};

static int outcome(int result)
{
    printf("%s\n", result < 0 ? strerrorname_np(errno) : "done");
    return result < 0;
}

_Noreturn static void wait_forever(void)
{
    for (;;)
        pause();
}

static int succeed(char **words)
{
    (void)words;
    return 0;
}

static int end(char **words)
{
    return atoi(words[0]);
}

static int say(char **words)
{
    puts(words[0]);
    return 0;
}

static int warn(char **words)
{
    fprintf(stderr, "%s\n", words[0]);
    return 0;
}

static int copy(int from)
{
    char bytes[65536];
    ssize_t count;
    while ((count = read(from, bytes, sizeof bytes)) > 0)
        for (ssize_t done = 0; done < count;) {
            ssize_t some = write(1, bytes + done, (size_t)(count - done));
            if (some < 0)
                return 1;
            done += some;
        }
    return count < 0;
}

static int echo(char **words)
{
    (void)words;
    return copy(0);
}

static int stay(char **words)
{
    (void)words;
    puts("ready");
    wait_forever();
}

static void leave(int signal)
{
    (void)signal;
    _exit(trapped_code);
}

/* SIGNAL CODE */
static int trap(char **words)
{
    struct sigaction action = {.sa_handler = leave};
    trapped_code = atoi(words[1]);
    sigaction(atoi(words[0]), &action, NULL);
    return stay(words);
}

static int crash(char **words)
{
    (void)words;
    return *(volatile int *)16;
}

static void show_size(int signal)
{
    struct winsize size = {0};
    ioctl(0, TIOCGWINSZ, &size);
    dprintf(1, "%u %u\n", size.ws_row, size.ws_col);
    if (signal)
        _exit(0);
}

/* The terminal's size, and again when it changes. */
static int window(char **words)
{
    struct sigaction action = {.sa_handler = show_size};
    (void)words;
    sigaction(SIGWINCH, &action, NULL);
    show_size(0);
    wait_forever();
}

static int terminals(char **words)
{
    (void)words;
    printf("%d%d%d %s\n", isatty(0), isatty(1), isatty(2), isatty(0) ? ttyname(0) : "none");
    return 0;
}

static int environment(char **words)
{
    (void)words;
    for (char **entry = environ; *entry; entry++)
        puts(*entry);
    return 0;
}

static int identity(char **words)
{
    gid_t groups[64];
    int count = getgroups(64, groups);
    (void)words;
    printf("%u %u", getuid(), getgid());
    for (int i = 0; i < count; i++)
        printf(" %u", groups[i]);
    puts("");
    return 0;
}

static int directory(char **words)
{
    char path[4096];
    (void)words;
    puts(getcwd(path, sizeof path) ? path : strerrorname_np(errno));
    return 0;
}

static int host_name(char **words)
{
    char name[65];
    (void)words;
    gethostname(name, sizeof name);
    puts(name);
    return 0;
}

static int process(char **words)
{
    (void)words;
    printf("%d\n", getpid());
    return 0;
}

/* Every descriptor that is open, and what it is. */
static int descriptors(char **words)
{
    DIR *fds = opendir("/proc/self/fd");
    (void)words;
    for (struct dirent *entry; fds && (entry = readdir(fds));) {
        char target[512] = "";
        if (entry->d_name[0] == '.' || atoi(entry->d_name) == dirfd(fds))
            continue;
        if (readlinkat(dirfd(fds), entry->d_name, target, sizeof target - 1) > 0)
            printf("%s %s\n", entry->d_name, target);
    }
    return 0;
}

static int show(char **words)
{
    int fd = open(words[0], O_RDONLY);
    return fd < 0 ? outcome(fd) : copy(fd);
}

static int put(const char *path, const char *text, int flags)
{
    int fd = open(path, flags | O_WRONLY, 0644);
    return outcome(fd < 0 ? fd : (int)write(fd, text, strlen(text)));
}

static int create(char **words)
{
    return put(words[0], "x", O_CREAT | O_TRUNC);
}

/* FILE TEXT */
static int put_text(char **words)
{
    return put(words[0], words[1], 0);
}

static int use_memory(char **words)
{
    size_t bytes = (size_t)atoll(words[0]);
    volatile char *memory = malloc(bytes);
    for (size_t i = 0; memory && i < bytes; i += 4096)
        memory[i] = 1;
    puts(memory ? "done" : "ENOMEM");
    return 0;
}

/* BYTES, and keeps them. */
static int hold_memory(char **words)
{
    use_memory(words);
    return stay(words);
}

/* Keeps a processor busy. */
static int spin(char **words)
{
    puts("ready");
    for (volatile unsigned rounds = 0;; rounds++)
        ;
    return words == NULL;
}

/* How many children there may be, up to a number. */
static int multiply(char **words)
{
    int count = 0;
    for (pid_t pid = 1; pid > 0 && count < atoi(words[0]); count += pid > 0) {
        pid = fork();
        if (pid == 0)
            wait_forever();
    }
    printf("%d\n", count);
    return 0;
}

/* A child in a session of its own, which outlives this process if it may. */
static int leave_behind(char **words)
{
    (void)words;
    if (fork() == 0) {
        setsid();
        wait_forever();
    }
    puts("left");
    return 0;
}

static int make_disk(char **words)
{
    return outcome(mknod(words[0], S_IFBLK | 0600, 0x801));
}

/* TARGET TYPE OPTIONS */
static int attach(char **words)
{
    return outcome(mount("none", words[0], words[1], 0, words[2]));
}

/* Seizes every process that appears, and tells what it is. */
static int chase(char **words)
{
    puts("ready");
    for (int pid = getpid() + 1;; pid = pid < 400 ? pid + 1 : 2) {
        char path[64], target[512] = "";
        if (ptrace(PTRACE_SEIZE, pid, 0, 0) < 0)
            continue;
        snprintf(path, sizeof path, "/proc/%d/exe", pid);
        if (readlink(path, target, sizeof target - 1) > 0)
            puts(target);
        ptrace(PTRACE_DETACH, pid, 0, 0);
    }
    return words == NULL;
}

static const struct question questions[] = {
    {"true", 0, succeed},      {"exit", 1, end},          {"say", 1, say},
    {"warn", 1, warn},         {"cat", 0, echo},          {"sleep", 0, stay},
    {"trap", 2, trap},         {"crash", 0, crash},       {"window", 0, window},
    {"tty", 0, terminals},     {"environment", 0, environment}, {"id", 0, identity},
    {"pwd", 0, directory},     {"hostname", 0, host_name}, {"pid", 0, process},
    {"fds", 0, descriptors},   {"show", 1, show},         {"create", 1, create},
    {"write", 2, put_text},    {"memory", 1, use_memory}, {"forks", 1, multiply},
    {"leave", 0, leave_behind}, {"mknod", 1, make_disk},  {"mount", 3, attach},
    {"chase", 0, chase},       {"hold", 1, hold_memory},  {"spin", 0, spin},
};

int main(int argc, char **argv)
{
    if (argc < 2)
        return 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        if (!strcmp(questions[i].name, argv[1]) && argc - 2 >= questions[i].words)
            return questions[i].answer(argv + 2);
    fprintf(stderr, "no such question: %s\n", argv[1]);
    return 99;
}
