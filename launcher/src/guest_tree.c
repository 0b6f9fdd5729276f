/* guest_tree.c: see guest_tree.h. One message after the other, which the host's kernel has put together. */
#include "guest_tree.h"

#include "calls.h"
#include "errors.h"
#include "guest_fuse.h"
#include "guest_handles.h"
#include "guest_nodes.h"
#include "plan.h"
#include "text.h"

#define CONNECTION (CONTROL_FD + 1)

static uint8_t in[FUSE_ROOM] __attribute__((aligned(8)));
static uint8_t out[FUSE_ROOM] __attribute__((aligned(8)));

static void receive(uint8_t *bytes, size_t size)
{
    while (size > 0) {
        int64_t got = sys_read(CONNECTION, bytes, size);
        if (got == -EINTR)
            continue;
        if (got <= 0)
            sys_exit(got < 0);
        bytes += got;
        size -= (size_t)got;
    }
}

static void send(const uint8_t *bytes, size_t size)
{
    while (size > 0) {
        int64_t sent = sys_send(CONNECTION, bytes, size, MSG_NOSIGNAL);
        if (sent == -EINTR)
            continue;
        if (sent <= 0)
            sys_exit(1);
        bytes += sent;
        size -= (size_t)sent;
    }
}

_Noreturn void guest_tree_main(const char *directory)
{
    struct fuse_in_header head;
    guest_fuse_reads_all = 1;
    sys_umask(0);
    int error = guest_nodes_begin(directory);
    if (error == 0)
        error = guest_handles_begin();
    if (error < 0)
        errors_fail("cannot show files: ", errors_text(error), (const char *)0);
    for (;;) {
        receive(in, sizeof head);
        memcpy(&head, in, sizeof head);
        if (head.len < sizeof head || head.len > sizeof in)
            sys_exit(1);
        receive(in + sizeof head, head.len - sizeof head);
        send(out, guest_fuse_answer(in, head.len, out, sizeof out));
    }
}
