/*
 * conversation.h: what comes after the request. Until the client is attached it only shows what it
 * is sent, and its user's signals end it; then it also sends standard input, signals and window sizes.
 */
#ifndef HAKO_CONVERSATION_H
#define HAKO_CONVERSATION_H

#include <stdint.h>

#include "terminal.h"
#include "wire.h"

struct conversation {
    int socket;
    struct terminal terminal;
    int answered; /* a frame has come */
    int attached; /* WIRE_ATTACHED has come */
    uint32_t flags; /* WIRE_ATTACHED_… */
    uint32_t credit;
    int input_ended;
    int signals; /* the signalfd, once attached */
    int over;
    int result; /* the exit code or one of those below, once it is over */
    uint32_t start, end; /* what of the buffer is not dealt with yet */
    uint32_t output_left; /* still to come of a WIRE_STDOUT or WIRE_STDERR payload */
    int output; /* where that goes */
    int error_closed; /* nobody reads standard error any more */
    int stands_in; /* for the program, before its monitor (stand_in.h): every signal is the program's */
};

#define CONVERSATION_STALE (-1)
#define CONVERSATION_NO_ANSWER (-2) /* the engine has gone before it said anything */
#define CONVERSATION_LOST (-4) /* a stand-in's program has gone without a word */
#define CONVERSATION_UNREAD (-3) /* … and before it had read the request, which it cannot have acted upon */

/* Returns the exit code or one of the above. */
int conversation_run(struct conversation *conversation);

#endif
