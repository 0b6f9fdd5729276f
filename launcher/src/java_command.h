/* java_command.h: the command line and environment of the engine's JVM. */
#ifndef HAKO_JAVA_COMMAND_H
#define HAKO_JAVA_COMMAND_H

#include <stddef.h>

#include "places.h"

struct java_command {
    char **argv;
    char **envp; /* has room for one more */
    size_t environment_count;
};

/* Finds Java and puts the command line together; `arguments` are the program's, null-ended. */
void java_command_make(struct java_command *command, const struct places *places, char *const *arguments);

/* An engine that outlives who starts it gets little of the environment. */
void java_command_clean_environment(struct java_command *command, const struct places *places);

/* One in the foreground gets all but what Java itself would take for options. */
void java_command_keep_environment(struct java_command *command, const struct places *places);

/* Adds why only one id is mapped; null: nothing. */
void java_command_note_id_mapping(struct java_command *command, const char *note);

#endif
