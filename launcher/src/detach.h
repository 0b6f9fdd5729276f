/*
 * detach.h: finds a client's detach key sequence in its input, whichever way the bytes are cut into
 * reads. What might be its beginning is held back until it is known.
 */
#ifndef HAKO_DETACH_H
#define HAKO_DETACH_H

#include <stdint.h>

#define DETACH_MAX_KEYS 16u

struct detach {
    uint8_t keys[DETACH_MAX_KEYS];
    uint32_t size;    /* 0: there is no sequence */
    uint32_t matched; /* bytes held back */
};

/*
 * Copies to `output` what may go on to the container and returns how much. `output` may lie
 * DETACH_MAX_KEYS bytes before `input` in the same buffer. *found: the sequence was completed, and
 * what came after it is dropped.
 */
uint32_t detach_filter(struct detach *detach, const uint8_t *input, uint32_t size, uint8_t *output, int *found);

#endif
