/*
 * fuzz.c: random plans against the checker. Mutations of a sound plan, from a seed that is printed,
 * for so many seconds; each lies in memory of its exact size, under the sanitizers' eyes. What the
 * checker accepts is examined a second time, by other means.
 *
 *     fuzz SECONDS [SEED]
 */
#include "check.h"
#include "sound.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t state;

/* xorshift64* */
static uint64_t random_number(void)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * UINT64_C(2685821657736338717);
}

static size_t below(size_t limit)
{
    return (size_t)(random_number() % limit);
}

static uint64_t interesting(void)
{
    static const uint64_t numbers[] = {0, 1, 2, 3, 4, 7, 8, 16, 40, 63, 64, 88, 96, 255, 256, 0x7fffffff, 0x80000000,
                                       0xfffffff8, 0xffffffff, 0x100000000, INT64_MAX, UINT64_MAX - 7, UINT64_MAX};
    size_t count = sizeof numbers / sizeof numbers[0];
    return below(4) == 0 ? below(4096) : numbers[below(count)];
}

/* Changes something; returns the new size, which is never more than the old. */
static size_t mutate(unsigned char *bytes, size_t size)
{
    static const size_t widths[] = {1, 2, 4, 8};
    uint64_t number = interesting();
    size_t width = widths[below(4)];
    size_t at = below(size - 8);
    switch (below(8)) {
    case 0:
        bytes[at] ^= (unsigned char)(1 << below(8));
        return size;
    case 1: /* within the header */
        memcpy(bytes + below(sizeof(struct plan_header) - 4) / 4 * 4, &number, 4);
        return size;
    case 2: /* one step over another */
        memmove(bytes + sizeof(struct plan_header) + below(STEPS) * sizeof(struct plan_step),
                bytes + sizeof(struct plan_header) + below(STEPS) * sizeof(struct plan_step), sizeof(struct plan_step));
        return size;
    case 3:
        return below(20) == 0 ? 9 + below(size - 8) : size;
    case 4:
        bytes[at] = (unsigned char)random_number();
        return size;
    default: /* where a field is likely to be */
        memcpy(bytes + at / width * width, &number, width);
        return size;
    }
}

static void demand(int condition, const char *what)
{
    if (condition)
        return;
    fprintf(stderr, "accepted, although %s\n", what);
    abort();
}

static int goes_on(const struct plan_step *step)
{
    switch (step->verb) {
    case PLAN_JUMP:
    case PLAN_END:
    case PLAN_MONITOR:
        return 0;
    case PLAN_FAIL:
    case PLAN_EXEC:
        return step->on_error == PLAN_TOLERATE;
    default:
        return 1;
    }
}

/* An accepted plan stays inside itself and every way through it leads forward to an end. */
static void examine(const unsigned char *bytes, size_t size)
{
    const struct plan_header *header = (const struct plan_header *)bytes;
    const struct plan_step *steps = plan_steps(header);
    const unsigned char *data = bytes + plan_data_offset(header);
    demand(plan_data_offset(header) + header->data_size == size, "it is not as long as it says");
    for (uint32_t i = 0; i < header->step_count; i++) {
        int jumps = steps[i].verb == PLAN_JUMP || steps[i].verb == PLAN_CLONE || steps[i].on_error == PLAN_BRANCH;
        demand(!jumps || (steps[i].target > i && steps[i].target < header->step_count), "a jump is wrong");
        demand(!goes_on(&steps[i]) || i + 1 < header->step_count, "it does not end");
        for (int j = 0; j < 6; j++)
            demand(steps[i].kind[j] != PLAN_DATA || steps[i].argument[j] < header->data_size, "data is outside");
    }
    for (uint32_t i = 0; i < header->relocation_count; i++) {
        uint64_t target;
        memcpy(&target, data + plan_relocations(header)[i], sizeof target);
        demand(target < header->data_size, "a pointer is outside");
    }
}

static int try_one(const unsigned char *seed, size_t seed_size)
{
    size_t size = seed_size;
    unsigned char *work = malloc(seed_size);
    memcpy(work, seed, seed_size);
    for (size_t rounds = 1 + below(4); rounds > 0 && size > 16; rounds--)
        size = mutate(work, size);
    unsigned char *exact = malloc(size);
    memcpy(exact, work, size);
    int accepted = plan_check(exact, size, BUILDER_MACHINE).reason == NULL;
    if (accepted)
        examine(exact, size);
    free(exact);
    free(work);
    return accepted;
}

int main(int argc, char **argv)
{
    struct builder plan = {0};
    size_t size;
    long seconds = argc > 1 ? atol(argv[1]) : 10;
    state = argc > 2 ? strtoull(argv[2], NULL, 0) : UINT64_C(0x68616b6f);
    printf("seed %#llx, %ld seconds\n", (unsigned long long)state, seconds);
    sound_plan(&plan);
    unsigned char *seed = encode(&plan, &size);
    demand(plan_check(seed, size, BUILDER_MACHINE).reason == NULL, "the seed is not sound");
    unsigned long tried = 0, accepted = 0;
    for (time_t end = time(NULL) + seconds; time(NULL) < end; tried++)
        accepted += (unsigned long)try_one(seed, size);
    printf("%lu plans tried, %lu accepted\n", tried, accepted);
    free(seed);
    return 0;
}
