/* id_map.c: see id_map.h. */
#include "id_map.h"

#include "calls.h"
#include "files.h"
#include "text.h"

#define MAX_FILE 65536u
#define DEFAULT_PATH "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"

/* A program in PATH; null: it is not there. */
static const char *find_program(const struct places *places, const char *name)
{
    const char *path = places_environment(places, "PATH");
    for (path = path ? path : DEFAULT_PATH; *path;) {
        size_t size = 0;
        while (path[size] && path[size] != ':')
            size++;
        char *directory = files_keep(size + 1);
        memcpy(directory, path, size);
        directory[size] = '\0';
        const char *program = files_join(directory, "/", name, (char *)0);
        if (directory[0] == '/' && files_is_executable(program))
            return program;
        path += size + (path[size] == ':');
    }
    return 0;
}

/* Cuts the next field off a line of fields between colons. */
static char *next_field(char **rest)
{
    char *field = *rest;
    while (**rest && **rest != ':')
        (*rest)++;
    if (**rest)
        *(*rest)++ = '\0';
    return field;
}

static char *next_line(char **rest)
{
    char *line = *rest;
    if (!*line)
        return 0;
    while (**rest && **rest != '\n')
        (*rest)++;
    if (**rest)
        *(*rest)++ = '\0';
    return line;
}

/* A decimal number below 2^32 that is all of the text; false for anything else. */
static int parse(const char *text, uint32_t *value)
{
    uint64_t number = 0;
    if (!*text)
        return 0;
    for (; *text; text++) {
        if (*text < '0' || *text > '9')
            return 0;
        number = number * 10 + (uint64_t)(*text - '0');
        if (number > UINT32_MAX)
            return 0;
    }
    *value = (uint32_t)number;
    return 1;
}

static char *read_whole(const char *path)
{
    char *text = files_keep(MAX_FILE);
    if (files_read(path, text, MAX_FILE) < 0)
        text[0] = '\0';
    return text;
}

/* The name /etc/passwd gives the user, or the one the environment does. */
static const char *user_name(const struct places *places)
{
    char *rest = read_whole("/etc/passwd");
    for (char *line; (line = next_line(&rest));) {
        uint32_t uid;
        const char *name = next_field(&line);
        next_field(&line);
        if (parse(next_field(&line), &uid) && uid == places->uid)
            return name;
    }
    const char *name = places_environment(places, "USER");
    return name ? name : "";
}

static void read_ranges(struct id_map *map, const char *path, const char *name, uint32_t uid)
{
    char *rest = read_whole(path);
    for (char *line; map->count < ID_MAP_RANGES && (line = next_line(&rest));) {
        uint32_t number;
        const char *owner = next_field(&line);
        if (!text_equal(owner, name) && !(parse(owner, &number) && number == uid))
            continue;
        if (parse(next_field(&line), &map->first[map->count]) && parse(next_field(&line), &map->size[map->count]))
            map->count += map->size[map->count] > 0;
    }
}

const char *id_map_find(const struct places *places, struct id_map *users, struct id_map *groups)
{
    const char *name = user_name(places);
    users->own = places->uid;
    groups->own = (uint32_t)sys_call3(__NR_getegid, 0, 0, 0);
    users->program = find_program(places, "newuidmap");
    groups->program = find_program(places, "newgidmap");
    if (!users->program || !groups->program)
        return "newuidmap and newgidmap are not installed; hint: install the package uidmap";
    read_ranges(users, "/etc/subuid", name, places->uid);
    read_ranges(groups, "/etc/subgid", name, places->uid);
    if (users->count > 0 && groups->count > 0)
        return 0;
    return files_join(users->count == 0 ? "/etc/subuid" : "/etc/subgid", " has no ids for user \"", name,
                      "\"; hint: usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ", name, (char *)0);
}

static char *decimal(uint32_t value)
{
    char *text = files_keep(TEXT_DECIMAL_SIZE + 1);
    text[text_decimal(text, value)] = '\0';
    return text;
}

int id_map_apply(const struct id_map *map, int pid)
{
    static char *const no_environment[] = {0};
    char *argv[2 + 3 + 3 * ID_MAP_RANGES + 1];
    size_t count = 0;
    uint32_t inside = 1;
    argv[count++] = (char *)(uintptr_t)text_last_part(map->program);
    argv[count++] = decimal((uint32_t)pid);
    argv[count++] = decimal(0);
    argv[count++] = decimal(map->own);
    argv[count++] = decimal(1);
    for (uint32_t i = 0; i < map->count; i++) {
        argv[count++] = decimal(inside);
        argv[count++] = decimal(map->first[i]);
        argv[count++] = decimal(map->size[i]);
        inside += map->size[i];
    }
    argv[count] = 0;
    int status = -1;
    int64_t child = sys_fork();
    if (child == 0) {
        sys_execve(map->program, argv, no_environment);
        sys_exit(127);
    }
    while (child > 0 && sys_wait4((int)child, &status, 0) == -EINTR)
        continue;
    return status;
}
