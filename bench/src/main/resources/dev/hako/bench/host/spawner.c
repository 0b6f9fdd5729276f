/*
 * spawner.c: starts commands for the benchmarks and says how long each took.
 *
 *   spawner CGROUP-FILE OUTPUT-FILE
 *
 * It first joins the cgroup by writing 0 to CGROUP-FILE. Then it serves requests from its standard
 * input until that ends:
 *
 *   COUNT PARALLEL WORDS\n, and that many words of argv, each ended by a zero byte
 *
 * A command runs COUNT times, PARALLEL at once; in a word, @ stands for the number of the run. Input is
 * /dev/null, output goes to OUTPUT-FILE. The answer is a line "NANOSECONDS STATUS CPU\n" for each run
 * in the order of their ends (status as wait4 gives it, CPU nanoseconds of the command and whom it
 * waited for), and "= NANOSECONDS CPU\n": all of them together, and what this program used itself since
 * the last answer.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_WORDS 64
#define MAX_WORD 4096
#define MAX_PARALLEL 256

extern char **environ;

struct request {
    long count, parallel;
    int words;
    char word[MAX_WORDS][MAX_WORD];
};

struct child {
    pid_t pid;
    int64_t started;
};

_Noreturn static void fail(const char *what)
{
    fprintf(stderr, "spawner: cannot %s: %s\n", what, strerror(errno));
    exit(1);
}

static int64_t now(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void join(const char *cgroup_file)
{
    int fd = open(cgroup_file, O_WRONLY);
    if (fd < 0 || write(fd, "0", 1) != 1)
        fail(cgroup_file);
    close(fd);
}

static void read_word(char *word)
{
    for (int size = 0; size < MAX_WORD; size++) {
        int byte = getchar();
        if (byte == EOF)
            fail("read a word");
        word[size] = (char)byte;
        if (byte == 0)
            return;
    }
    errno = E2BIG;
    fail("read a word");
}

static int read_request(struct request *request)
{
    if (scanf("%ld %ld %d", &request->count, &request->parallel, &request->words) != 3)
        return 0;
    getchar();
    if (request->words < 1 || request->words >= MAX_WORDS || request->parallel < 1 || request->parallel > MAX_PARALLEL) {
        errno = ERANGE;
        fail("serve a request");
    }
    for (int i = 0; i < request->words; i++)
        read_word(request->word[i]);
    return 1;
}

/* The word with the number of the run for its @. */
static char *numbered(const char *word, long number)
{
    const char *at = strchr(word, '@');
    char *result;
    int size = at ? asprintf(&result, "%.*s%ld%s", (int)(at - word), word, number, at + 1) : asprintf(&result, "%s", word);
    if (size < 0)
        fail("make a word");
    return result;
}

static struct child start(const struct request *request, long number, posix_spawn_file_actions_t *files)
{
    char *argv[MAX_WORDS];
    struct child child;
    for (int i = 0; i < request->words; i++)
        argv[i] = numbered(request->word[i], number);
    argv[request->words] = NULL;
    child.started = now(CLOCK_MONOTONIC);
    errno = posix_spawn(&child.pid, argv[0], files, NULL, argv, environ);
    if (errno)
        fail(argv[0]);
    for (int i = 0; i < request->words; i++)
        free(argv[i]);
    return child;
}

static int64_t nanos(struct timeval time)
{
    return (time.tv_sec * INT64_C(1000000) + time.tv_usec) * 1000;
}

/* Waits for any of the children, and tells of it. */
static void end_one(struct child *children, long *running)
{
    int status;
    struct rusage used;
    pid_t pid = wait4(-1, &status, 0, &used);
    int64_t ended = now(CLOCK_MONOTONIC);
    for (long i = 0; i < *running; i++)
        if (children[i].pid == pid) {
            printf("%lld %d %lld\n", (long long)(ended - children[i].started), status,
                   (long long)(nanos(used.ru_utime) + nanos(used.ru_stime)));
            children[i] = children[--*running];
            return;
        }
}

static void serve(const struct request *request, posix_spawn_file_actions_t *files, int64_t *cpu)
{
    struct child children[MAX_PARALLEL];
    long started = 0, running = 0;
    int64_t begin = now(CLOCK_MONOTONIC);
    while (started < request->count || running > 0) {
        while (started < request->count && running < request->parallel)
            children[running++] = start(request, started++, files);
        end_one(children, &running);
    }
    int64_t end = now(CLOCK_MONOTONIC), used = now(CLOCK_PROCESS_CPUTIME_ID);
    printf("= %lld %lld\n", (long long)(end - begin), (long long)(used - *cpu));
    fflush(stdout);
    *cpu = used;
}

int main(int argc, char **argv)
{
    static struct request request;
    posix_spawn_file_actions_t files;
    int64_t cpu = 0;
    if (argc != 3)
        return 2;
    join(argv[1]);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, argv[2], O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawn_file_actions_adddup2(&files, 1, 2);
    while (read_request(&request))
        serve(&request, &files, &cpu);
    return 0;
}
