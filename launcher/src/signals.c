/* signals.c: see signals.h; the numbers are the same on all machines that Hako knows. */
#include "signals.h"

#include <stddef.h>

#include "text.h"

#define MOST 64
#define REALTIME_FIRST 34

static const char *const names[] = {
    "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
    "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
    "WINCH", "IO", "PWR", "SYS",
};

static char upper(char letter)
{
    return letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
}

/* What follows `start` in `word`, or null. */
static const char *after(const char *word, const char *start)
{
    for (; *start; start++, word++)
        if (upper(*word) != *start)
            return 0;
    return word;
}

static int number(const char *digits)
{
    int value = 0;
    if (!*digits)
        return 0;
    for (; *digits >= '0' && *digits <= '9' && value <= MOST; digits++)
        value = value * 10 + (*digits - '0');
    return *digits || value > MOST ? 0 : value;
}

int signals_parse(const char *word)
{
    const char *name = after(word, "SIG"), *rest;
    if (number(word) > 0)
        return number(word);
    if (!name)
        name = word;
    for (size_t i = 1; i < sizeof names / sizeof *names; i++)
        if ((rest = after(name, names[i])) && !*rest)
            return (int)i;
    if ((rest = after(name, "RTMIN")) && (!*rest || (*rest == '+' && number(rest + 1) <= MOST - REALTIME_FIRST)))
        return *rest ? REALTIME_FIRST + number(rest + 1) : REALTIME_FIRST;
    if ((rest = after(name, "RTMAX")) && (!*rest || (*rest == '-' && number(rest + 1) <= MOST - REALTIME_FIRST)))
        return *rest ? MOST - number(rest + 1) : MOST;
    return 0;
}
