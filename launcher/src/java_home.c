/* java_home.c: looks for a Java that is new enough, in a fixed order. */
#include "java_home.h"

#include "errors.h"
#include "files.h"
#include "text.h"

#define LEAST_VERSION 25u
#define SYSTEM_JAVAS "/usr/lib/jvm"

/* The number behind JAVA_VERSION=" in a Java's release file; LEAST_VERSION where it does not say. */
static uint32_t version_of(const char *home)
{
    static const char key[] = "JAVA_VERSION=\"";
    char text[4096];
    int64_t size = files_read(files_join(home, "/release", (char *)0), text, sizeof text);
    for (int64_t at = 0; at + (int64_t)sizeof key <= size; at++) {
        if (memcmp(text + at, key, sizeof key - 1) != 0)
            continue;
        uint32_t version = 0;
        for (const char *digit = text + at + sizeof key - 1; *digit >= '0' && *digit <= '9' && version < 1000; digit++)
            version = version * 10 + (uint32_t)(*digit - '0');
        return version;
    }
    return LEAST_VERSION;
}

static const char *program_in(const char *home)
{
    if (!home)
        return 0;
    const char *program = files_join(home, "/bin/java", (char *)0);
    return files_is_executable(program) && version_of(home) >= LEAST_VERSION ? program : 0;
}

/* The first line of lib/hako/java-home. */
static const char *installed_home(const struct places *places)
{
    char text[PATH_MAX];
    if (files_read(files_join(places->lib, "/java-home", (char *)0), text, sizeof text) <= 0)
        return 0;
    size_t size = 0;
    while (text[size] && text[size] != '\n' && text[size] != '\r')
        size++;
    text[size] = '\0';
    return files_join(text, (char *)0);
}

static int names_version(const char *name)
{
    for (; *name; name++)
        if (name[0] == '2' && name[1] == '5')
            return 1;
    return 0;
}

static const char *system_program(void)
{
    char **names = files_list(SYSTEM_JAVAS, "");
    for (; names && *names; names++) {
        if (!names_version(*names))
            continue;
        const char *program = program_in(files_join(SYSTEM_JAVAS "/", *names, (char *)0));
        if (program)
            return program;
    }
    return 0;
}

const char *java_home_program(const struct places *places)
{
    const char *program = program_in(installed_home(places));
    if (!program)
        program = program_in(places_environment_path(places, "HAKO_JAVA_HOME"));
    if (!program)
        program = program_in(places_environment_path(places, "JAVA_HOME"));
    if (!program)
        program = system_program();
    if (!program)
        errors_fail("cannot start engine: there is no Java 25 or later; "
                    "hint: install one, and set HAKO_JAVA_HOME to where it is", (char *)0);
    return program;
}
