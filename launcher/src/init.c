/*
 * init.c: see init.h. Signals are blocked and taken one at a time with rt_sigtimedwait(2): there is no
 * handler and no race. The program runs in a process group of its own, in the terminal's foreground
 * if there is a terminal.
 */
#include "init.h"

#include "errors.h"
#include "sys.h"
#include "text.h"

#include <asm/ioctls.h>

#define MAX_PATH 4096u
#define DEFAULT_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
#define SIG_SETMASK 2
#define SIGNAL_EXIT_BASE 128
#define NOT_EXECUTABLE 126
#define NOT_FOUND 127
#define FOREGROUND_TERMINAL 0 /* standard input */
#define NOBODY -1

static const uint64_t every_signal = ~0ull;
static const uint64_t no_signal = 0;

/* Signals about the program itself are not for it to hear of again; a stop is for the terminal's user. */
static int is_forwarded(int signal)
{
    return signal != SIGCHLD && signal != SIGTTIN && signal != SIGTTOU;
}

/* Where programs are looked for. */
static const char *search_path(char **envp)
{
    for (; *envp; envp++)
        if (text_length_within(*envp, 5) == 5 && memcmp(*envp, "PATH=", 5) == 0)
            return *envp + 5;
    return DEFAULT_PATH;
}

/* Tries the program in one directory after the other, as execvp(3) does; returns execve's last errno. */
static int64_t execute(char **argv, char **envp)
{
    if (text_last_part(argv[0]) != argv[0])
        return sys_execve(argv[0], argv, envp);
    int64_t error = -ENOENT;
    for (const char *path = search_path(envp); *path; path += *path == ':') {
        char candidate[MAX_PATH];
        size_t size = 0;
        for (; *path && *path != ':'; path++)
            if (size < MAX_PATH / 2)
                candidate[size++] = *path;
        size = text_append(candidate, MAX_PATH - 1, size, "/");
        size = text_append(candidate, MAX_PATH - 1, size, argv[0]);
        candidate[size] = 0;
        int64_t tried = sys_execve(candidate, argv, envp);
        error = tried == -ENOENT || tried == -ENOTDIR ? error : tried;
    }
    return error;
}

_Noreturn static void become(char **argv, char **envp)
{
    int self = (int)sys_call3(__NR_getpid, 0, 0, 0);
    sys_setpgid(0, 0);
    sys_call3(__NR_ioctl, FOREGROUND_TERMINAL, TIOCSPGRP, sys_address(&self));
    sys_sigprocmask(SIG_SETMASK, &no_signal);
    int64_t error = execute(argv, envp);
    errors_say("cannot start \"", argv[0], "\": ", errors_text(error), (const char *)NULL);
    sys_exit(error == -ENOENT ? NOT_FOUND : NOT_EXECUTABLE);
}

/* Takes in all that has ended; true once the program itself has, with its exit code. */
static int reap(int program, int *code)
{
    int status;
    int64_t pid;
    int ended = 0;
    while ((pid = sys_wait4(-1, &status, WNOHANG)) > 0) {
        if (pid != program)
            continue;
        int signal = status & 0x7f;
        *code = signal != 0 ? SIGNAL_EXIT_BASE + signal : (status >> 8) & 0xff;
        ended = 1;
    }
    return ended;
}

int init_main(char **argv, char **envp)
{
    sys_sigprocmask(SIG_SETMASK, &every_signal);
    int program = (int)sys_fork();
    if (program < 0)
        return NOT_EXECUTABLE;
    if (program == 0)
        become(argv, envp);
    for (int code = 0;;) {
        int64_t signal = sys_call6(__NR_rt_sigtimedwait, sys_address(&every_signal), 0, 0, 8, 0, 0);
        if (signal == SIGCHLD && reap(program, &code))
            return code;
        if (signal > 0 && is_forwarded((int)signal))
            sys_kill(program, (int)signal);
    }
}

int init_for_others(void)
{
    sys_sigprocmask(SIG_SETMASK, &every_signal);
    for (int code;;) {
        int64_t signal = sys_call6(__NR_rt_sigtimedwait, sys_address(&every_signal), 0, 0, 8, 0, 0);
        if (signal == SIGTERM || signal == SIGINT)
            return 0;
        if (signal == SIGCHLD)
            reap(NOBODY, &code);
    }
}
