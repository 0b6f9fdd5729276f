/* signals.h: signals by their names. */
#ifndef HAKO_SIGNALS_H
#define HAKO_SIGNALS_H

/* The number of "9", "KILL", "SIGKILL" or "sigkill"; 0: there is no such signal. */
int signals_parse(const char *word);

#endif
