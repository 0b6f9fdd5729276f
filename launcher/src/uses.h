/*
 * uses.h: what both programs do when hako itself calls them, told apart by the name it calls them by and
 * the first argument.
 *
 *     hako-launcher run     runs the plan at descriptor 3 and reports over descriptor 4
 *     hako-launcher check   checks the plan on standard input
 *     hako-init -- PROGRAM  runs a program as process 1 should
 *     hako-init             is process 1 for others, whose orphans it takes in
 */
#ifndef HAKO_USES_H
#define HAKO_USES_H

/* Does it and answers 1, with the exit code in *status; 0 if a user calls. */
int uses_own(int argc, char **argv, char **envp, int *status);

#endif
