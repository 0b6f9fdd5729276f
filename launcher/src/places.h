/*
 * places.h: where everything is: the installation this program belongs to, and the user's
 * directories. A privileged user's environment is not believed where it names other users' files.
 */
#ifndef HAKO_PLACES_H
#define HAKO_PLACES_H

#include <stdint.h>

#define PLACES_BUILD_ID 16u

struct places {
    char **envp;
    uint32_t uid;
    int system;        /* root of the machine, not only of a user namespace */
    const char *lib;   /* the installation's lib/hako */
    const char *run;   /* sockets, locks, and what may be lost with the next boot */
    const char *socket; /* the engine's */
    uint8_t build_id[PLACES_BUILD_ID]; /* all zero: this program is not installed */
    char build_text[2 * PLACES_BUILD_ID + 1];
};

/* Finds what every command needs. */
void places_find(struct places *places, char **envp);

/* The value of an environment variable, or null where it is unset or empty. */
const char *places_environment(const struct places *places, const char *name);

/* The same for one that holds a path: at uid 0 null, with a warning, unless root owns that path. */
const char *places_environment_path(const struct places *places, const char *name);

/* Where images and containers are kept. */
const char *places_root(const struct places *places);

/* The directory of caches, without a promise that it exists. */
const char *places_cache(const struct places *places);

/* Makes the run directory, or refuses one that somebody else could have put there: it does not return then. */
void places_make_run(const struct places *places);

#endif
