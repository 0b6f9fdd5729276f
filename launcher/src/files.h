/* files.h: paths, small files and directory listings, as the client needs them. */
#ifndef HAKO_FILES_H
#define HAKO_FILES_H

#include <linux/limits.h>
#include <stddef.h>
#include <stdint.h>

/* Memory that is kept until the process ends; running out of it is fatal. */
void *files_keep(size_t size);

/* The strings up to a null, joined and kept. */
char *files_join(const char *first, ...);

/* Reads a file, as far as `capacity` - 1, and ends it with a zero byte: its size or -errno. */
int64_t files_read(const char *path, char *bytes, size_t capacity);

int files_exists(const char *path);
int files_is_executable(const char *path);

/* The kept names in a directory that end with `suffix`, in byte order, null after the last. Null: no directory. */
char **files_list(const char *directory, const char *suffix);

#endif
