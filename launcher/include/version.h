/* version.h: what this is the version of; tests compare it with the libraries'. */
#ifndef HAKO_VERSION_H
#define HAKO_VERSION_H

#define VERSION_HAKO "0.1.0"
#define VERSION_SPEC "1.3.0" /* of the OCI runtime specification */

#endif
