/* log.c: cuts output into entries and gathers them into few writes. */
#include "log.h"

#include "clocks.h"
#include "log_file.h"
#include "sys.h"
#include "text.h"

#define STREAM_WORD 8u /* " stdout " */
#define PREFIX (CLOCKS_TIMESTAMP + STREAM_WORD + 2u)
#define MAX_PARTS 256u
#define PARTS_PER_ENTRY 4u /* prefix, held beginning, rest, newline */

/* Entries of one stream that share a time, ready to be written at once. */
struct batch {
    struct log *log;
    char whole[PREFIX], partial[PREFIX];
    struct iovec parts[MAX_PARTS];
    uint32_t count;
    uint64_t bytes, payload; /* with and without what we add */
};

static void batch_begin(struct batch *batch, struct log *log, enum log_stream stream)
{
    batch->log = log;
    batch->count = 0;
    batch->bytes = batch->payload = 0;
    clocks_timestamp(clocks_real_nanos(), batch->whole);
    memcpy(batch->whole + CLOCKS_TIMESTAMP, stream == LOG_STDOUT ? " stdout F " : " stderr F ", STREAM_WORD + 2);
    memcpy(batch->partial, batch->whole, PREFIX);
    batch->partial[PREFIX - 2] = 'P';
}

static void batch_write(struct batch *batch)
{
    if (batch->count > 0)
        log_file_write(batch->log, batch->parts, batch->count, batch->bytes, batch->payload);
    batch->count = 0;
    batch->bytes = batch->payload = 0;
}

static void add_part(struct batch *batch, const void *bytes, uint32_t size)
{
    if (size == 0)
        return;
    batch->parts[batch->count++] = (struct iovec){(void *)(uintptr_t)bytes, size};
    batch->bytes += size;
}

/* Whether an entry of so many bytes more would take the batch beyond what it, or one file, holds. */
static int is_full(const struct batch *batch, uint64_t bytes)
{
    uint64_t most = batch->log->max_bytes;
    return batch->count + PARTS_PER_ENTRY > MAX_PARTS || (most > 0 && batch->bytes + bytes > most);
}

/* Adds one entry of what is held and `size` bytes more; `whole`: the bytes end with the newline. */
static void add_entry(struct batch *batch, struct log_line *held, const uint8_t *bytes, uint32_t size, int whole)
{
    if (is_full(batch, PREFIX + held->size + size + 1))
        batch_write(batch);
    add_part(batch, whole ? batch->whole : batch->partial, PREFIX);
    add_part(batch, held->bytes, held->size);
    add_part(batch, bytes, size);
    if (!whole)
        add_part(batch, "\n", 1);
    batch->payload += held->size + size;
    held->size = 0;
}

/* Bytes up to and with the first newline; 0: there is none. */
static uint32_t line_length(const uint8_t *bytes, uint32_t size)
{
    for (uint32_t i = 0; i < size; i++)
        if (bytes[i] == '\n')
            return i + 1;
    return 0;
}

/* Cuts the next entry off, if there is enough output for one. False: there is not. */
static int next_entry(struct batch *batch, struct log_line *held, const uint8_t **bytes, uint32_t *size)
{
    uint32_t room = LOG_MAX_LINE - held->size;
    uint32_t line = line_length(*bytes, *size <= room ? *size : room + 1);
    uint32_t used = line > 0 ? line : room;
    if (line == 0 && *size <= room)
        return 0;
    add_entry(batch, held, *bytes, used, line > 0);
    *bytes += used;
    *size -= used;
    return 1;
}

void log_output(struct log *log, enum log_stream stream, const uint8_t *bytes, uint32_t size)
{
    if (log->directory < 0)
        return;
    struct log_line *held = &log->lines[stream];
    struct batch batch;
    batch_begin(&batch, log, stream);
    while (size > 0 && next_entry(&batch, held, &bytes, &size))
        continue;
    batch_write(&batch);
    if (held->size == 0)
        log->due[stream] = size > 0 ? sys_monotonic_millis() + LOG_PATIENCE_MILLIS : 0;
    memcpy(held->bytes + held->size, bytes, size);
    held->size += size;
}

int64_t log_due(const struct log *log)
{
    int64_t due = INT64_MAX;
    for (enum log_stream stream = LOG_STDOUT; stream < LOG_STREAMS; stream++)
        if (log->due[stream] > 0 && log->due[stream] < due)
            due = log->due[stream];
    return due;
}

void log_unfinished(struct log *log, int64_t now)
{
    for (enum log_stream stream = LOG_STDOUT; stream < LOG_STREAMS; stream++) {
        if (log->due[stream] == 0 || log->due[stream] > now)
            continue;
        struct batch batch;
        batch_begin(&batch, log, stream);
        add_entry(&batch, &log->lines[stream], 0, 0, 0);
        batch_write(&batch);
        log->due[stream] = 0;
    }
}

void log_finish(struct log *log)
{
    if (log->directory < 0)
        return;
    log_unfinished(log, INT64_MAX);
    log_file_close(log);
}
