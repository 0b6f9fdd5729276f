/*
 * rest.c: see rest.h. Code that is touched comes back with all that surrounds it, 64 KiB at a time. So what
 * still runs after it was given back must not leave the page it is on: it is one function, which calls none.
 */
#include "rest.h"

#define LARGEST 512u /* bytes of that function; it begins at a multiple of them, and so is on one page */
#define STACK_USED 256u /* more than that function has there, below where its frame begins */
#define STACK_GIVEN 65536u

/* By the linker: the first byte of code and constants, and one that is behind all of them. */
extern const char __executable_start[], __bss_start[];

__attribute__((noinline, flatten, aligned(LARGEST)))
int64_t rest_ppoll(struct pollfd *fds, uint32_t count, const struct __kernel_timespec *timeout)
{
    const char *code = (const char *)(uintptr_t)rest_ppoll;
    const char *stack = __builtin_frame_address(0);
    rest_give_back(__executable_start, code);
    rest_give_back(code + LARGEST, __bss_start);
    rest_give_back(stack - STACK_GIVEN, stack - STACK_USED);
    return sys_ppoll(fds, count, timeout);
}
