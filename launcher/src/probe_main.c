/* probe_main.c: which of its works the program is asked for. */
#include "probe.h"

#include "errors.h"
#include "sys.h"
#include "text.h"

#define WRONG_LINE 2
#define SIGINT_NUMBER 2
#define SIGTERM_NUMBER 15
#define STDOUT 1

void probe_say(const char *text)
{
    sys_write(STDOUT, text, text_length(text));
}

void probe_line(const char *name, const int64_t *numbers, int count)
{
    char line[1024];
    size_t used = text_append(line, sizeof line, 0, name);
    for (int i = 0; i < count; i++) {
        used = text_append(line, sizeof line, used, numbers[i] < 0 ? " -" : " ");
        used = text_append_decimal(line, sizeof line, used, (uint64_t)(numbers[i] < 0 ? -numbers[i] : numbers[i]));
    }
    used = text_append(line, sizeof line, used, "\n");
    sys_write(STDOUT, line, used);
}

_Noreturn void probe_fail(const char *what, int64_t error)
{
    errors_say("cannot ", what, ": ", errors_text(error), (char *)0);
    sys_exit(1);
}

int64_t probe_nanos(int clock)
{
    struct __kernel_timespec now;
    sys_clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t probe_number(const char *text)
{
    int64_t number = 0;
    for (; *text >= '0' && *text <= '9' && number < INT64_MAX / 20; text++)
        number = number * 10 + (*text - '0');
    return *text ? -1 : number;
}

/* The first process of a container that does nothing. What it does not wait for, the kernel would keep from it. */
_Noreturn static void rest(void)
{
    const uint64_t ends = UINT64_C(1) << (SIGINT_NUMBER - 1) | UINT64_C(1) << (SIGTERM_NUMBER - 1);
    sys_sigprocmask(SIG_BLOCK, &ends);
    probe_say("ready\n");
    sys_call6(__NR_rt_sigtimedwait, sys_address(&ends), 0, 0, sizeof ends, 0, 0);
    sys_exit(0);
}


int main(int argc, char **argv, char **envp)
{
    errors_speak_as("hako-probe", WRONG_LINE, 0);
    const char *verb = argc >= 2 ? argv[1] : "";
    if (text_equal(verb, "true"))
        return 0;
    if (text_equal(verb, "rest"))
        rest();
    if (text_equal(verb, "say") && argc == 3) {
        probe_say(argv[2]);
        probe_say("\n");
        return 0;
    }
    if (text_equal(verb, "spawn") && argc == 4)
        probe_spawn(argv[2], argv[3], envp);
    if (text_equal(verb, "inside") && argc == 4)
        probe_inside(argv[0], argv[2], text_equal(argv[3], "quick"), envp);
    if (text_equal(verb, "reach"))
        probe_reach();
    if (text_equal(verb, "look"))
        probe_look();
    errors_fail("usage: hako-probe true | rest | say WORD | spawn CGROUP-FILE OUTPUT-FILE | inside DIRECTORY "
                "quick|full | reach | look",
                (char *)0);
}
