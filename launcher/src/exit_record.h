/*
 * exit_record.h: the file that says how a container ended. Its blocks are taken when the monitor
 * starts, so that a disk that is full at the end cannot lose it.
 */
#ifndef HAKO_EXIT_RECORD_H
#define HAKO_EXIT_RECORD_H

#include <stdint.h>

struct exit_record {
    int directory; /* -1: nothing is recorded */
    int fd;
    const char *name;
};

/* Makes the file under a temporary name. */
void exit_record_prepare(struct exit_record *record, int directory, const char *name);

/* Writes it and gives it its name: it survives the monitor from then on. */
void exit_record_write(const struct exit_record *record, uint32_t status, uint64_t finished_nanos);

/* Makes a written record survive a loss of power, too: waits for the disk. */
void exit_record_sync(const struct exit_record *record);

/* Whether the directory has been removed: then the end has been dealt with, and nobody will ask for it. */
int exit_record_removed(const struct exit_record *record);

#endif
