/* own_fd.h: the interpreter's own descriptors lie where no plan names one (PLAN_FD_OWN). */
#ifndef HAKO_OWN_FD_H
#define HAKO_OWN_FD_H

#include "plan.h"
#include "sys.h"

/* Moves a descriptor there: the new one, close-on-exec, or -errno. The old one is closed in any case. */
static inline int own_fd(int fd)
{
    int64_t moved = sys_fcntl(fd, F_DUPFD_CLOEXEC, PLAN_FD_OWN);
    sys_close(fd);
    return (int)moved;
}

static inline void own_fd_close(int *fd)
{
    if (*fd >= 0)
        sys_close(*fd);
    *fd = -1;
}

#endif
