/* attached.h: what a client does once it is attached: input, signals, the terminal. */
#ifndef HAKO_ATTACHED_H
#define HAKO_ATTACHED_H

#include "conversation.h"

/* Behaves from now on as WIRE_ATTACHED says. */
void attached_begin(struct conversation *conversation, const struct wire_attached *terms);

/* Whether standard input is to be read now. */
int attached_wants_input(const struct conversation *conversation);

/* Standard input is ready. */
void attached_input(struct conversation *conversation);

/* A signal has come. */
void attached_signal(struct conversation *conversation);

#endif
