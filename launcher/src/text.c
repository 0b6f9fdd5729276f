/*
 * text.c: see text.h. Compiled so that no loop here is turned into a call of itself
 * (-fno-tree-loop-distribute-patterns).
 */
#include "text.h"

void *memcpy(void *to, const void *from, size_t size)
{
    unsigned char *target = to;
    const unsigned char *source = from;
    for (size_t i = 0; i < size; i++)
        target[i] = source[i];
    return to;
}

void *memmove(void *to, const void *from, size_t size)
{
    unsigned char *target = to;
    const unsigned char *source = from;
    if ((uintptr_t)to <= (uintptr_t)from)
        return memcpy(to, from, size);
    while (size-- > 0)
        target[size] = source[size];
    return to;
}

void *memset(void *to, int byte, size_t size)
{
    unsigned char *target = to;
    for (size_t i = 0; i < size; i++)
        target[i] = (unsigned char)byte;
    return to;
}

int memcmp(const void *one, const void *other, size_t size)
{
    const unsigned char *a = one;
    const unsigned char *b = other;
    for (size_t i = 0; i < size; i++)
        if (a[i] != b[i])
            return a[i] - b[i];
    return 0;
}

size_t text_length(const char *text)
{
    return text_length_within(text, SIZE_MAX);
}

size_t text_length_within(const char *text, size_t limit)
{
    size_t length = 0;
    while (length < limit && text[length] != '\0')
        length++;
    return length;
}

int text_equal(const char *one, const char *other)
{
    size_t length = text_length(one);
    return length == text_length(other) && memcmp(one, other, length) == 0;
}

const char *text_last_part(const char *path)
{
    const char *part = path;
    for (const char *at = path; *at != '\0'; at++)
        if (*at == '/')
            part = at + 1;
    return part;
}

size_t text_decimal(char digits[TEXT_DECIMAL_SIZE], uint64_t value)
{
    size_t count = 1;
    for (uint64_t rest = value / 10; rest != 0; rest /= 10)
        count++;
    for (size_t i = count; i-- > 0; value /= 10)
        digits[i] = (char)('0' + value % 10);
    return count;
}

static size_t append(char *buffer, size_t capacity, size_t used, const char *bytes, size_t size)
{
    size_t room = capacity - used;
    size_t taken = size < room ? size : room;
    memcpy(buffer + used, bytes, taken);
    return used + taken;
}

size_t text_append(char *buffer, size_t capacity, size_t used, const char *text)
{
    return append(buffer, capacity, used, text, text_length(text));
}

size_t text_append_decimal(char *buffer, size_t capacity, size_t used, uint64_t value)
{
    char digits[TEXT_DECIMAL_SIZE];
    return append(buffer, capacity, used, digits, text_decimal(digits, value));
}
