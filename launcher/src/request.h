/* request.h: the first frame of a client: what was typed, where, and by which build. */
#ifndef HAKO_REQUEST_H
#define HAKO_REQUEST_H

#include "places.h"
#include "terminal.h"

/* Sends WIRE_REQUEST. An engine that is gone is not noticed here but by the answer that does not come. */
void request_send(int socket, const struct places *places, const struct terminal *terminal, char **argv);

#endif
