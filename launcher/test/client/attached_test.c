/* attached_test.c: an attached client's input, output and signals. */
#define _GNU_SOURCE
#include "groups.h"

#include "user.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static struct frame frame;

/* Starts a client and attaches it. */
static int attach(struct user *user, int ends[3], uint32_t flags, uint32_t credit)
{
    user_begin(user, 1);
    user_pipes(user, ends);
    user_run(user);
    int engine = user_accept(user, &frame);
    close(frame.fds[0]);
    struct wire_attached terms = {flags, credit};
    peer_send(engine, WIRE_ATTACHED, &terms, sizeof terms, -1);
    return engine;
}

static void finish(struct user *user, int engine, int ends[3])
{
    close(engine);
    for (int i = 0; i < 3; i++)
        close(ends[i]);
    user_end(user);
}

static void sends_input_within_its_credit(void)
{
    struct user user;
    int ends[3];
    int engine = attach(&user, ends, WIRE_ATTACHED_STDIN, 4);
    EXPECT_EQUAL(write(ends[0], "abcdefgh", 8), 8);
    peer_expect(engine, WIRE_STDIN, &frame);
    EXPECT(frame.size == 4 && memcmp(frame.payload, "abcd", 4) == 0);
    EXPECT_EQUAL(poll(&(struct pollfd){engine, POLLIN, 0}, 1, 30), 0);
    peer_send_number(engine, WIRE_CREDIT, 100);
    peer_expect(engine, WIRE_STDIN, &frame);
    EXPECT(frame.size == 4 && memcmp(frame.payload, "efgh", 4) == 0);
    close(ends[0]);
    ends[0] = -1;
    peer_expect(engine, WIRE_STDIN_END, &frame);
    peer_send_number(engine, WIRE_EXIT, 0);
    EXPECT_EQUAL(user_wait(&user), 0);
    finish(&user, engine, ends);
}

static void leaves_input_alone_unless_asked(void)
{
    struct user user;
    int ends[3];
    char left[8];
    user_begin(&user, 1);
    user_pipes(&user, ends);
    int input = fcntl(user.stdio[0], F_DUPFD_CLOEXEC, 0);
    EXPECT_EQUAL(write(ends[0], "left", 4), 4);
    user_run(&user);
    int engine = user_accept(&user, &frame);
    close(frame.fds[0]);
    peer_send(engine, WIRE_ATTACHED, &(struct wire_attached){0, 100}, sizeof(struct wire_attached), -1);
    peer_send_number(engine, WIRE_EXIT, 0);
    EXPECT_EQUAL(user_wait(&user), 0);
    EXPECT_EQUAL(read(input, left, sizeof left), 4);
    close(input);
    finish(&user, engine, ends);
}

static void forwards_signals(void)
{
    static const int signals[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM};
    struct user user;
    int ends[3];
    char byte;
    int engine = attach(&user, ends, WIRE_ATTACHED_SIGNALS, 0);
    peer_send(engine, WIRE_STDOUT, "x", 1, -1); /* once it is seen the client is attached */
    EXPECT(ready(ends[1], POLLIN) && read(ends[1], &byte, 1) == 1);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        kill(user.client, signals[i]);
        peer_expect(engine, WIRE_SIGNAL, &frame);
        EXPECT_EQUAL(frame_number(&frame), signals[i]);
    }
    peer_send_number(engine, WIRE_EXIT, 130);
    EXPECT_EQUAL(user_wait(&user), 130);
    finish(&user, engine, ends);
}

static void dies_of_signals_otherwise(void)
{
    struct user user;
    int ends[3];
    char byte;
    int engine = attach(&user, ends, 0, 0);
    peer_send(engine, WIRE_STDOUT, "x", 1, -1);
    EXPECT(ready(ends[1], POLLIN) && read(ends[1], &byte, 1) == 1);
    kill(user.client, SIGTERM);
    EXPECT_EQUAL(user_wait(&user), 128 + SIGTERM);
    EXPECT_EQUAL(peer_receive(engine, &frame), PEER_END);
    finish(&user, engine, ends);
}

static void hears_signals_while_output_is_stuck(void)
{
    static char zeros[65536];
    struct user user;
    int ends[3];
    int engine = attach(&user, ends, WIRE_ATTACHED_SIGNALS, 0);
    for (int i = 0; i < 2; i++)
        peer_send(engine, WIRE_STDOUT, zeros, sizeof zeros, -1);
    EXPECT(ready(ends[1], POLLIN));
    kill(user.client, SIGTERM);
    peer_expect(engine, WIRE_SIGNAL, NULL);
    close(ends[1]);
    ends[1] = -1;
    EXPECT_EQUAL(user_wait(&user), 128 + SIGPIPE);
    finish(&user, engine, ends);
}

static void does_without_standard_error(void)
{
    struct user user;
    int ends[3];
    char text[8] = {0};
    int engine = attach(&user, ends, 0, 0);
    close(ends[2]);
    ends[2] = -1;
    peer_send(engine, WIRE_STDERR, "nobody reads this", 17, -1);
    peer_send(engine, WIRE_STDOUT, "but this", 8, -1);
    peer_send_number(engine, WIRE_EXIT, 9);
    EXPECT_EQUAL(user_wait(&user), 9);
    EXPECT(read(ends[1], text, sizeof text) == 8 && memcmp(text, "but this", 8) == 0);
    finish(&user, engine, ends);
}

static void reads_its_exit_behind_a_monitor_that_has_closed(void)
{
    struct user user;
    int ends[3];
    int engine = attach(&user, ends, WIRE_ATTACHED_STDIN, 100);
    EXPECT_EQUAL(write(ends[0], "unread", 6), 6);
    EXPECT(ready(engine, POLLIN));
    peer_send_number(engine, WIRE_EXIT, 11);
    close(engine); /* with input unread: the client's next receive could fail */
    EXPECT_EQUAL(user_wait(&user), 11);
    finish(&user, -1, ends);
}

static const struct test tests[] = {
    {"sends input within its credit, and its end", sends_input_within_its_credit, NULL},
    {"leaves input alone unless it is asked for", leaves_input_alone_unless_asked, NULL},
    {"forwards signals", forwards_signals, NULL},
    {"dies of signals otherwise", dies_of_signals_otherwise, NULL},
    {"hears signals while its output is stuck", hears_signals_while_output_is_stuck, NULL},
    {"does without standard error", does_without_standard_error, NULL},
    {"reads its exit though the monitor has gone", reads_its_exit_behind_a_monitor_that_has_closed, NULL},
};

const struct tests attached_tests = GROUP(tests);
