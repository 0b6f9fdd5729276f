/* check_main.h: the checker as a program. */
#ifndef HAKO_CHECK_MAIN_H
#define HAKO_CHECK_MAIN_H

/* Checks the plan on standard input; says what is wrong with it. Returns the exit code: 0, or 1 for a refusal. */
int check_main(void);

#endif
