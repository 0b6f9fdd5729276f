/* oci_line.c: see oci_line.h. Options are a table: its name, its letter, whether it takes a value, and which verbs have it. */
#include "oci_line.h"

#include <stddef.h>

#include "errors.h"
#include "files.h"
#include "text.h"

#define STARTS (OCI_CREATE | OCI_RUN)
#define PROCESSES (STARTS | OCI_EXEC)

static const struct {
    const char *name;
    char letter;
    uint8_t takes_value;
    uint32_t verbs;
} options[OCI_OPTIONS] = {
    [OCI_ROOT] = {"root", 0, 1, OCI_GLOBAL},
    [OCI_LOG] = {"log", 0, 1, OCI_GLOBAL},
    [OCI_LOG_FORMAT] = {"log-format", 0, 1, OCI_GLOBAL},
    [OCI_DEBUG] = {"debug", 0, 0, OCI_GLOBAL},
    [OCI_SYSTEMD_CGROUP] = {"systemd-cgroup", 0, 0, OCI_GLOBAL},
    [OCI_ROOTLESS] = {"rootless", 0, 1, OCI_GLOBAL},
    [OCI_ISOLATION] = {"isolation", 0, 1, OCI_GLOBAL},
    [OCI_HELP] = {"help", 'h', 0, ~0u},
    [OCI_VERSION] = {"version", 'v', 0, OCI_GLOBAL},
    [OCI_CRIU] = {"criu", 0, 1, OCI_GLOBAL},
    [OCI_BUNDLE] = {"bundle", 'b', 1, STARTS | OCI_SPEC},
    [OCI_PID_FILE] = {"pid-file", 0, 1, PROCESSES},
    [OCI_CONSOLE_SOCKET] = {"console-socket", 0, 1, PROCESSES},
    [OCI_PRESERVE_FDS] = {"preserve-fds", 0, 1, PROCESSES},
    [OCI_NO_PIVOT] = {"no-pivot", 0, 0, STARTS},
    [OCI_NO_NEW_KEYRING] = {"no-new-keyring", 0, 0, STARTS},
    [OCI_NO_SUBREAPER] = {"no-subreaper", 0, 0, OCI_RUN | OCI_EXEC},
    [OCI_DETACH] = {"detach", 'd', 0, OCI_RUN | OCI_EXEC},
    [OCI_KEEP] = {"keep", 0, 0, OCI_RUN},
    [OCI_ALL] = {"all", 'a', 0, OCI_KILL},
    [OCI_FORCE] = {"force", 'f', 0, OCI_DELETE},
    [OCI_FORMAT] = {"format", 'f', 1, OCI_LIST | OCI_PS},
    [OCI_QUIET] = {"quiet", 'q', 0, OCI_LIST},
    [OCI_PROCESS] = {"process", 'p', 1, OCI_EXEC},
    [OCI_TTY] = {"tty", 't', 0, OCI_EXEC},
    [OCI_USER] = {"user", 'u', 1, OCI_EXEC},
    [OCI_CWD] = {"cwd", 0, 1, OCI_EXEC},
    [OCI_ENV] = {"env", 'e', 1, OCI_EXEC},
    [OCI_CAP] = {"cap", 'c', 1, OCI_EXEC},
    [OCI_ADDITIONAL_GIDS] = {"additional-gids", 'g', 1, OCI_EXEC},
    [OCI_NO_NEW_PRIVS] = {"no-new-privs", 0, 0, OCI_EXEC},
    [OCI_PIDFD_SOCKET] = {"pidfd-socket", 0, 1, PROCESSES},
    [OCI_APPARMOR] = {"apparmor", 0, 1, OCI_EXEC},
    [OCI_PROCESS_LABEL] = {"process-label", 0, 1, OCI_EXEC},
    [OCI_CGROUP] = {"cgroup", 0, 1, OCI_EXEC},
    [OCI_IGNORE_PAUSED] = {"ignore-paused", 0, 0, OCI_EXEC},
    [OCI_SPEC_ROOTLESS] = {"rootless", 0, 0, OCI_SPEC},
    [OCI_STATS] = {"stats", 0, 0, OCI_EVENTS},
    [OCI_INTERVAL] = {"interval", 0, 1, OCI_EVENTS},
    [OCI_RESOURCES] = {"resources", 'r', 1, OCI_UPDATE},
    [OCI_MEMORY] = {"memory", 0, 1, OCI_UPDATE},
    [OCI_MEMORY_RESERVATION] = {"memory-reservation", 0, 1, OCI_UPDATE},
    [OCI_MEMORY_SWAP] = {"memory-swap", 0, 1, OCI_UPDATE},
    [OCI_PIDS_LIMIT] = {"pids-limit", 0, 1, OCI_UPDATE},
    [OCI_BLKIO_WEIGHT] = {"blkio-weight", 0, 1, OCI_UPDATE},
    [OCI_CPU_PERIOD] = {"cpu-period", 0, 1, OCI_UPDATE},
    [OCI_CPU_QUOTA] = {"cpu-quota", 0, 1, OCI_UPDATE},
    [OCI_CPU_BURST] = {"cpu-burst", 0, 1, OCI_UPDATE},
    [OCI_CPU_SHARE] = {"cpu-share", 0, 1, OCI_UPDATE},
    [OCI_CPU_RT_PERIOD] = {"cpu-rt-period", 0, 1, OCI_UPDATE},
    [OCI_CPU_RT_RUNTIME] = {"cpu-rt-runtime", 0, 1, OCI_UPDATE},
    [OCI_CPU_IDLE] = {"cpu-idle", 0, 1, OCI_UPDATE},
    [OCI_CPUSET_CPUS] = {"cpuset-cpus", 0, 1, OCI_UPDATE},
    [OCI_CPUSET_MEMS] = {"cpuset-mems", 0, 1, OCI_UPDATE},
    [OCI_KERNEL_MEMORY] = {"kernel-memory", 0, 1, OCI_UPDATE},
    [OCI_KERNEL_MEMORY_TCP] = {"kernel-memory-tcp", 0, 1, OCI_UPDATE},
    [OCI_L3_CACHE_SCHEMA] = {"l3-cache-schema", 0, 1, OCI_UPDATE},
    [OCI_MEM_BW_SCHEMA] = {"mem-bw-schema", 0, 1, OCI_UPDATE},
};

