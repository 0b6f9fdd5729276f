/* deadline.c: see deadline.h. */
#include "deadline.h"

static struct __kernel_timespec timespec_of(int64_t millis)
{
    return (struct __kernel_timespec){.tv_sec = millis / 1000, .tv_nsec = millis % 1000 * 1000000};
}

int64_t deadline_poll(struct pollfd *fds, uint32_t count, int64_t deadline)
{
    for (;;) {
        int64_t left = deadline - sys_monotonic_millis();
        struct __kernel_timespec timeout = timespec_of(left > 0 ? left : 0);
        int64_t ready = sys_ppoll(fds, count, &timeout);
        if (ready != -EINTR)
            return ready;
    }
}

void deadline_nap(int64_t millis)
{
    struct __kernel_timespec time = timespec_of(millis);
    sys_nanosleep(&time);
}
