/* oci_create.c: a container up to its gate, and with `run` beyond it. */
#include "calls.h"
#include "errors.h"
#include "files.h"
#include "oci_birth.h"
#include "oci_listen.h"
#include "oci_netdev.h"
#include "oci_proc.h"
#include "oci_words.h"
#include "text.h"

static const struct oci *command;
static struct oci_home *unfinished;

static void undo(void)
{
    oci_home_remove(unfinished);
}

/* The container's network namespace is there, and its program does not run yet. */
static int64_t note(struct oci_birth *birth, int pid)
{
    size_t size;
    const char *devices = oci_home_section(birth->home, RECORD_NET_DEVICES, &size), *device = birth->home->id;
    int64_t result = oci_netdev_move(devices, size, pid, &device);
    if (result == 0)
        return oci_home_keep_process(birth->home, pid);
    birth->noting = "move the network device";
    birth->noted = device;
    return result;
}

static uint32_t flags_of(const struct oci *oci, const struct oci_birth *birth)
{
    const struct oci_line *line = oci->line;
    return (birth->console >= 0 ? RECORD_CONSOLE : 0) | (oci_given(line, OCI_NO_PIVOT) ? RECORD_NO_PIVOT : 0)
           | (oci_given(line, OCI_NO_NEW_KEYRING) ? RECORD_KEEP_KEYRING : 0)
           | oci_manager_flags(oci, oci_given(line, OCI_SYSTEMD_CGROUP));
}

/* The bundle's path as the kernel sees it; config.json in it is opened. */
static const char *open_bundle(const struct oci_birth *birth, const struct oci_line *line, int *config)
{
    const char *path = oci_given(line, OCI_BUNDLE) ? line->values[OCI_BUNDLE] : ".";
    char link[64];
    char *real = files_keep(PATH_MAX);
    int64_t bundle = sys_openat(AT_FDCWD, path, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
    if (bundle < 0)
        oci_birth_fail(birth, "open the bundle", path, bundle);
    size_t size = text_append(link, sizeof link - 1, 0, "/proc/self/fd/");
    link[text_append_decimal(link, sizeof link - 1, size, (uint64_t)bundle)] = '\0';
    int64_t length = sys_readlinkat(AT_FDCWD, link, real, PATH_MAX - 1);
    if (length < 0)
        oci_birth_fail(birth, "name the bundle", path, length);
    real[length] = '\0';
    int64_t file = sys_openat((int)bundle, "config.json", O_RDONLY | O_CLOEXEC, 0);
    if (file < 0)
        oci_birth_fail(birth, "open", files_join(real, "/config.json", (char *)0), file);
    sys_close((int)bundle);
    *config = (int)file;
    return real;
}

static void put_isolations(struct oci_words *words, const struct oci *oci)
{
    static const struct oci_letter letters[] = {{OCI_ISOLATION, 'o'}};
    oci_words_begin(words);
    oci_words_put_options(words, oci->line, letters, 1);
    if (*oci->named_isolation)
        oci_words_put(words, 'n', oci->named_isolation);
}

static void compile(const struct oci *oci, const struct oci_birth *birth, uint32_t listening, struct oci_answer *answer)
{
    int config;
    struct oci_words isolations;
    char digits[TEXT_DECIMAL_SIZE + 1];
    digits[text_decimal(digits, listening)] = '\0';
    put_isolations(&isolations, oci);
    const char *bundle = open_bundle(birth, oci->line, &config);
    const struct oci_question question = {
        .verb = RECORD_CREATE,
        .flags = flags_of(oci, birth),
        .preserved = birth->preserved,
        .id = birth->home->id,
        .bundle = bundle,
        .config = config,
        .process = "",
        .isolations = isolations.bytes,
        .isolations_size = isolations.used,
        .listening = digits,
    };
    oci_compile(oci->places, &question, birth->intent, birth->undo, answer);
    sys_close(config);
}

static void say_notes(const struct oci_home *home)
{
    size_t size;
    const char *notes = oci_home_section(home, RECORD_NOTES, &size);
    for (size_t at = 0; at < size; at += text_length(notes + at) + 1)
        errors_say("warning: ", notes + at, (char *)0);
}

static int make_gate(const struct oci_birth *birth)
{
    int64_t gate = oci_home_make_gate(birth->home);
    if (gate < 0)
        oci_birth_fail(birth, "make the gate of", birth->home->id, gate);
    return (int)gate;
}

void oci_create_container(const struct oci *oci, struct oci_home *home, struct oci_birth *birth, struct oci_tty *tty)
{
    struct oci_answer answer;
    size_t size;
    const char *id = oci_only_id(oci);
    *birth = (struct oci_birth){.home = home, .note = note, .undo = undo, .places = oci->places};
    birth->intent = files_join("cannot create container \"", id, "\"", (char *)0);
    uint32_t asked = oci_number(oci->line, OCI_PRESERVE_FDS, 0, RECORD_MAX_PRESERVED);
    uint32_t listening = oci_listen_count(oci->places, birth->intent, RECORD_MAX_PRESERVED - asked);
    oci_home_make(home, oci->root, id);
    command = oci;
    unfinished = home;
    oci_birth_read(birth, oci->line, tty);
    birth->preserved += listening;
    compile(oci, birth, listening, &answer);
    int64_t result = oci_home_keep_record(home, answer.record);
    if (result < 0)
        oci_birth_fail(birth, "keep the record of", id, result);
    say_notes(home);
    birth->first = make_gate(birth);
    birth->scope = oci_home_section(home, RECORD_SCOPE_BEGIN, &birth->scope_size);
    const char *words = oci_home_section(home, RECORD_PLAN_WORDS, &size);
    oci_birth_carry_out(birth, oci->line, answer.plan, words, size);
    sys_close(birth->first);
}

int oci_create(const struct oci *oci)
{
    struct oci_home home;
    struct oci_birth birth;
    oci_create_container(oci, &home, &birth, 0);
    return 0;
}

static void undo_run(const struct oci_home *home)
{
    oci_proc_end(home);
    oci_remove_container(command, home);
}

int oci_run(const struct oci *oci)
{
    static struct oci_tty tty;
    struct oci_home home;
    struct oci_birth birth;
    int detached = oci_given(oci->line, OCI_DETACH);
    if (!detached)
        oci_birth_adopt();
    oci_create_container(oci, &home, &birth, detached ? 0 : &tty);
    oci_start_container(&home, undo_run);
    if (detached)
        return 0;
    sys_flock(home.directory, LOCK_UN);
    int code = oci_birth_await_end(&birth, &home.process);
    if (!oci_given(oci->line, OCI_KEEP) && oci_home_lock(&home) == 0) {
        oci_proc_end(&home);
        oci_remove_container(oci, &home);
    }
    return code;
}
