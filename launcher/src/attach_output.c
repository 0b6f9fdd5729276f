/* attach_output.c: bounded queues towards clients, and what happens when they are full. */
#include "attach_output.h"

#include "attach_input.h"
#include "calls.h"
#include "text.h"

#define LOST_CODE 125u
#define RESERVE 512u /* room in a queue that only small frames may use */
#define HOLD_BACK 65536u /* a lossless client this far behind holds the container back */
#define HOLD_BACK_AT_END (QUEUE_CAPACITY - 3 * ATTACH_BUFFER) /* what an ended container left is taken in */
#define LEAVE_MILLIS 10000
#define LEAVE_LOSSLESS_MILLIS 600000 /* a pager may take its time */

struct small_frame {
    struct wire_frame header;
    uint8_t payload[64];
};

void attach_drop(struct attachments *all, struct attached *client)
{
    sys_close(client->fd);
    client->fd = -1;
    client->leaving = 0;
    queue_drop(&client->output, client->output.size);
    if (client->flags & WIRE_ATTACH_STDIN)
        attach_end_input(all, client);
}

static void set_deadline(struct attached *client)
{
    int millis = client->flags & WIRE_ATTACH_LOSSLESS ? LEAVE_LOSSLESS_MILLIS : LEAVE_MILLIS;
    client->leaving = sys_monotonic_millis() + millis;
}

/* Sends what the socket takes and queues the rest: 0, or -ENOBUFS when the queue is too full. */
static int64_t pass_on(struct attached *client, const uint8_t *bytes, uint32_t size, uint32_t reserve)
{
    int64_t sent = 0;
    if (client->output.size == 0)
        sent = frame_send_some(client->fd, bytes, size);
    if (sent < 0)
        return sent;
    uint32_t rest = size - (uint32_t)sent;
    if (rest > 0 && rest + reserve > queue_room(&client->output))
        return -ENOBUFS;
    return queue_put(&client->output, bytes + sent, rest);
}

void attach_send(struct attachments *all, struct attached *client, uint16_t type, const void *payload, uint32_t size)
{
    struct small_frame frame = {.header = {.size = size, .type = type}};
    memcpy(frame.payload, payload, size);
    if (pass_on(client, (const uint8_t *)&frame, (uint32_t)sizeof frame.header + size, 0) < 0)
        attach_drop(all, client);
}

void attach_flush(struct attachments *all, struct attached *client)
{
    struct iovec parts[2];
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = (size_t)queue_parts(&client->output, parts)};
    int64_t sent = message.msg_iovlen == 0 ? 0 : sys_sendmsg(client->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && sent != -EAGAIN && sent != -EINTR) {
        attach_drop(all, client);
        return;
    }
    if (sent > 0)
        queue_drop(&client->output, (uint32_t)sent);
    if (client->leaving && client->output.size == 0)
        attach_drop(all, client);
    else if (client->leaving && sent > 0)
        set_deadline(client);
}

void attach_leave(struct attachments *all, struct attached *client, const char *text, uint32_t code)
{
    if (text)
        attach_send(all, client, WIRE_STDERR, text, (uint32_t)text_length(text));
    if (client->fd >= 0)
        attach_send(all, client, WIRE_EXIT, &code, sizeof code);
    if (client->fd < 0)
        return;
    set_deadline(client);
    attach_flush(all, client);
}

int attach_holds_back(const struct attachments *all)
{
    uint32_t limit = all->container->exited ? HOLD_BACK_AT_END : HOLD_BACK;
    for (int i = 0; i < ATTACH_MAX; i++) {
        const struct attached *client = &all->clients[i];
        if ((client->flags & WIRE_ATTACH_LOSSLESS) && !client->leaving && client->output.size > limit)
            return 1;
    }
    return 0;
}

void attach_output(struct attachments *all, int stream, uint8_t *bytes, uint32_t size)
{
    uint32_t wanted = stream == CONTAINER_STDOUT ? WIRE_ATTACH_STDOUT : WIRE_ATTACH_STDERR;
    struct wire_frame header = {.size = size, .type = stream == CONTAINER_STDOUT ? WIRE_STDOUT : WIRE_STDERR};
    memcpy(bytes, &header, sizeof header);
    for (int i = 0; i < ATTACH_MAX; i++) {
        struct attached *client = &all->clients[i];
        if (client->fd < 0 || client->leaving || !(client->flags & wanted))
            continue;
        int64_t result = pass_on(client, bytes, (uint32_t)sizeof header + size, RESERVE);
        if (result == -ENOBUFS)
            attach_leave(all, client, "hako: output was lost: the client reads too slowly\n", LOST_CODE);
        else if (result < 0)
            attach_drop(all, client);
    }
}
