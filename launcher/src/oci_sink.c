/* oci_sink.c: see oci_sink.h. */
#include "oci_sink.h"

#include <stdarg.h>

#include "sys.h"
#include "text.h"

int64_t sink_flush(struct sink *sink)
{
    for (size_t done = 0; done < sink->used;) {
        int64_t written = sys_write(sink->fd, sink->bytes + done, sink->used - done);
        if (written < 0 && written != -EINTR)
            return written;
        if (written > 0)
            done += (size_t)written;
    }
    sink->used = 0;
    return 0;
}

void sink_bytes(struct sink *sink, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (sink->used == sizeof sink->bytes && sink_flush(sink) < 0)
            return;
        sink->bytes[sink->used++] = bytes[i];
    }
}

void sink_texts(struct sink *sink, const char *first, ...)
{
    va_list rest;
    va_start(rest, first);
    for (const char *part = first; part; part = va_arg(rest, const char *))
        sink_bytes(sink, part, text_length(part));
    va_end(rest);
}

void sink_quoted(struct sink *sink, const char *bytes, size_t size)
{
    static const char hex[] = "0123456789abcdef";
    sink_bytes(sink, "\"", 1);
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        char escaped[] = {'\\', 'u', '0', '0', hex[byte >> 4], hex[byte & 15]};
        if (byte == '"' || byte == '\\')
            sink_bytes(sink, "\\", 1);
        if (byte < 0x20 || byte == 0x7f)
            sink_bytes(sink, escaped, sizeof escaped);
        else
            sink_bytes(sink, bytes + i, 1);
    }
    sink_bytes(sink, "\"", 1);
}

void sink_decimal(struct sink *sink, uint64_t value)
{
    char digits[TEXT_DECIMAL_SIZE];
    sink_bytes(sink, digits, text_decimal(digits, value));
}

void sink_padded(struct sink *sink, const char *text, size_t width)
{
    size_t size = text_length(text);
    sink_bytes(sink, text, size);
    for (; size < width; size++)
        sink_bytes(sink, " ", 1);
}
