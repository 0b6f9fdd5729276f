/* java_home.h: which Java runs the engine. */
#ifndef HAKO_JAVA_HOME_H
#define HAKO_JAVA_HOME_H

#include "places.h"

/* The path of the java program: the installation's own, or one the user names, or one of the system's. */
const char *java_home_program(const struct places *places);

#endif
