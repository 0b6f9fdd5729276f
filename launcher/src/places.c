/* places.c: see places.h. */
#include "places.h"

#include "calls.h"
#include "errors.h"
#include "files.h"
#include "text.h"

#define INITIAL_NAMESPACE_IDS "4294967295" /* what only the machine's own user namespace maps */

const char *places_environment(const struct places *places, const char *name)
{
    size_t size = text_length(name);
    for (char **entry = places->envp; *entry; entry++)
        if (text_length_within(*entry, size + 1) > size && memcmp(*entry, name, size) == 0 && (*entry)[size] == '=')
            return (*entry)[size + 1] == '\0' ? 0 : *entry + size + 1;
    return 0;
}

const char *places_environment_path(const struct places *places, const char *name)
{
    struct statx stat;
    const char *path = places_environment(places, name);
    if (!path || places->uid != 0)
        return path;
    int64_t result = sys_statx(AT_FDCWD, path, 0, STATX_UID, &stat);
    if (result == -ENOENT || (result == 0 && stat.stx_uid == 0))
        return path;
    errors_say("warning: ", name, " is ignored: root does not own \"", path, "\"", (char *)0);
    return 0;
}

/* /proc/self/uid_map of the machine's own user namespace is "0 0 4294967295". */
static int in_initial_namespace(void)
{
    char map[256];
    int64_t size = files_read("/proc/self/uid_map", map, sizeof map);
    for (int64_t i = 0; i + (int64_t)sizeof INITIAL_NAMESPACE_IDS <= size; i++)
        if (memcmp(map + i, INITIAL_NAMESPACE_IDS, sizeof INITIAL_NAMESPACE_IDS - 1) == 0)
            return 1;
    return 0;
}

static char *decimal(uint64_t value)
{
    char *text = files_keep(TEXT_DECIMAL_SIZE + 1);
    text[text_decimal(text, value)] = '\0';
    return text;
}

/* The engine's working directory is another: a path must mean the same there. */
static const char *absolute(const char *path)
{
    char here[PATH_MAX];
    int64_t size = path[0] == '/' ? 0 : sys_getcwd(here, sizeof here);
    return size <= 0 ? path : files_join(here, "/", path, (char *)0);
}

static const char *find_run(const struct places *places)
{
    const char *path = places_environment_path(places, "HAKO_RUN");
    if (path)
        return absolute(path);
    if (places->system)
        return "/run/hako";
    path = places_environment(places, "XDG_RUNTIME_DIR");
    return path ? files_join(path, "/hako", (char *)0) : files_join("/tmp/hako-", decimal(places->uid), (char *)0);
}

const char *places_root(const struct places *places)
{
    const char *path = places_environment_path(places, "HAKO_ROOT");
    if (path)
        return absolute(path);
    if (places->system)
        return "/var/lib/hako";
    path = places_environment(places, "XDG_DATA_HOME");
    if (path)
        return files_join(path, "/hako", (char *)0);
    path = places_environment(places, "HOME");
    if (!path)
        errors_fail("cannot start engine: neither HAKO_ROOT nor HOME is set", (char *)0);
    return files_join(path, "/.local/share/hako", (char *)0);
}

const char *places_cache(const struct places *places)
{
    if (places->system)
        return "/var/cache/hako";
    const char *path = places_environment(places, "XDG_CACHE_HOME");
    if (path)
        return files_join(path, "/hako", (char *)0);
    path = places_environment(places, "HOME");
    return files_join(path ? path : places->run, path ? "/.cache/hako" : "/cache", (char *)0);
}

/* The installation's tree is bin/hako and lib/hako. */
static const char *find_lib(void)
{
    char *path = files_keep(PATH_MAX);
    int64_t size = sys_readlinkat(AT_FDCWD, "/proc/self/exe", path, PATH_MAX - 1);
    path[size < 0 ? 0 : size] = '\0';
    for (int parts = 0; size > 0 && parts < 2;)
        if (path[--size] == '/')
            parts++;
    path[size < 0 ? 0 : size] = '\0';
    return files_join(path, "/lib/hako", (char *)0);
}

static int hex_digit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

static void read_build_id(struct places *places)
{
    char text[2 * PLACES_BUILD_ID + 1];
    memset(places->build_text, '0', sizeof places->build_text - 1);
    if (files_read(files_join(places->lib, "/build-id", (char *)0), text, sizeof text) != 2 * PLACES_BUILD_ID)
        return;
    for (size_t i = 0; i < PLACES_BUILD_ID; i++) {
        int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return;
        places->build_id[i] = (uint8_t)(high << 4 | low);
    }
    memcpy(places->build_text, text, sizeof text);
}

void places_find(struct places *places, char **envp)
{
    places->envp = envp;
    places->uid = (uint32_t)sys_geteuid();
    places->system = places->uid == 0 && in_initial_namespace();
    places->lib = find_lib();
    places->run = find_run(places);
    places->socket = files_join(places->run, "/engine.sock", (char *)0);
    read_build_id(places);
}

void places_make_run(const struct places *places)
{
    struct statx stat;
    int64_t result = sys_call3(__NR_mkdirat, AT_FDCWD, sys_address(places->run), 0700);
    if (result < 0 && result != -EEXIST)
        errors_fail("cannot create directory \"", places->run, "\": ", errors_text(result), (char *)0);
    result = sys_statx(AT_FDCWD, places->run, AT_SYMLINK_NOFOLLOW, STATX_TYPE | STATX_MODE | STATX_UID, &stat);
    if (result < 0 || !S_ISDIR(stat.stx_mode))
        errors_fail("cannot use \"", places->run, "\": it is not a directory", (char *)0);
    if (stat.stx_uid != places->uid)
        errors_fail("cannot use directory \"", places->run, "\": it belongs to another user", (char *)0);
    if (stat.stx_mode & 077)
        errors_fail("cannot use directory \"", places->run, "\": others have access to it; hint: chmod 700 \"",
                    places->run, "\"", (char *)0);
}
