/*
 * user_namespace.h: an ordinary user's engine runs as root of a user namespace, which must be made
 * before it: a process with threads, such as a JVM, cannot enter one.
 */
#ifndef HAKO_USER_NAMESPACE_H
#define HAKO_USER_NAMESPACE_H

#include "places.h"

/*
 * Enters the namespaces of the user's live containers, or new ones. Returns why only the user's own
 * id is mapped in them, or null when more are. Complains and exits when there can be none.
 */
const char *user_namespace_enter(const struct places *places);

#endif
