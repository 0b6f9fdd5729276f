/* attach_input.c: a client's frames; its input is streamed, within its credit, past the detach keys. */
#include "attach_input.h"

#include "attach_output.h"
#include "calls.h"
#include "text.h"

#define STEPS_AT_ONCE 16 /* then others have their turn */

static void settle_end(struct attachments *all, struct attached *client)
{
    if (!client->input_ended || client->input.size > 0)
        return;
    client->input_ended = 0;
    if (all->input_once)
        container_end_input(all->container);
}

void attach_end_input(struct attachments *all, struct attached *client)
{
    client->input_ended = 1;
    settle_end(all, client);
}

static void give_credit(struct attachments *all, struct attached *client, uint32_t consumed)
{
    client->consumed += consumed;
    if (client->fd < 0 || client->leaving || client->consumed < ATTACH_CREDIT / 2)
        return;
    uint32_t credit = client->consumed;
    client->credit += credit;
    client->consumed = 0;
    attach_send(all, client, WIRE_CREDIT, &credit, sizeof credit);
}

static void accept_input(struct attachments *all, struct attached *client, const uint8_t *bytes, uint32_t size)
{
    uint32_t taken = client->input.size == 0 ? container_write(all->container, bytes, size) : 0;
    if (queue_put(&client->input, bytes + taken, size - taken) < 0) {
        attach_drop(all, client);
        return;
    }
    give_credit(all, client, taken);
}

static void detached(struct attachments *all, struct attached *client)
{
    client->flags &= ~WIRE_ATTACH_STDIN;
    int raw = all->container->terminal >= 0;
    attach_leave(all, client, raw ? "read escape sequence\r\n" : "read escape sequence\n", 0);
}

void attach_deliver(struct attachments *all)
{
    for (int i = 0; i < ATTACH_MAX; i++) {
        struct attached *client = &all->clients[i];
        struct iovec parts[2];
        if (queue_parts(&client->input, parts) == 0)
            continue;
        uint32_t taken = container_write(all->container, parts[0].iov_base, (uint32_t)parts[0].iov_len);
        queue_drop(&client->input, taken);
        settle_end(all, client);
        give_credit(all, client, taken);
    }
}

/* Moves on the payload of a WIRE_STDIN frame. Its bytes land behind the room that held-back keys may need. */
static enum frame_state stream_input(struct attachments *all, struct attached *client)
{
    uint8_t *bytes = all->buffer->bytes + DETACH_MAX_KEYS;
    uint32_t size = client->streaming < ATTACH_BUFFER ? client->streaming : ATTACH_BUFFER;
    int64_t received = sys_receive(client->fd, bytes, size, MSG_DONTWAIT);
    if (received == -EAGAIN || received == -EINTR)
        return FRAME_PENDING;
    if (received <= 0)
        return FRAME_BROKEN;
    size = (uint32_t)received;
    client->streaming -= size;
    int found = 0;
    if (client->detach.size > 0) {
        size = detach_filter(&client->detach, bytes, size, all->buffer->bytes, &found);
        bytes = all->buffer->bytes;
    }
    accept_input(all, client, bytes, size);
    if (found && client->fd >= 0)
        detached(all, client);
    return FRAME_COMPLETE;
}

/* A frame's header says that input follows. */
static enum frame_state begin_stream(struct attached *client)
{
    uint32_t size = client->frame.header.size;
    if (size > client->credit)
        return FRAME_BROKEN;
    client->credit -= size;
    client->streaming = size;
    frame_next(&client->frame);
    return FRAME_COMPLETE;
}

static int obey(struct attachments *all, struct attached *client)
{
    struct wire_size size;
    uint32_t signal;
    switch (client->frame.header.type) {
    case WIRE_STDIN_END:
        if (client->frame.header.size != 0 || !(client->flags & WIRE_ATTACH_STDIN))
            return 0;
        accept_input(all, client, client->detach.keys, client->detach.matched);
        client->detach.matched = 0;
        attach_end_input(all, client);
        return 1;
    case WIRE_RESIZE:
        if (!frame_payload(&client->frame, &size, sizeof size))
            return 0;
        container_resize(all->container, &size);
        return 1;
    case WIRE_SIGNAL:
        if (!(client->flags & WIRE_ATTACH_SIGNALS) || !frame_payload(&client->frame, &signal, sizeof signal))
            return 0;
        container_signal(all->container, signal);
        return 1;
    default:
        return 0;
    }
}

static enum frame_state step(struct attachments *all, struct attached *client)
{
    if (client->streaming > 0)
        return stream_input(all, client);
    enum frame_state state = frame_receive(&client->frame, client->fd, 0);
    if (state == FRAME_STREAM)
        return begin_stream(client);
    if (state != FRAME_COMPLETE)
        return state;
    frame_next(&client->frame);
    return obey(all, client) ? FRAME_COMPLETE : FRAME_BROKEN;
}

static void receive(struct attachments *all, struct attached *client)
{
    enum frame_state state = FRAME_COMPLETE;
    for (int i = 0; i < STEPS_AT_ONCE && state == FRAME_COMPLETE; i++) {
        state = step(all, client);
        if (client->fd < 0 || client->leaving)
            return;
    }
    if (state == FRAME_BROKEN)
        attach_drop(all, client);
}

void attach_serve(struct attachments *all, struct attached *client, int events)
{
    if (events & POLLOUT)
        attach_flush(all, client);
    if (client->fd < 0)
        return;
    if (client->leaving && (events & (POLLHUP | POLLERR)))
        attach_drop(all, client);
    else if (!client->leaving && (events & (POLLIN | POLLHUP | POLLERR)))
        receive(all, client);
}
