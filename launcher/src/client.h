/* client.h: the command as its user sees it: the command line goes to the engine, its answer comes back. */
#ifndef HAKO_CLIENT_H
#define HAKO_CLIENT_H

/* Returns the exit code. */
int client_main(int argc, char **argv, char **envp);

#endif
