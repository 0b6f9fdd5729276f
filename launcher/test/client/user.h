/*
 * user.h: a user of the command under test: an installation, a run directory, a client that is
 * started in them, and the engine's side of the conversation.
 */
#ifndef HAKO_TEST_USER_H
#define HAKO_TEST_USER_H

#include "expect.h"
#include "peer.h"

#include <sys/types.h>

#define BUILD_ID "000102030405060708090a0b0c0d0eff"
#define MAX_ARGUMENTS 8

struct user {
    char path[64];  /* holds bin, lib, jdk, run, and what a fake engine leaves */
    int listener;   /* the engine's socket, when the test itself is the engine; -1: nobody is */
    const char *argv[MAX_ARGUMENTS]; /* of the client; null-ended */
    const char *environment[MAX_ARGUMENTS]; /* beside HAKO_RUN and HOME */
    const char *run; /* HAKO_RUN where it is not "run" in `path`, relative to that */
    uid_t uid;      /* whom the client runs as; 0: as the test */
    int stdio[3];   /* the client's; -1: /dev/null */
    pid_t client;
};

/* Makes the installation and, with `engine`, listens as one. */
void user_begin(struct user *user, int engine);

/* Listens as another engine, in the place of the one before. */
void user_replace_engine(struct user *user);

/* Gives the client pipes: our ends replace `ends`. */
void user_pipes(struct user *user, int ends[3]);

/* Starts the client. */
void user_run(struct user *user);

/* In a child: becomes the client. */
_Noreturn void user_exec(const struct user *user);

/* Accepts the client and takes its request into `request` (the strings are behind it). */
int user_accept(struct user *user, struct frame *request);

/* Waits for the client: its exit code, or 128 and the signal. */
int user_wait(struct user *user);

/* Removes everything. */
void user_end(struct user *user);

/* A file below the user's directory as a string. */
long user_read(const struct user *user, const char *name, char *text, size_t capacity);

#endif
