/* errors.h: errnos in words, and complaints on standard error in the project's grammar. */
#ifndef HAKO_ERRORS_H
#define HAKO_ERRORS_H

#include <stdint.h>

#define ERRORS_CODE 125 /* docker's exit code for a failure that is not the container's */

/* "EPERM", for an errno of either sign. */
const char *errors_name(int64_t error);

/* "EPERM (operation not permitted)". The next call may overwrite it. */
const char *errors_text(int64_t error);

/* Writes "hako: ", the given strings up to a null and a newline to standard error. */
void errors_say(const char *first, ...);

/* The same, and exits with ERRORS_CODE. */
_Noreturn void errors_fail(const char *first, ...);

#endif
