/* detach.c: a search for a short sequence of keys that holds back only what it must. */
#include "detach.h"

#include "text.h"

/* The longest proper suffix of what is matched, with `next` behind it, that begins the sequence again. */
static uint32_t fall_back(const struct detach *detach, uint8_t next)
{
    for (uint32_t size = detach->matched; size > 0; size--) {
        uint32_t skipped = detach->matched - size + 1;
        if (memcmp(detach->keys, detach->keys + skipped, size - 1) == 0 && detach->keys[size - 1] == next)
            return size;
    }
    return 0;
}

uint32_t detach_filter(struct detach *detach, const uint8_t *input, uint32_t size, uint8_t *output, int *found)
{
    uint32_t written = 0;
    *found = 0;
    for (uint32_t i = 0; i < size; i++) {
        uint8_t next = input[i];
        if (detach->matched < detach->size && detach->keys[detach->matched] == next) {
            if (++detach->matched == detach->size) {
                *found = 1;
                return written;
            }
            continue;
        }
        uint32_t kept = fall_back(detach, next);
        uint32_t from_keys = kept > 0 ? detach->matched + 1 - kept : detach->matched;
        memmove(output + written, detach->keys, from_keys);
        written += from_keys;
        if (kept == 0)
            output[written++] = next;
        detach->matched = kept;
    }
    return written;
}
