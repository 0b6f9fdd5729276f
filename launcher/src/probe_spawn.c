/*
 * probe_spawn.c: starts commands and says how long each took.
 *
 * It first joins a control group by writing 0 to CGROUP-FILE ("-": none). Then it serves requests from its standard
 * input until that ends:
 *
 *   COUNT PARALLEL WORDS\n, and that many words of argv, each ended by a zero byte
 *
 * A command runs COUNT times, PARALLEL at once; in a word, the first @ stands for the number of the run. Its input is
 * /dev/null, its output goes to OUTPUT-FILE. The answer is a line "NANOSECONDS STATUS CPU" for each run in the order
 * of their ends (STATUS as wait4 gives it, CPU nanoseconds of the command and of whom it waited for), and
 * "= NANOSECONDS CPU": all of them together, and what this program used itself since the last answer.
 */
#include "calls.h"
#include "probe.h"
#include "sys.h"
#include "text.h"

#define MAX_WORDS 64
#define MAX_WORD 4096u
#define MAX_PARALLEL 256
#define CANNOT_EXEC 127
#define CLOCK_PROCESS_CPUTIME_ID 2

struct request {
    int64_t count, parallel;
    int words;
    char word[MAX_WORDS][MAX_WORD];
};

struct child {
    int pid;
    int64_t started;
};

/* struct rusage (getrusage(2)) */
struct usage {
    int64_t user_seconds, user_micros, system_seconds, system_micros, others[14];
};

static char input[4096];
static size_t input_at, input_size;

/* The next byte of standard input, or -1. */
static int next_byte(void)
{
    if (input_at == input_size) {
        int64_t got;
        while ((got = sys_read(0, input, sizeof input)) == -EINTR)
            ;
        if (got <= 0)
            return -1;
        input_at = 0;
        input_size = (size_t)got;
    }
    return (unsigned char)input[input_at++];
}

/* A number and the blank or newline behind it, or -1 at the end. */
static int64_t next_number(void)
{
    char digits[TEXT_DECIMAL_SIZE + 1] = {0};
    for (size_t i = 0; i < TEXT_DECIMAL_SIZE; i++) {
        int byte = next_byte();
        if (byte == ' ' || byte == '\n')
            return i == 0 ? -1 : probe_number(digits);
        if (byte < 0)
            return -1;
        digits[i] = (char)byte;
    }
    return -1;
}

static void read_word(char *word)
{
    for (size_t size = 0; size < MAX_WORD; size++) {
        int byte = next_byte();
        if (byte < 0)
            probe_fail("read a word", -EPIPE);
        word[size] = (char)byte;
        if (byte == 0)
            return;
    }
    probe_fail("read a word", -E2BIG);
}

static int read_request(struct request *request)
{
    request->count = next_number();
    if (request->count < 0)
        return 0;
    request->parallel = next_number();
    int64_t words = next_number();
    if (words < 1 || words >= MAX_WORDS || request->parallel < 1 || request->parallel > MAX_PARALLEL)
        probe_fail("serve a request", -ERANGE);
    request->words = (int)words;
    for (int i = 0; i < request->words; i++)
        read_word(request->word[i]);
    return 1;
}

/* The word with the number of the run for its first @; of a child, which may spoil it. */
static void number_word(char *word, int64_t number)
{
    char rest[MAX_WORD];
    size_t at = 0;
    while (word[at] && word[at] != '@')
        at++;
    if (!word[at])
        return;
    rest[text_append(rest, sizeof rest - 1, 0, word + at + 1)] = 0;
    size_t used = text_append_decimal(word, MAX_WORD - 1, at, (uint64_t)number);
    used = text_append(word, MAX_WORD - 1, used, rest);
    word[used] = 0;
}

_Noreturn static void become(struct request *request, int64_t number, const char *output, char **envp)
{
    char *argv[MAX_WORDS];
    for (int i = 0; i < request->words; i++) {
        number_word(request->word[i], number);
        argv[i] = request->word[i];
    }
    argv[request->words] = 0;
    int64_t null = sys_openat(AT_FDCWD, "/dev/null", O_RDONLY, 0);
    int64_t file = sys_openat(AT_FDCWD, output, O_WRONLY | O_CREAT | O_APPEND, 0600);
    sys_dup3((int)null, 0, 0);
    sys_dup3((int)file, 1, 0);
    sys_dup3((int)file, 2, 0);
    sys_close_range(3, ~0u, 0);
    sys_execve(argv[0], argv, envp);
    sys_exit(CANNOT_EXEC);
}

static struct child start(struct request *request, int64_t number, const char *output, char **envp)
{
    struct child child = {.started = probe_nanos(CLOCK_MONOTONIC)};
    int64_t pid = sys_fork();
    if (pid == 0)
        become(request, number, output, envp);
    if (pid < 0)
        probe_fail("start a command", pid);
    child.pid = (int)pid;
    return child;
}

/* Waits for any of the children, and tells of it. */
static void end_one(struct child *children, int64_t *running)
{
    int status = 0;
    struct usage used = {0};
    int64_t pid = sys_call6(__NR_wait4, -1, sys_address(&status), 0, sys_address(&used), 0, 0);
    int64_t ended = probe_nanos(CLOCK_MONOTONIC);
    if (pid < 0 && pid != -EINTR)
        probe_fail("wait", pid);
    for (int64_t i = 0; i < *running; i++) {
        if (children[i].pid != pid)
            continue;
        int64_t cpu = ((used.user_seconds + used.system_seconds) * 1000000 + used.user_micros + used.system_micros) * 1000;
        char digits[TEXT_DECIMAL_SIZE + 1] = {0};
        text_decimal(digits, (uint64_t)(ended - children[i].started));
        probe_line(digits, (int64_t[]){status, cpu}, 2);
        children[i] = children[--*running];
        return;
    }
}

static void serve(struct request *request, const char *output, char **envp, int64_t *cpu)
{
    struct child children[MAX_PARALLEL];
    int64_t started = 0, running = 0;
    int64_t begin = probe_nanos(CLOCK_MONOTONIC);
    while (started < request->count || running > 0) {
        while (started < request->count && running < request->parallel)
            children[running++] = start(request, started++, output, envp);
        end_one(children, &running);
    }
    int64_t used = probe_nanos(CLOCK_PROCESS_CPUTIME_ID);
    probe_line("=", (int64_t[]){probe_nanos(CLOCK_MONOTONIC) - begin, used - *cpu}, 2);
    *cpu = used;
}

static void join(const char *cgroup_file)
{
    if (text_equal(cgroup_file, "-"))
        return;
    int64_t fd = sys_openat(AT_FDCWD, cgroup_file, O_WRONLY, 0);
    int64_t result = fd < 0 ? fd : sys_write((int)fd, "0", 1);
    if (result < 0)
        probe_fail(cgroup_file, result);
    sys_close((int)fd);
}

_Noreturn void probe_spawn(const char *cgroup_file, const char *output_file, char **envp)
{
    static struct request request;
    int64_t cpu = 0;
    join(cgroup_file);
    while (read_request(&request))
        serve(&request, output_file, envp, &cpu);
    sys_exit(0);
}
