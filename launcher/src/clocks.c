/* clocks.c: reads the clock and turns nanoseconds since 1970 into a civil date. */
#include "clocks.h"

#include "sys.h"

#define NANOS_PER_SECOND 1000000000u
#define SECONDS_PER_DAY 86400u

struct date {
    uint32_t year, month, day;
};

uint64_t clocks_real_nanos(void)
{
    struct __kernel_timespec now = {0, 0};
    sys_clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_sec * NANOS_PER_SECOND + (uint64_t)now.tv_nsec;
}

static int is_leap(uint32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* The date `days` days after 1970-01-01. A walk over years and months: some sixty additions in our century. */
static struct date date_of(uint32_t days)
{
    static const uint8_t lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    struct date date = {1970, 1, 0};
    for (uint32_t length; days >= (length = is_leap(date.year) ? 366 : 365); date.year++)
        days -= length;
    for (;; date.month++) {
        uint32_t length = lengths[date.month - 1] + (date.month == 2 && is_leap(date.year) ? 1u : 0u);
        if (days < length)
            break;
        days -= length;
    }
    date.day = days + 1;
    return date;
}

static void digits(char *text, uint32_t value, uint32_t count)
{
    while (count-- > 0) {
        text[count] = (char)('0' + value % 10);
        value /= 10;
    }
}

void clocks_timestamp(uint64_t nanos, char *text)
{
    static const char shape[CLOCKS_TIMESTAMP + 1] = "0000-00-00T00:00:00.000000000Z";
    uint64_t seconds = nanos / NANOS_PER_SECOND;
    uint32_t of_day = (uint32_t)(seconds % SECONDS_PER_DAY);
    struct date date = date_of((uint32_t)(seconds / SECONDS_PER_DAY));
    for (uint32_t i = 0; i < CLOCKS_TIMESTAMP; i++)
        text[i] = shape[i];
    digits(text, date.year, 4);
    digits(text + 5, date.month, 2);
    digits(text + 8, date.day, 2);
    digits(text + 11, of_day / 3600, 2);
    digits(text + 14, of_day / 60 % 60, 2);
    digits(text + 17, of_day % 60, 2);
    digits(text + 20, (uint32_t)(nanos % NANOS_PER_SECOND), 9);
}
