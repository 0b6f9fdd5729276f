/*
 * probe_reach.c: which system calls get through to a kernel, asked of every number.
 *
 * Each is called in a child of its own, twice over. First under a filter of our own that holds every call back
 * (SECCOMP_RET_TRACE, and nobody traces: ENOSYS). Of several filters' answers the stricter wins, and all that the
 * container's filter refuses is stricter than ours (seccomp(2)); so its own answer shows, and nothing is done. What got
 * through is called in truth then, with arguments that no call takes (all of them -1), to see whether the kernel has
 * it; but for those few that take no arguments and would do something.
 *
 *   NUMBER through|refused|absent|unknown VALUE     the errno, or the signal as a negative number
 *   abi NAME through|refused                machine codes other than this program's own
 *   filter none|works                       whether the first half could be done
 */
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>

#include "calls.h"
#include "probe.h"
#include "sys.h"
#include "text.h"

#define NUMBERS 512
#define BLOCKED_MILLIS 300
#define X32_BIT 0x40000000
#define I386_GETPID 20

enum outcome { THROUGH, REFUSED, ABSENT, UNKNOWN };

static const char *const names[] = {" through", " refused", " absent", " unknown"};

/* Each has an effect whatever its arguments are, or never returns. */
static const int16_t never_called[] = {
#ifdef __NR_fork
    __NR_fork, __NR_vfork, __NR_pause,
#endif
    __NR_exit, __NR_exit_group, __NR_rt_sigreturn, __NR_sync, __NR_vhangup, __NR_restart_syscall, __NR_msgget,
};

/* The kernel asks no filter about these: they are calls of its own traps in programs (uprobes). */
static const int16_t never_filtered[] = {
#ifdef __NR_uretprobe
    __NR_uretprobe,
#elif defined(__x86_64__)
    335,
#endif
#if defined(__x86_64__)
    336,
#endif
    -1,
};

/* These say ENOSYS of an operation that they do not know: nothing but zeros, then. */
static const int16_t called_with_zeros[] = {
#ifdef __NR_modify_ldt
    __NR_modify_ldt,
#endif
    __NR_futex,
};

static int is_among(const int16_t *numbers, size_t count, int64_t number)
{
    for (size_t i = 0; i < count; i++)
        if (numbers[i] == number)
            return 1;
    return 0;
}

static int is_called(int64_t number)
{
    return !is_among(never_called, sizeof never_called / sizeof never_called[0], number);
}

static int64_t argument_of(int64_t number)
{
    return is_among(called_with_zeros, sizeof called_with_zeros / sizeof called_with_zeros[0], number) ? 0 : -1;
}

/* From here on a call whose last argument has our mark is held back; the child's own others are not. */
static int64_t hold_back(void)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[5]) + 4),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x68616b6f, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE),
    };
    struct sock_fprog program = {sizeof code / sizeof code[0], code};
    sys_call6(__NR_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0);
    return sys_call6(__NR_prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, sys_address(&program), 0, 0, 0);
}

struct question {
    int64_t number;
    int held_back; /* nothing is done */
    int i386;
};

static int64_t ask(const struct question *question)
{
#if defined(__x86_64__)
    if (question->i386) {
        int32_t result = (int32_t)question->number;
        __asm__ volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
        return result;
    }
#endif
    int64_t all = argument_of(question->number);
    int64_t last = question->held_back ? INT64_C(0x68616b6f) << 32 : all;
    return sys_call6(question->number, all, all, all, all, all, last);
}

_Noreturn static void answer(const struct question *question, int pipe)
{
    sys_setsid();
    if (question->held_back) {
        int64_t error = hold_back();
        if (error < 0)
            sys_exit(1);
    }
    int64_t value = ask(question);
    sys_write(pipe, &value, sizeof value);
    sys_exit(0);
}

/* What a call answers; a signal as -1000 less its number, blocking as 0. */
static int64_t value_of(const struct question *question)
{
    int ends[2];
    int status = 0;
    int64_t value = -1000;
    int64_t opened = sys_pipe2(ends, O_CLOEXEC);
    if (opened < 0)
        probe_fail("ask", opened);
    int64_t pid = sys_fork();
    if (pid == 0)
        answer(question, ends[1]);
    if (pid < 0)
        probe_fail("ask", pid);
    sys_close(ends[1]);
    struct pollfd fd = {.fd = ends[0], .events = POLLIN};
    struct __kernel_timespec patience = {.tv_nsec = BLOCKED_MILLIS * 1000000};
    int64_t ready = sys_ppoll(&fd, 1, &patience);
    if (ready == 0)
        sys_kill((int)pid, SIGKILL);
    while (sys_wait4((int)pid, &status, 0) == -EINTR)
        ;
    if (ready == 0)
        value = 0;
    else if (sys_read(ends[0], &value, sizeof value) != sizeof value)
        value = -1000 - (status & 0x7f);
    sys_close(ends[0]);
    return value;
}

static int is_refusal(int64_t value)
{
    return value == -EPERM || value == -EACCES || value == -1000 - SIGSYS || value == -1000 - SIGKILL;
}

static void tell(const char *head, int64_t number, enum outcome outcome, int64_t value)
{
    char line[64] = {0};
    size_t used = text_append(line, sizeof line - 1, 0, head);
    if (number >= 0)
        used = text_append_decimal(line, sizeof line - 1, used, (uint64_t)number);
    text_append(line, sizeof line - 1, used, names[outcome]);
    probe_line(line, &value, 1);
}

static void tell_of(int number, int filter)
{
    struct question question = {.number = number};
    int64_t value = -ENOSYS;
    if (filter && !is_among(never_filtered, sizeof never_filtered / sizeof never_filtered[0], number)) {
        question.held_back = 1;
        value = value_of(&question);
        question.held_back = 0;
    }
    if (value != -ENOSYS) {
        tell("", number, REFUSED, value);
        return;
    }
    if (!is_called(number)) {
        tell("", number, filter ? THROUGH : UNKNOWN, 0);
        return;
    }
    value = value_of(&question);
    if (value == -ENOSYS)
        tell("", number, ABSENT, value);
    else
        tell("", number, filter || !is_refusal(value) ? THROUGH : REFUSED, value);
}

#if defined(__x86_64__)
static void tell_of_abis(void)
{
    struct question i386 = {.number = I386_GETPID, .i386 = 1}, x32 = {.number = X32_BIT | __NR_getpid};
    int64_t value = value_of(&i386);
    tell("abi i386", -1, value > 0 ? THROUGH : value == -ENOSYS ? ABSENT : REFUSED, value);
    value = value_of(&x32);
    tell("abi x32", -1, value > 0 ? THROUGH : value == -ENOSYS ? ABSENT : REFUSED, value);
}
#endif

_Noreturn void probe_reach(void)
{
    struct question known = {.number = __NR_getppid, .held_back = 1};
    int filter = value_of(&known) == -ENOSYS;
    probe_say(filter ? "filter works\n" : "filter none\n");
    for (int number = 0; number < NUMBERS; number++)
        tell_of(number, filter);
#if defined(__x86_64__)
    tell_of_abis();
#endif
    sys_exit(0);
}
