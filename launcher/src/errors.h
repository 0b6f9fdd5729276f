/* errors.h: errnos in words, and complaints on standard error in the project's grammar. */
#ifndef HAKO_ERRORS_H
#define HAKO_ERRORS_H

#include <stddef.h>
#include <stdint.h>

#define ERRORS_CODE 125 /* docker's exit code for a failure that is not the container's */

/* Told each complaint, without who speaks and without newline. */
typedef void errors_listener(const char *line, size_t size);

/* From now on complaints are `name`'s instead of "hako"'s, failures end with `code`, and `also` (or null) hears them. */
void errors_speak_as(const char *name, int code, errors_listener *also);

/* "EPERM", for an errno of either sign. */
const char *errors_name(int64_t error);

/* "EPERM (operation not permitted)". The next call may overwrite it. */
const char *errors_text(int64_t error);

/* Writes who speaks, the given strings up to a null and a newline to standard error. */
void errors_say(const char *first, ...);

/* The same, and exits with the code for failures. */
_Noreturn void errors_fail(const char *first, ...);

#endif
