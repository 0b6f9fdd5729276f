/* load.h: from a descriptor to a plan in memory that is sound and ready to run. */
#ifndef HAKO_LOAD_H
#define HAKO_LOAD_H

#include "check.h"
#include "run.h"

struct load_file {
    void *bytes;
    size_t size;
    size_t room; /* bytes mapped */
};

/* Reads a file, a memfd or a pipe to its end: 0 or -errno. What is longer than a plan can be is cut one byte behind. */
int load_read(int fd, struct load_file *file);

struct check_verdict load_check(const struct load_file *file);

/* Prepares a checked plan: 0 or -errno. */
int load_prepare(const struct load_file *file, struct run *run);

#endif
