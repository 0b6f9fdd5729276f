/* oci_exec.c: a further process in a container. What it is comes from a file, or word by word from the line. */
#include "calls.h"
#include "errors.h"
#include "files.h"
#include "oci_birth.h"
#include "oci_proc.h"
#include "oci_words.h"
#include "text.h"

static const struct oci_letter letters[] = {
    {OCI_CWD, 'c'}, {OCI_USER, 'u'}, {OCI_ENV, 'e'}, {OCI_CAP, 'p'}, {OCI_ADDITIONAL_GIDS, 'g'}, {OCI_TTY, 't'},
    {OCI_NO_NEW_PRIVS, 'n'}, {OCI_APPARMOR, 'm'}, {OCI_PROCESS_LABEL, 'l'},
};
static const struct oci_letter subgroups[] = {{OCI_CGROUP, 0}};

static void put_words(struct oci_words *words, const struct oci_line *line)
{
    oci_words_put_options(words, line, letters, sizeof letters / sizeof *letters);
    for (char **word = line->arguments + 1; *word; word++)
        oci_words_put(words, 'a', *word);
}

static void compile(const struct oci *oci, const struct oci_birth *birth, struct oci_answer *answer)
{
    size_t size;
    char init[TEXT_DECIMAL_SIZE + 1] = {0};
    struct oci_words words, chosen;
    const char *file = oci->line->values[OCI_PROCESS];
    oci_words_begin(&words);
    oci_words_begin(&chosen);
    oci_words_put_options(&chosen, oci->line, subgroups, 1);
    if (file)
        oci_words_read(&words, birth->intent, file);
    else
        put_words(&words, oci->line);
    const char *bundle = oci_home_section(birth->home, RECORD_BUNDLE_PATH, &size);
    char *path = files_keep(size + 1);
    memcpy(path, bundle, size);
    path[size] = '\0';
    text_decimal(init, (uint64_t)birth->home->process.pid);
    const struct oci_question question = {
        .verb = RECORD_EXEC,
        .flags = (birth->console >= 0 ? RECORD_CONSOLE : 0) | (file ? 0 : RECORD_WORDS),
        .preserved = birth->preserved,
        .id = birth->home->id,
        .bundle = path,
        .config = -1,
        .process = words.bytes,
        .process_size = words.used,
        .home = birth->home,
        .subgroups = chosen.bytes,
        .subgroups_size = chosen.used,
        .init = init,
    };
    oci_compile(oci->places, &question, birth->intent, 0, answer);
}

static int open_init(const struct oci_birth *birth, int ignores_pause)
{
    enum oci_status status = oci_home_status(birth->home);
    if (status != OCI_RUNNING && status != OCI_CREATED && !(status == OCI_PAUSED && ignores_pause))
        errors_fail("cannot exec in container \"", birth->home->id, "\": it is ", oci_status_name(status), (char *)0);
    int64_t pidfd = sys_pidfd_open(birth->home->process.pid, 0);
    if (pidfd >= 0 && !oci_home_lives(birth->home))
        pidfd = -ESRCH;
    if (pidfd < 0)
        oci_birth_fail(birth, "reach the first process of", birth->home->id, pidfd);
    return (int)pidfd;
}

int oci_exec(const struct oci *oci)
{
    struct oci_home home;
    struct oci_answer answer;
    size_t size;
    static struct oci_tty tty;
    struct oci_birth birth = {.home = &home};
    int detached = oci_given(oci->line, OCI_DETACH);
    if (oci->line->argument_count < 1 || (oci->line->argument_count < 2 && !oci_given(oci->line, OCI_PROCESS)))
        errors_fail("exec takes a container's id and a command, or --process", (char *)0);
    oci_home_open(&home, oci->root, oci->line->arguments[0]);
    birth.intent = files_join("cannot exec in container \"", home.id, "\"", (char *)0);
    birth.first = open_init(&birth, oci_given(oci->line, OCI_IGNORE_PAUSED));
    oci_birth_read(&birth, oci->line, detached ? 0 : &tty);
    compile(oci, &birth, &answer);
    if (!detached)
        oci_birth_adopt();
    const char *words = oci_answer_section(&answer, RECORD_PLAN_WORDS, &size);
    struct oci_process process = {.pid = oci_birth_carry_out(&birth, oci->line, answer.plan, words, size)};
    process.start = oci_proc_start(process.pid);
    return detached ? 0 : oci_birth_await_end(&birth, &process);
}
