/* conversation.c: frames from the engine or the monitor, and the loop that waits for all sides at once. */
#include "conversation.h"

#include "attached.h"
#include "calls.h"
#include "errors.h"
#include "text.h"

#define MAX_SMALL 64u /* payload of the frames that are not output */
#define OUTPUT_AT_ONCE 4096u /* what a pipe or terminal that is ready takes without blocking */
#define EXIT_BROKEN_PIPE 141 /* 128 + SIGPIPE: what a shell makes of a program whose reader has gone */

enum { SLOT_SOCKET, SLOT_SIGNALS, SLOT_INPUT, SLOT_OUTPUT, SLOTS };

static uint8_t buffer[sizeof(struct wire_frame) + WIRE_MAX_DATA];

static void finish(struct conversation *conversation, int result)
{
    conversation->over = 1;
    conversation->result = result;
    terminal_restore(&conversation->terminal);
}

/* The connection has ended, or cannot be used any more. */
static void lose(struct conversation *conversation, int64_t error)
{
    if (conversation->stands_in) {
        finish(conversation, CONVERSATION_LOST);
        return;
    }
    int silent = error == -ECONNRESET ? CONVERSATION_UNREAD : CONVERSATION_NO_ANSWER;
    finish(conversation, conversation->answered ? ERRORS_CODE : silent);
    if (conversation->attached)
        errors_say("lost the connection to the container; hint: it may still run, see hako ps", (char *)0);
    else if (conversation->answered)
        errors_say("lost the connection to the engine before it had finished; hint: see hako doctor", (char *)0);
}

static int obey(struct conversation *conversation, const struct wire_frame *frame, const void *payload)
{
    struct wire_attached terms;
    uint32_t number;
    if (frame->type == WIRE_STALE && frame->size == 0) {
        finish(conversation, CONVERSATION_STALE);
        return 1;
    }
    if (frame->type == WIRE_ATTACHED && frame->size == sizeof terms) {
        memcpy(&terms, payload, sizeof terms);
        attached_begin(conversation, &terms);
        return 1;
    }
    if (frame->size != sizeof number)
        return 0;
    memcpy(&number, payload, sizeof number);
    if (frame->type == WIRE_EXIT)
        finish(conversation, (int)(number & 0xff));
    else if (frame->type == WIRE_CREDIT)
        conversation->credit += number;
    return frame->type == WIRE_EXIT || frame->type == WIRE_CREDIT;
}

/* Takes the next frame out of the buffer; false when it is not all there. */
static int next_frame(struct conversation *conversation)
{
    struct wire_frame frame;
    const uint8_t *bytes = buffer + conversation->start;
    uint32_t have = conversation->end - conversation->start;
    if (have < sizeof frame)
        return 0;
    memcpy(&frame, bytes, sizeof frame);
    int is_output = frame.type == WIRE_STDOUT || frame.type == WIRE_STDERR;
    if (is_output && frame.size <= WIRE_MAX_DATA) {
        conversation->output_left = frame.size;
        conversation->output = frame.type == WIRE_STDOUT ? 1 : 2;
        frame.size = 0;
    } else if (is_output || frame.size > MAX_SMALL) {
        lose(conversation, 0);
        return 0;
    } else if (have < sizeof frame + frame.size) {
        return 0;
    }
    conversation->answered = 1;
    conversation->start += (uint32_t)sizeof frame + frame.size;
    if (!is_output && !obey(conversation, &frame, bytes + sizeof frame))
        lose(conversation, 0);
    return !conversation->over;
}

/* Writes some of the output in the buffer. */
static void put_output(struct conversation *conversation)
{
    uint32_t size = conversation->end - conversation->start;
    if (size > conversation->output_left)
        size = conversation->output_left;
    if (conversation->attached && size > OUTPUT_AT_ONCE)
        size = OUTPUT_AT_ONCE;
    int64_t written = size;
    if (conversation->output == 1 || !conversation->error_closed)
        written = sys_write(conversation->output, buffer + conversation->start, size);
    if (written == -EINTR || written == -EAGAIN)
        return;
    if (written < 0 && conversation->output == 1) {
        finish(conversation, written == -EPIPE ? EXIT_BROKEN_PIPE : ERRORS_CODE);
        if (written != -EPIPE)
            errors_say("cannot write output: ", errors_text(written), (char *)0);
        return;
    }
    if (written < 0) {
        conversation->error_closed = 1;
        written = size;
    }
    conversation->start += (uint32_t)written;
    conversation->output_left -= (uint32_t)written;
}

static int has_output(const struct conversation *conversation)
{
    return conversation->output_left > 0 && conversation->end > conversation->start;
}

/* Deals with what is in the buffer, up to output that has to wait for its turn; true when there is such. */
static int digest(struct conversation *conversation)
{
    while (!conversation->over && !has_output(conversation) && conversation->output_left == 0)
        if (!next_frame(conversation))
            break;
    if (has_output(conversation) && !conversation->over)
        return 1;
    conversation->end -= conversation->start;
    memmove(buffer, buffer + conversation->start, conversation->end);
    conversation->start = 0;
    return 0;
}

static void receive(struct conversation *conversation)
{
    int64_t size = sys_receive(conversation->socket, buffer + conversation->end, sizeof buffer - conversation->end, 0);
    if (size > 0)
        conversation->end += (uint32_t)size;
    else if (size != -EINTR && size != -EAGAIN)
        lose(conversation, size);
}

/* Waits for any side, and serves those that are ready. */
static void serve(struct conversation *conversation, int output)
{
    struct pollfd slots[SLOTS] = {
        [SLOT_SOCKET] = {output ? -1 : conversation->socket, POLLIN, 0},
        [SLOT_SIGNALS] = {conversation->attached ? conversation->signals : -1, POLLIN, 0},
        [SLOT_INPUT] = {attached_wants_input(conversation) ? 0 : -1, POLLIN, 0},
        [SLOT_OUTPUT] = {output ? conversation->output : -1, POLLOUT, 0},
    };
    if (sys_ppoll(slots, SLOTS, 0) <= 0)
        return;
    if (slots[SLOT_SIGNALS].revents)
        attached_signal(conversation);
    if (slots[SLOT_INPUT].revents)
        attached_input(conversation);
    if (slots[SLOT_OUTPUT].revents)
        put_output(conversation);
    if (slots[SLOT_SOCKET].revents)
        receive(conversation);
}

int conversation_run(struct conversation *conversation)
{
    while (!conversation->over) {
        int output = digest(conversation);
        if (conversation->over)
            break;
        if (conversation->attached)
            serve(conversation, output);
        else if (output)
            put_output(conversation);
        else
            receive(conversation);
    }
    return conversation->result;
}
