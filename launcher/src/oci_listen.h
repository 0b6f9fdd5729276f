/*
 * oci_listen.h: sockets that a service manager has opened for the command, from descriptor 3 on, as
 * sd_listen_fds(3) takes them over. The container's program gets them in the command's place.
 */
#ifndef HAKO_OCI_LISTEN_H
#define HAKO_OCI_LISTEN_H

#include <stdint.h>

#include "places.h"

/*
 * How many there are. LISTEN_FDS that LISTEN_PID does not say are this process's are somebody else's, and inherited by
 * mistake: none then. Complains with `intent` and exits if there are more than `most`, or one is not open.
 */
uint32_t oci_listen_count(const struct places *places, const char *intent, uint32_t most);

#endif
