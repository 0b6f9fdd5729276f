/* clocks.h: the time, and how it is written in a log. */
#ifndef HAKO_CLOCKS_H
#define HAKO_CLOCKS_H

#include <stdint.h>

#define CLOCKS_TIMESTAMP 30u /* length of "2016-10-06T00:17:09.669794202Z" */

/* CLOCK_REALTIME in nanoseconds. */
uint64_t clocks_real_nanos(void);

/* Writes `nanos` since 1970 as RFC 3339 in UTC: CLOCKS_TIMESTAMP bytes, no terminator. */
void clocks_timestamp(uint64_t nanos, char *text);

#endif
