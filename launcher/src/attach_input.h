/* attach_input.h: the way from one client to the container. */
#ifndef HAKO_ATTACH_INPUT_H
#define HAKO_ATTACH_INPUT_H

#include "attach.h"

/* No more input comes from this client. */
void attach_end_input(struct attachments *all, struct attached *client);

#endif
