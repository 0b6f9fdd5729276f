/* request_test.c: what an engine is told of a command, and what becomes of its answer. */
#define _GNU_SOURCE
#include "groups.h"

#include "user.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct frame frame;

/* The string number `index` behind a request. */
static const char *string_at(const struct frame *request, uint32_t index)
{
    const char *at = (const char *)request->payload + sizeof(struct wire_request);
    const char *end = (const char *)request->payload + request->size;
    while (index-- > 0 && at < end)
        at += strlen(at) + 1;
    return at < end ? at : "";
}

static void tells_what_was_typed(void)
{
    struct user user;
    struct wire_request request;
    struct stat here, there;
    char cwd[256];
    static const uint8_t build_id[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255};
    user_begin(&user, 1);
    user.argv[1] = "a word";
    user.argv[2] = "";
    user.environment[0] = "NAME=\xff";
    mode_t mask = umask(027);
    user_run(&user);
    umask(mask);
    int engine = user_accept(&user, &frame);
    memcpy(&request, frame.payload, sizeof request);
    EXPECT_EQUAL(request.version, WIRE_VERSION);
    EXPECT_EQUAL(memcmp(request.build_id, build_id, sizeof build_id), 0);
    EXPECT_EQUAL(request.flags, 0);
    EXPECT_EQUAL(request.umask, 027);
    EXPECT_EQUAL(request.argument_count, 3);
    EXPECT_EQUAL(request.environment_count, 3);
    EXPECT_TEXT(string_at(&frame, 0), getcwd(cwd, sizeof cwd));
    EXPECT_TEXT(string_at(&frame, 2), "a word");
    EXPECT_TEXT(string_at(&frame, 3), "");
    int found = 0;
    for (uint32_t i = 4; i < 7; i++)
        found += strcmp(string_at(&frame, i), "NAME=\xff") == 0;
    EXPECT_EQUAL(found, 1);
    EXPECT(fstat(frame.fds[0], &there) == 0 && stat(".", &here) == 0 && here.st_ino == there.st_ino);
    close(frame.fds[0]);
    close(engine);
    EXPECT_EQUAL(user_wait(&user), 125);
    user_end(&user);
}

static void shows_the_answer(void)
{
    struct user user;
    int ends[3];
    char text[64] = {0};
    user_begin(&user, 1);
    user_pipes(&user, ends);
    user_run(&user);
    int engine = user_accept(&user, &frame);
    peer_send(engine, WIRE_STDOUT, "to out", 6, -1);
    peer_send(engine, WIRE_STDERR, "to err", 6, -1);
    peer_send_number(engine, WIRE_EXIT, 3);
    EXPECT_EQUAL(user_wait(&user), 3);
    EXPECT(read(ends[1], text, sizeof text) == 6 && memcmp(text, "to out", 6) == 0);
    EXPECT(read(ends[2], text, sizeof text) == 6 && memcmp(text, "to err", 6) == 0);
    close(engine);
    user_end(&user);
}

static void shows_frames_that_come_in_pieces(void)
{
    struct user user;
    int ends[3];
    char text[8] = {0};
    struct wire_frame header = {.size = 4, .type = WIRE_STDOUT};
    user_begin(&user, 1);
    user_pipes(&user, ends);
    user_run(&user);
    int engine = user_accept(&user, &frame);
    EXPECT_EQUAL(write(engine, &header, 3), 3);
    EXPECT_EQUAL(write(engine, (char *)&header + 3, 5), 5);
    EXPECT_EQUAL(write(engine, "ab", 2), 2);
    EXPECT(ready(ends[1], 1) && read(ends[1], text, sizeof text) == 2);
    EXPECT_EQUAL(write(engine, "cd", 2), 2);
    EXPECT(ready(ends[1], 1) && read(ends[1], text + 2, sizeof text - 2) == 2);
    EXPECT_TEXT(text, "abcd");
    peer_send_number(engine, WIRE_EXIT, 0);
    EXPECT_EQUAL(user_wait(&user), 0);
    close(engine);
    user_end(&user);
}

/* The client's last words when the engine behaves so. */
static void expect_complaint(void (*behave)(int engine), const char *complaint)
{
    struct user user;
    int ends[3];
    char text[512] = {0};
    user_begin(&user, 1);
    user_pipes(&user, ends);
    user_run(&user);
    int engine = user_accept(&user, &frame);
    behave(engine);
    close(engine);
    EXPECT_EQUAL(user_wait(&user), 125);
    EXPECT(read(ends[2], text, sizeof text - 1) > 0);
    if (strstr(text, complaint) == NULL)
        EXPECT_TEXT(text, complaint);
    user_end(&user);
}

static void go(int engine)
{
    (void)engine;
}

static void say_something(int engine)
{
    peer_send(engine, WIRE_STDOUT, "x", 1, -1);
}

static void attach(int engine)
{
    peer_send(engine, WIRE_ATTACHED, &(struct wire_attached){0}, sizeof(struct wire_attached), -1);
}

static void say_nonsense(int engine)
{
    say_something(engine);
    peer_send(engine, 777, "x", 1, -1);
}

static void complains_of_an_engine_that_goes(void)
{
    expect_complaint(go, "hako: the engine ended before it answered; hint: see \"");
    expect_complaint(say_something, "hako: lost the connection to the engine before it had finished; hint: ");
    expect_complaint(attach, "hako: lost the connection to the container; hint: ");
    expect_complaint(say_nonsense, "hako: lost the connection to the engine before it had finished; hint: ");
}

static void complains_of_output_it_cannot_write(void)
{
    struct user user;
    int ends[3];
    char text[64] = {0};
    user_begin(&user, 1);
    user_pipes(&user, ends);
    close(user.stdio[1]);
    user.stdio[1] = open("/dev/full", O_WRONLY | O_CLOEXEC);
    user_run(&user);
    int engine = user_accept(&user, &frame);
    peer_send(engine, WIRE_STDOUT, "x", 1, -1);
    EXPECT_EQUAL(user_wait(&user), 125);
    EXPECT(read(ends[2], text, sizeof text - 1) > 0);
    EXPECT_EQUAL(strncmp(text, "hako: cannot write output: ENOSPC (", 35), 0);
    close(engine);
    user_end(&user);
}

static void is_ended_by_a_signal(void)
{
    struct user user;
    user_begin(&user, 1);
    user_run(&user);
    int engine = user_accept(&user, &frame);
    kill(user.client, SIGINT);
    EXPECT_EQUAL(user_wait(&user), 128 + SIGINT);
    EXPECT_EQUAL(peer_receive(engine, &frame), PEER_END);
    close(engine);
    user_end(&user);
}

static const struct test tests[] = {
    {"tells what was typed, where, and by which build", tells_what_was_typed, NULL},
    {"shows the answer and ends with its code", shows_the_answer, NULL},
    {"shows frames that come in pieces", shows_frames_that_come_in_pieces, NULL},
    {"complains of an engine that goes", complains_of_an_engine_that_goes, NULL},
    {"complains of output it cannot write", complains_of_output_it_cannot_write, NULL},
    {"is ended by a signal before it is attached", is_ended_by_a_signal, NULL},
};

const struct tests request_tests = GROUP(tests);
