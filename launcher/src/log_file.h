/* log_file.h: the file below a log: opening, rotating, and living with a full disk. */
#ifndef HAKO_LOG_FILE_H
#define HAKO_LOG_FILE_H

#include <stdint.h>
#include <linux/uio.h>

#include "log.h"

/* Writes whole entries, all or none of them; `payload` is what counts as lost when it fails. */
void log_file_write(struct log *log, const struct iovec *parts, uint32_t count, uint64_t bytes, uint64_t payload);

/* Says how much was lost, if that works by now, and closes. */
void log_file_close(struct log *log);

#endif
