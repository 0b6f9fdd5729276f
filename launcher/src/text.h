/*
 * text.h: bytes, strings and decimal numbers. The first four have libc's names because the
 * compiler itself calls them.
 */
#ifndef HAKO_TEXT_H
#define HAKO_TEXT_H

#include <stddef.h>
#include <stdint.h>

void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *one, const void *other, size_t size);

size_t text_length(const char *text);

/* The length of `text`, but at most `limit`. */
size_t text_length_within(const char *text, size_t limit);

int text_equal(const char *one, const char *other);

/* What follows the last '/'. */
const char *text_last_part(const char *path);

#define TEXT_DECIMAL_SIZE 20 /* digits of UINT64_MAX */

/* Writes `value` in decimal, without a terminator, and returns how many digits. */
size_t text_decimal(char digits[TEXT_DECIMAL_SIZE], uint64_t value);

/* Appends `text` to the `used` bytes in `buffer` as far as there is room; returns the bytes now used. */
size_t text_append(char *buffer, size_t capacity, size_t used, const char *text);

size_t text_append_decimal(char *buffer, size_t capacity, size_t used, uint64_t value);

#endif
