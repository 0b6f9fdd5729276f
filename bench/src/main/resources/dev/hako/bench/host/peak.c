/*
 * peak.c: the most memory that a command's own process had resident.
 *
 *   peak FILE WORD...
 *
 * runs the command of these words, and writes VmHWM (proc_pid_status(5)), in KiB, to FILE as the kernel
 * has it when the process exits: it is stopped there, before its memory is taken away. What wait4 tells
 * of a child (ru_maxrss) begins with its parent's and would be this program's. Exits as the command does.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

_Noreturn static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static long peak_of(pid_t pid)
{
    char path[64], line[256];
    long kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *status = fopen(path, "r");
    if (!status)
        fail(path);
    while (fgets(line, sizeof line, status))
        sscanf(line, "VmHWM: %ld", &kib);
    fclose(status);
    return kib;
}

static void write_peak(const char *path, long kib)
{
    FILE *file = fopen(path, "w");
    if (!file || fprintf(file, "%ld\n", kib) < 0 || fclose(file) != 0)
        fail(path);
}

int main(int argc, char **argv)
{
    int status;
    if (argc < 3)
        return 2;
    pid_t child = fork();
    if (child == 0) {
        ptrace(PTRACE_TRACEME, 0, 0, 0);
        execv(argv[2], argv + 2);
        fail(argv[2]);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFSTOPPED(status))
        fail("start");
    ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL);
    for (int signal = 0;; signal = WSTOPSIG(status)) {
        if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8))
            write_peak(argv[1], peak_of(child));
        if (signal == SIGTRAP) /* an exit or an exec, crun's of itself for one */
            signal = 0;
        ptrace(PTRACE_CONT, child, 0, signal);
        if (waitpid(child, &status, 0) != child)
            fail("wait");
        if (WIFEXITED(status))
            return WEXITSTATUS(status);
        if (WIFSIGNALED(status))
            return 128 + WTERMSIG(status);
    }
}
