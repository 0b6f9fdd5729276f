/* oci_sink.h: output, gathered into few writes, and strings as JSON has them. */
#ifndef HAKO_OCI_SINK_H
#define HAKO_OCI_SINK_H

#include <stddef.h>
#include <stdint.h>

struct sink {
    int fd;
    size_t used;
    char bytes[2048];
};

void sink_bytes(struct sink *sink, const char *bytes, size_t size);

/* The strings up to a null. */
void sink_texts(struct sink *sink, const char *first, ...);

/* As a JSON string, quotes included. */
void sink_quoted(struct sink *sink, const char *bytes, size_t size);

void sink_decimal(struct sink *sink, uint64_t value);

/* `text` and as many blanks as make it `width`. */
void sink_padded(struct sink *sink, const char *text, size_t width);

/* Writes what is left: 0, or -errno of any write that failed. */
int64_t sink_flush(struct sink *sink);

#endif
