/* rest.h: waiting for long, in as little memory as that takes. */
#ifndef HAKO_REST_H
#define HAKO_REST_H

#include "sys.h"

/* Memory is given back by whole pages; where the kernel's are larger, it refuses, and nothing else happens. */
#define REST_PAGE 4096

/* Gives back the whole pages between two addresses: they read as zero from then on, or as the file they are of. */
static inline void rest_give_back(const void *from, const void *to)
{
    uintptr_t begin = (uintptr_t)from, end = (uintptr_t)to;
    begin += -begin % REST_PAGE;
    end -= end % REST_PAGE;
    if (begin < end)
        sys_madvise((void *)begin, end - begin, MADV_DONTNEED);
}

/* sys_ppoll, once the program's own code and the unused stack are given back. */
int64_t rest_ppoll(struct pollfd *fds, uint32_t count, const struct __kernel_timespec *timeout);

#endif
