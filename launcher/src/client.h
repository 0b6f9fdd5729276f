/*
 * client.h: the command as its user sees it. The command line goes to a warm engine, which is
 * started when there is none; its answer comes back, and so does the container's exit code.
 */
#ifndef HAKO_CLIENT_H
#define HAKO_CLIENT_H

/* Returns the exit code. */
int client_main(int argc, char **argv, char **envp);

#endif
