/* attach_output.h: the way from the container to one client, and the way out. */
#ifndef HAKO_ATTACH_OUTPUT_H
#define HAKO_ATTACH_OUTPUT_H

#include "attach.h"

/* Sends or queues a small frame; a client that has no room even for that is dropped. */
void attach_send(struct attachments *all, struct attached *client, uint16_t type, const void *payload, uint32_t size);

/* Sends on what is queued. */
void attach_flush(struct attachments *all, struct attached *client);

/* Lets a client go: with a last text on its standard error (or none), an exit code, and time to read both. */
void attach_leave(struct attachments *all, struct attached *client, const char *text, uint32_t code);

/* The client is gone, or is to be. */
void attach_drop(struct attachments *all, struct attached *client);

#endif
