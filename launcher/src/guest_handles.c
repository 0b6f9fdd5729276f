/* guest_handles.c: see guest_handles.h. */
#include "guest_handles.h"

#include "guest_nodes.h"
#include "sys.h"

static uint8_t *kinds; /* by descriptor */

int guest_handles_begin(void)
{
    int64_t mapped = sys_mmap(NULL, GUEST_NODES_MOST, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (sys_failed(mapped))
        return (int)mapped;
    kinds = (uint8_t *)(intptr_t)mapped;
    return 0;
}

int guest_handles_add(int fd, enum guest_handle kind)
{
    if ((uint32_t)fd >= GUEST_NODES_MOST) {
        sys_close(fd);
        return -ENFILE;
    }
    kinds[fd] = (uint8_t)kind;
    return fd;
}

int guest_handles_fd(uint64_t number, enum guest_handle kind)
{
    return number < GUEST_NODES_MOST && kinds[number] == kind ? (int)number : -EBADF;
}

void guest_handles_close(uint64_t number)
{
    if (number >= GUEST_NODES_MOST || kinds[number] == GUEST_HANDLE_NONE)
        return;
    kinds[number] = GUEST_HANDLE_NONE;
    sys_close((int)number);
}
