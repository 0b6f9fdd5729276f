/*
 * probe.h: `hako-probe`, the program of comparisons. On the host it starts commands and times them; inside containers
 * of whatever runtime it measures what the kernel costs there, and says what of the host can be reached. It needs
 * nothing around itself: a container's whole root may be this one file.
 */
#ifndef HAKO_PROBE_H
#define HAKO_PROBE_H

#include <stdint.h>

/* Starts commands that it reads from its input, and tells what each has cost (probe_spawn.c). */
_Noreturn void probe_spawn(const char *cgroup_file, const char *output_file, char **envp);

/* Measures the kernel from inside: a line for each measure (probe_inside.c). `self` is this program's own path. */
_Noreturn void probe_inside(const char *self, const char *directory, int quick, char **envp);

/* Tells of each system call's number whether it gets through (probe_reach.c). */
_Noreturn void probe_reach(void);

/* Tells what of the host is seen (probe_look.c). */
_Noreturn void probe_look(void);

/* One line: a name, and numbers behind it. */
void probe_line(const char *name, const int64_t *numbers, int count);

/* Text to standard output. */
void probe_say(const char *text);

/* Ends the program: "hako-probe: cannot WHAT: ERRNO". */
_Noreturn void probe_fail(const char *what, int64_t error);

/* Nanoseconds of a clock. */
int64_t probe_nanos(int clock);

/* A decimal number, or -1. */
int64_t probe_number(const char *text);

#endif