static const struct {
    const char *name;
    uint32_t verb;
} verbs[] = {
    {"create", OCI_CREATE}, {"start", OCI_START},   {"run", OCI_RUN},           {"state", OCI_STATE},
    {"kill", OCI_KILL},     {"delete", OCI_DELETE}, {"list", OCI_LIST},         {"features", OCI_FEATURES},
    {"pause", OCI_PAUSE},   {"resume", OCI_RESUME}, {"ps", OCI_PS},             {"exec", OCI_EXEC},
    {"update", OCI_UPDATE}, {"events", OCI_EVENTS}, {"spec", OCI_SPEC},         {"help", OCI_GLOBAL},
    {"checkpoint", 0},      {"restore", 0}, /* are refused */
};

/* Whether `word` is the option's name, perhaps with "=" and a value behind it. */
static int names(const char *word, const char *name)
{
    size_t size = text_length(name);
    return text_length_within(word, size) == size && memcmp(word, name, size) == 0
           && (word[size] == '\0' || word[size] == '=');
}

static size_t find(const struct oci_line *line, const char *word)
{
    int is_letter = word[1] != '-' && word[2] == '\0';
    const char *name = word[1] == '-' ? word + 2 : word + 1;
    for (size_t i = 0; i < OCI_OPTIONS; i++)
        if (options[i].name && (options[i].verbs & line->verb)
            && (is_letter ? options[i].letter == word[1] : names(name, options[i].name)))
            return i;
    errors_fail("there is no option \"", word, "\" of ", line->verb_name, "; hint: see --help", (char *)0);
}

/* The value behind "=", or null. */
static const char *attached(const char *word)
{
    for (; *word != '\0'; word++)
        if (*word == '=')
            return word + 1;
    return 0;
}

/* Returns the next word that is not part of the option. */
static char **read_option(struct oci_line *line, char **argv)
{
    size_t option = find(line, *argv);
    const char *value = attached(*argv++);
    if (!options[option].takes_value) {
        int given = !value || !text_equal(value, "false");
        line->values[option] = given ? "" : 0;
        if (given)
            line->given[line->given_count++] = (struct oci_given){(uint8_t)option, ""};
        return argv;
    }
    if (!value && !*argv)
        errors_fail("option --", options[option].name, " needs a value", (char *)0);
    line->values[option] = value ? value : *argv++;
    line->given[line->given_count++] = (struct oci_given){(uint8_t)option, line->values[option]};
    return argv;
}

static int is_option(const char *word)
{
    return word[0] == '-' && word[1] != '\0';
}

static void read_verb(struct oci_line *line, const char *word)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (text_equal(verbs[i].name, word)) {
            line->verb = verbs[i].verb;
            line->verb_name = verbs[i].name;
            if (line->verb == 0)
                errors_fail("there is no ", word, " yet: containers cannot be kept in images of their processes", (char *)0);
            return;
        }
    errors_fail("there is no command \"", word, "\"; hint: see --help", (char *)0);
}

static char **read_options(struct oci_line *line, char **argv)
{
    while (*argv && is_option(*argv) && !text_equal(*argv, "--"))
        argv = read_option(line, argv);
    return argv;
}

/* Options may stand behind arguments, but what follows the container of exec or ps is a command line of its own. */
static void read_arguments(struct oci_line *line, char **argv)
{
    int words_only = 0;
    for (; *argv;) {
        if (!words_only && text_equal(*argv, "--")) {
            words_only = 1;
            argv++;
        } else if (!words_only && is_option(*argv)) {
            argv = read_option(line, argv);
        } else {
            line->arguments[line->argument_count++] = *argv++;
            words_only |= (line->verb & (OCI_EXEC | OCI_PS)) != 0;
        }
    }
    line->arguments[line->argument_count] = 0;
}

char **oci_line_begin(struct oci_line *line, char **argv)
{
    size_t count = 0;
    while (argv[count])
        count++;
    line->arguments = files_keep((count + 1) * sizeof *line->arguments);
    line->arguments[0] = 0;
    line->given = files_keep((count + 1) * sizeof *line->given);
    line->verb = OCI_GLOBAL;
    line->verb_name = "the command";
    return read_options(line, argv);
}

void oci_line_read(struct oci_line *line, char **argv)
{
    if (!*argv)
        return;
    read_verb(line, *argv);
    read_arguments(line, argv + 1);
}

uint32_t oci_number(const struct oci_line *line, enum oci_option option, uint32_t otherwise, uint32_t most)
{
    const char *digits = line->values[option];
    uint64_t value = 0;
    if (!digits)
        return otherwise;
    for (const char *at = digits; *at; at++) {
        value = *at >= '0' && *at <= '9' ? value * 10 + (uint64_t)(*at - '0') : (uint64_t)most + 1;
        if (value > most)
            errors_fail("option --", options[option].name, " takes a number, not \"", digits, "\"", (char *)0);
    }
    return *digits ? (uint32_t)value : otherwise;
}
