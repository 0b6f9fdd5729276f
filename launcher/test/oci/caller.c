/* caller.c: see caller.h. */
#define _GNU_SOURCE
#include "caller.h"

#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "expect.h"

#define MAX_WORDS 64

const char *caller_path(const struct caller *caller, const char *name)
{
    static char paths[5][512];
    static int next;
    char *path = paths[next++ % 5];
    snprintf(path, sizeof paths[0], "%s/%s", caller->path, name);
    return path;
}

void caller_begin(struct caller *caller)
{
    *caller = (struct caller){.path = "/tmp/hako-oci-XXXXXX"};
    EXPECT(mkdtemp(caller->path) != NULL);
    EXPECT(mkdir(caller_path(caller, "root"), 0700) == 0);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status, (void)kind, (void)where;
    return remove(path);
}

void caller_end(struct caller *caller)
{
    nftw(caller->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void become(const struct caller *caller, const char *const *words)
{
    const char *runner = getenv("RUNNER"), *program = getenv("RUNTIME");
    const char *argv[MAX_WORDS];
    char run[128];
    int count = 0;
    snprintf(run, sizeof run, "HAKO_RUN=%s/run", caller->path);
    char *envp[] = {run, NULL};
    if (runner && *runner) {
        const char *under[] = {runner, "-0", "hako-runtime", program};
        memcpy(argv, under, sizeof under);
        count = 4;
    } else {
        argv[count++] = "hako-runtime";
    }
    while (*words && count < MAX_WORDS - 1)
        argv[count++] = *words++;
    argv[count] = NULL;
    dup2(open(caller_path(caller, "output"), O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
    dup2(open(caller_path(caller, "error"), O_WRONLY | O_CREAT | O_TRUNC, 0600), 2);
    execve(runner && *runner ? runner : program, (char *const *)argv, envp);
    _exit(99);
}

void caller_call_plainly(struct caller *caller, const char *const words[])
{
    int status = -1;
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0)
        become(caller, words);
    EXPECT(waitpid(pid, &status, 0) == pid);
    caller->code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    caller_read(caller, "output", caller->output, sizeof caller->output);
    caller_read(caller, "error", caller->error, sizeof caller->error);
}

void caller_call(struct caller *caller, const char *const words[])
{
    const char *all[MAX_WORDS] = {"--root", caller_path(caller, "root")};
    size_t count = 2;
    while (*words && count < MAX_WORDS - 1)
        all[count++] = *words++;
    all[count] = NULL;
    caller_call_plainly(caller, all);
}

void caller_write(const struct caller *caller, const char *name, const void *bytes, size_t size)
{
    int fd = open(caller_path(caller, name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    EXPECT(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
    close(fd);
}

void caller_read(const struct caller *caller, const char *name, char *text, size_t capacity)
{
    int fd = open(caller_path(caller, name), O_RDONLY | O_CLOEXEC);
    ssize_t size = read(fd, text, capacity - 1);
    text[size < 0 ? 0 : size] = '\0';
    close(fd);
}

static const char *in_container(const char *id, const char *name)
{
    static char path[400];
    snprintf(path, sizeof path, "root/%s%s%s", id, *name ? "/" : "", name);
    return path;
}

void caller_make(const struct caller *caller, const char *id)
{
    EXPECT(mkdir(caller_path(caller, in_container(id, "")), 0700) == 0);
}

void caller_note_process(const struct caller *caller, const char *id, pid_t pid, uint64_t start)
{
    char text[128];
    int size = snprintf(text, sizeof text, "%d %llu 1700000000000000000 0\n", (int)pid, (unsigned long long)start);
    caller_write(caller, in_container(id, "process"), text, (size_t)size);
}

void record_begin(struct made_record *record)
{
    memset(record, 0, sizeof *record);
    record->header.magic = RECORD_MAGIC;
    record->header.version = RECORD_VERSION;
    record->size = sizeof record->header;
}

void record_put(struct made_record *record, enum record_section section, const void *bytes, size_t size)
{
    EXPECT(size <= sizeof *record - sizeof record->size - record->size);
    memcpy((char *)record + record->size, bytes, size);
    record->header.sections[section] = (struct record_span){(uint32_t)record->size, (uint32_t)size};
    record->size += (size + 7) & ~(size_t)7;
}

void caller_keep(const struct caller *caller, const char *id, const struct made_record *record)
{
    caller_write(caller, in_container(id, "record"), record, record->size);
}

void caller_make_container(const struct caller *caller, const char *id, pid_t pid)
{
    struct made_record record;
    record_begin(&record);
    record_put(&record, RECORD_BUNDLE_PATH, "/bundle", 7);
    record_put(&record, RECORD_ROOTFS, "/bundle/rootfs", 14);
    caller_make(caller, id);
    caller_keep(caller, id, &record);
    caller_note_process(caller, id, pid, start_of(pid));
}

uint64_t start_of(pid_t pid)
{
    char path[64], text[1024] = "";
    unsigned long long start = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    size_t size = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[size] = '\0';
    const char *at = strrchr(text, ')');
    for (int field = 2; at && field < 22; field++)
        at = strchr(at + 1, ' ');
    if (at)
        sscanf(at, "%llu", &start);
    return start;
}

pid_t sleeper(void)
{
    fflush(stdout);
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    for (;;)
        pause();
}
