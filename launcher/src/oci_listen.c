/* oci_listen.c: see oci_listen.h. */
#include "oci_listen.h"

#include "calls.h"
#include "errors.h"
#include "text.h"

#define FIRST 3

static int is_own(const struct places *places)
{
    const char *pid = places_environment(places, "LISTEN_PID");
    char own[TEXT_DECIMAL_SIZE + 1];
    own[text_decimal(own, (uint64_t)sys_getpid())] = '\0';
    return pid && text_equal(pid, own);
}

uint32_t oci_listen_count(const struct places *places, const char *intent, uint32_t most)
{
    const char *count = places_environment(places, "LISTEN_FDS");
    uint32_t value = 0;
    if (!count || !is_own(places))
        return 0;
    for (const char *at = count; *at; at++) {
        value = *at >= '0' && *at <= '9' ? value * 10 + (uint32_t)(*at - '0') : most + 1;
        if (value > most)
            errors_fail(intent, ": LISTEN_FDS is \"", count, "\", which is no number, or too many with those of --preserve-fds",
                        (char *)0);
    }
    for (uint32_t i = 0; i < value; i++)
        if (sys_fcntl(FIRST + (int)i, F_GETFD, 0) < 0)
            errors_fail(intent, ": LISTEN_FDS is \"", count, "\", but not so many descriptors are open from 3 on", (char *)0);
    return value;
}
