/* attach.c: the clients' places, what is sent to them, and how they go. */
#include "attach.h"

#include "attach_output.h"
#include "calls.h"
#include "text.h"

#define REFUSED_CODE 125u

void attach_begin(struct attachments *all, struct container *container, struct attach_buffer *buffer, int input_once)
{
    all->container = container;
    all->buffer = buffer;
    all->input_once = input_once;
    for (int i = 0; i < ATTACH_MAX; i++)
        all->clients[i].fd = -1;
}

static int is_free(const struct attached *client)
{
    return client->fd < 0 && client->input.size == 0;
}

/* A free place, or that of a client that is gone and whose last input nobody reads. */
static struct attached *find_place(struct attachments *all)
{
    struct attached *gone = 0;
    for (int i = 0; i < ATTACH_MAX; i++) {
        struct attached *client = &all->clients[i];
        if (is_free(client))
            return client;
        if (client->fd < 0)
            gone = client;
    }
    if (gone)
        queue_drop(&gone->input, gone->input.size);
    return gone;
}

static void refuse(int fd)
{
    static const char text[] = "hako: the container has too many clients attached\n";
    uint32_t code = REFUSED_CODE;
    if (frame_send(fd, WIRE_STDERR, text, sizeof text - 1, 0, 0) == 0)
        frame_send(fd, WIRE_EXIT, &code, sizeof code, 0, 0);
    sys_close(fd);
}

static struct wire_attached terms_of(const struct attachments *all, uint32_t flags)
{
    struct wire_attached terms = {0, 0};
    if (flags & WIRE_ATTACH_SIGNALS)
        terms.flags |= WIRE_ATTACHED_SIGNALS;
    if (!(flags & WIRE_ATTACH_STDIN))
        return terms;
    if (all->container->terminal >= 0)
        terms.flags |= WIRE_ATTACHED_RAW;
    if (all->container->input >= 0) {
        terms.flags |= WIRE_ATTACHED_STDIN;
        terms.credit = ATTACH_CREDIT;
    }
    return terms;
}

void attach_add(struct attachments *all, int fd, const struct wire_attach *how)
{
    struct attached *client = find_place(all);
    if (!client) {
        refuse(fd);
        return;
    }
    struct wire_attached terms = terms_of(all, how->flags);
    memset(client, 0, sizeof *client);
    client->fd = fd;
    client->flags = how->flags;
    client->credit = terms.credit;
    client->detach.size = how->detach_size;
    memcpy(client->detach.keys, how->detach_keys, sizeof client->detach.keys);
    attach_send(all, client, WIRE_ATTACHED, &terms, sizeof terms);
}

int attach_events(const struct attached *client)
{
    return (client->leaving ? 0 : POLLIN) | (client->output.size > 0 ? POLLOUT : 0);
}

int attach_has_input(const struct attachments *all)
{
    for (int i = 0; i < ATTACH_MAX; i++)
        if (all->clients[i].input.size > 0)
            return 1;
    return 0;
}

int attach_any(const struct attachments *all)
{
    for (int i = 0; i < ATTACH_MAX; i++)
        if (all->clients[i].fd >= 0)
            return 1;
    return 0;
}

void attach_exit(struct attachments *all, uint32_t code)
{
    for (int i = 0; i < ATTACH_MAX; i++) {
        struct attached *client = &all->clients[i];
        if (client->fd >= 0 && !client->leaving)
            attach_leave(all, client, 0, code);
    }
}

int64_t attach_expire(struct attachments *all, int64_t now)
{
    int64_t next = INT64_MAX;
    for (int i = 0; i < ATTACH_MAX; i++) {
        struct attached *client = &all->clients[i];
        if (client->fd < 0 || !client->leaving)
            continue;
        if (client->leaving <= now)
            attach_drop(all, client);
        else if (client->leaving < next)
            next = client->leaving;
    }
    return next;
}
