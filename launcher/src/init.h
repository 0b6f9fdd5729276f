/* init.h: process 1 of a container that was started with --init. */
#ifndef HAKO_INIT_H
#define HAKO_INIT_H

/* Runs argv as a child, forwards every signal to it, reaps what is orphaned, and ends as it ended. */
int init_main(char **argv, char **envp);

/* Is the first process of a PID namespace until SIGTERM or SIGINT, and takes in whoever ends there; returns the
 * exit code. */
int init_for_others(void);

#endif
