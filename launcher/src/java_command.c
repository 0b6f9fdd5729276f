/* java_command.c: which Java, which options, which environment. */
#include "java_command.h"

#include "errors.h"
#include "files.h"
#include "java_home.h"
#include "text.h"

#define MAX_OPTIONS 64u
#define OPTIONS_SIZE 8192u
#define MAIN_CLASS "dev.hako.app.Main"
#define SAFE_PATH "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
/* What the compiler has used goes back to the kernel, which is some megabytes of an engine that serves the kubelet. */
#define TUNABLES "GLIBC_TUNABLES="
#define THRIFTY TUNABLES "glibc.malloc.arena_max=1:glibc.malloc.mmap_threshold=31000"

struct strings {
    char **all;
    size_t count, capacity;
};

static void add(struct strings *strings, const char *string)
{
    if (strings->count + 1 >= strings->capacity)
        errors_fail("cannot start engine: its command line has too many words", (char *)0);
    strings->all[strings->count++] = (char *)(uintptr_t)string;
    strings->all[strings->count] = 0;
}

static int is_blank(char character)
{
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

/* engine.args: an option a line; a line that begins with # says something to its reader. */
static void add_options(struct strings *argv, const struct places *places)
{
    char *text = files_keep(OPTIONS_SIZE);
    if (files_read(files_join(places->lib, "/engine.args", (char *)0), text, OPTIONS_SIZE) < 0)
        return;
    while (*text) {
        while (is_blank(*text))
            text++;
        char *line = text, *end = text;
        for (; *text && *text != '\n'; text++)
            if (!is_blank(*text))
                end = text + 1;
        if (*text)
            text++;
        if (end > line && *line != '#') {
            *end = '\0';
            add(argv, line);
        }
    }
}

/* What came with the installation, or what an engine makes or has made. */
static const char *aot_cache(const struct places *places, const char *suffix)
{
    const char *path = files_join(places->lib, "/hako", suffix, (char *)0);
    if (files_exists(path))
        return path;
    return files_join(places_cache(places), "/", places->build_text, suffix, (char *)0);
}

/* One that serves the kubelet has more jars than others: a cache of its own, and as long as there is none, theirs. */
static void add_aot_cache(struct strings *argv, const struct places *places, int cri)
{
    const char *others = aot_cache(places, ".aot");
    const char *own = cri ? aot_cache(places, "-cri.aot") : others;
    const char *best = files_exists(own) ? own : others;
    if (files_exists(best))
        add(argv, files_join("-XX:AOTCache=", best, (char *)0));
    add(argv, files_join("-Dhako.aot=", own, (char *)0));
}

static int begins_with(const char *text, const char *start)
{
    size_t size = text_length(start);
    return text_length_within(text, size) == size && memcmp(text, start, size) == 0;
}

/* Whether the engine is to serve the kubelet: it alone needs the jars of that door. */
static int serves_cri(char *const *arguments)
{
    for (; *arguments; arguments++)
        if (text_equal(*arguments, "--cri") || begins_with(*arguments, "--cri="))
            return 1;
    return 0;
}

/* Every jar of a folder, in the order of their names: an AOT cache is good only for the class path it was made with,
 * and for one that begins so. */
static size_t append_jars(char *path, size_t size, size_t used, const char *folder, char *const *names)
{
    for (char *const *name = names; *name; name++) {
        used = text_append(path, size, used, used > 0 ? ":" : "");
        used = text_append(path, size, used, folder);
        used = text_append(path, size, used, "/");
        used = text_append(path, size, used, *name);
    }
    return used;
}

static size_t jars_size(const char *folder, char *const *names)
{
    size_t size = 0;
    for (char *const *name = names; *name; name++)
        size += text_length(folder) + text_length(*name) + 2;
    return size;
}

/* Of these jars two folders are apart: the kubelet's door, and what compares runtimes, which needs some of that. */
static const char *class_path(const struct places *places, int cri, int compare)
{
    static char *const none[] = {0};
    char **names = files_list(places->lib, ".jar");
    if (!names || !names[0])
        errors_fail("cannot start engine: there are no jars in \"", places->lib,
                    "\"; hint: hako runs from its installation, bin/hako beside lib/hako", (char *)0);
    const char *cri_folder = files_join(places->lib, "/cri", (char *)0);
    char **cri_names = cri ? files_list(cri_folder, ".jar") : 0;
    char *const *more = cri_names ? cri_names : none;
    const char *compare_folder = files_join(places->lib, "/compare", (char *)0);
    char **compare_names = compare ? files_list(compare_folder, ".jar") : 0;
    char *const *most = compare_names ? compare_names : none;
    size_t size = jars_size(places->lib, names) + jars_size(cri_folder, more) + jars_size(compare_folder, most) + 1;
    char *path = files_keep(size);
    size_t used = append_jars(path, size, 0, places->lib, names);
    used = append_jars(path, size, used, cri_folder, more);
    used = append_jars(path, size, used, compare_folder, most);
    path[used] = '\0';
    return path;
}

static size_t count(char *const *strings)
{
    size_t size = 0;
    while (strings[size])
        size++;
    return size;
}

void java_command_make(struct java_command *command, const struct places *places, char *const *arguments)
{
    struct strings argv = {.capacity = MAX_OPTIONS + count(arguments)};
    argv.all = files_keep(argv.capacity * sizeof *argv.all);
    add(&argv, java_home_program(places));
    add_options(&argv, places);
    int compare = *arguments && text_equal(*arguments, "compare");
    int cri = compare || serves_cri(arguments);
    add_aot_cache(&argv, places, cri);
    add(&argv, files_join("-Dhako.lib=", places->lib, (char *)0));
    add(&argv, files_join("-Dhako.run=", places->run, (char *)0));
    add(&argv, files_join("-Dhako.root=", places_root(places), (char *)0));
    add(&argv, files_join("-Dhako.build=", places->build_text, (char *)0));
    add(&argv, "-cp");
    add(&argv, class_path(places, cri, compare));
    add(&argv, MAIN_CLASS);
    for (; *arguments; arguments++)
        add(&argv, *arguments);
    command->argv = argv.all;
}

static int begins_with_one_of(const char *entry, const char *const *starts)
{
    for (; *starts; starts++)
        if (begins_with(entry, *starts))
            return 1;
    return 0;
}

/* Takes the entries that begin with one of `starts`, or those that do not. */
static void take_environment(struct java_command *command, const struct places *places, const char *const *starts,
                             int wanted)
{
    struct strings envp = {.capacity = count(places->envp) + 5};
    envp.all = files_keep(envp.capacity * sizeof *envp.all);
    envp.all[0] = 0;
    if (wanted)
        add(&envp, SAFE_PATH);
    int tuned = 0;
    for (char **entry = places->envp; *entry; entry++)
        if (begins_with_one_of(*entry, starts) == wanted) {
            add(&envp, *entry);
            tuned |= begins_with(*entry, TUNABLES);
        }
    if (!tuned)
        add(&envp, THRIFTY);
    command->envp = envp.all;
    command->environment_count = envp.count;
}

void java_command_clean_environment(struct java_command *command, const struct places *places)
{
    /* Proxies belong to the machine's way out, not to one command. */
    static const char *const wanted[] = {
        "HOME=", "USER=", "LANG=", "XDG_", "HAKO_", "http_proxy=", "https_proxy=", "no_proxy=",
        "HTTP_PROXY=", "HTTPS_PROXY=", "NO_PROXY=", 0,
    };
    take_environment(command, places, wanted, 1);
}

void java_command_keep_environment(struct java_command *command, const struct places *places)
{
    static const char *const unwanted[] = {"JAVA_", "_JAVA_OPTIONS=", "JDK_JAVA_OPTIONS=", 0};
    take_environment(command, places, unwanted, 0);
}

void java_command_note_id_mapping(struct java_command *command, const char *note)
{
    if (!note)
        return;
    command->envp[command->environment_count++] = files_join("HAKO_ID_MAPPING_NOTE=", note, (char *)0);
    command->envp[command->environment_count] = 0;
}
