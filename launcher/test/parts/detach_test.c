/* detach_test.c: the search for detach keys, however input is cut, against a search in the whole of it. */
#define _GNU_SOURCE
#include "groups.h"

#include "detach.h"

#include <stdlib.h>
#include <string.h>

#define MAX_INPUT 64u

struct outcome {
    uint8_t bytes[MAX_INPUT + DETACH_MAX_KEYS];
    size_t size;
    int found;
};

/* Few letters, so that sequences often begin, begin again within themselves, and are complete. */
static void choose(uint8_t *bytes, size_t size, unsigned *seed)
{
    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)('a' + rand_r(seed) % 2);
}

/* What is in order: all before the sequence, or all but what may be its beginning. */
static struct outcome expected_of(const struct detach *keys, const uint8_t *input, size_t size)
{
    struct outcome outcome = {.size = size};
    const uint8_t *at = memmem(input, size, keys->keys, keys->size);
    outcome.found = at != NULL;
    if (at != NULL)
        outcome.size = (size_t)(at - input);
    for (size_t held = keys->size - 1; at == NULL && held > 0; held--)
        if (held <= size && memcmp(input + size - held, keys->keys, held) == 0) {
            outcome.size = size - held;
            break;
        }
    memcpy(outcome.bytes, input, outcome.size);
    return outcome;
}

/* Filters input in random pieces, in place as the monitor does. */
static struct outcome filter(struct detach *detach, const uint8_t *input, size_t size, unsigned *seed)
{
    struct outcome outcome = {.size = 0};
    uint8_t buffer[DETACH_MAX_KEYS + MAX_INPUT];
    for (size_t at = 0; at < size && !outcome.found;) {
        size_t piece = 1 + (size_t)rand_r(seed) % (size - at);
        memcpy(buffer + DETACH_MAX_KEYS, input + at, piece);
        uint32_t passed = detach_filter(detach, buffer + DETACH_MAX_KEYS, (uint32_t)piece, buffer, &outcome.found);
        memcpy(outcome.bytes + outcome.size, buffer, passed);
        outcome.size += passed;
        at += piece;
    }
    return outcome;
}

static void finds_the_sequence_however_input_is_cut(void)
{
    unsigned seed = 7;
    for (int i = 0; i < 200000; i++) {
        uint8_t input[MAX_INPUT];
        size_t size = (size_t)rand_r(&seed) % sizeof input;
        struct detach detach = {.size = 1 + (uint32_t)rand_r(&seed) % 6};
        choose(detach.keys, detach.size, &seed);
        choose(input, size, &seed);
        struct outcome expected = expected_of(&detach, input, size);
        struct outcome actual = filter(&detach, input, size, &seed);
        EXPECT_EQUAL(actual.found, expected.found);
        EXPECT_EQUAL(actual.size, expected.size);
        EXPECT_EQUAL(memcmp(actual.bytes, expected.bytes, expected.size), 0);
        EXPECT(actual.found || detach.matched == size - actual.size);
    }
}

static const struct test tests[] = {
    {"finds the sequence however input is cut", finds_the_sequence_however_input_is_cut, NULL},
};

const struct tests detach_tests = GROUP(tests);
