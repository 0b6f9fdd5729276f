/* input_test.c: what clients send: input within credit, detach keys, sizes, signals, and what they must not. */
#define _GNU_SOURCE
#include "groups.h"

#include "box.h"

#include <string.h>
#include <unistd.h>

#define ALL (WIRE_ATTACH_STDIN | WIRE_ATTACH_STDOUT | WIRE_ATTACH_STDERR)
#define CREDIT 65536
#define KEYS "\x10\x11" /* docker's ctrl-p ctrl-q */

static char zeros[WIRE_MAX_DATA];

static void gives_credit_as_the_container_reads(void)
{
    struct box box;
    struct frame frame;
    const size_t total = 400000;
    size_t sent = 0, credit = CREDIT;
    box_start(&box, &(struct box_options){.command = "head -c 400000 | wc -c", .client_flags = ALL});
    struct wire_attached terms;
    peer_expect(box.client, WIRE_ATTACHED, &frame);
    memcpy(&terms, frame.payload, sizeof terms);
    EXPECT_EQUAL(terms.credit, CREDIT);
    EXPECT_EQUAL(terms.flags, WIRE_ATTACHED_STDIN);
    while (sent < total) {
        size_t size = credit < total - sent ? credit : total - sent;
        size = size < sizeof zeros ? size : sizeof zeros;
        peer_send(box.client, WIRE_STDIN, zeros, (uint32_t)size, -1);
        sent += size;
        credit -= size;
        if (credit > 0 || sent == total)
            continue;
        if (!peer_await(box.client, WIRE_CREDIT, &frame))
            break;
        credit += frame_number(&frame);
    }
    EXPECT(peer_await(box.client, WIRE_STDOUT, &frame));
    EXPECT_EQUAL(memcmp(frame.payload, "400000\n", 7), 0);
    box_end(&box);
}

/* Sends a client's frame that breaks a rule to a container that does not read; expects to be disconnected. */
static void expect_disconnection(uint32_t flags, int type, const void *payload, uint32_t size)
{
    struct box box;
    struct frame frame;
    box_start(&box, &(struct box_options){.command = "sleep 60", .client_flags = flags});
    peer_expect(box.client, WIRE_ATTACHED, NULL);
    peer_send(box.client, type, payload, size, -1);
    EXPECT_EQUAL(peer_receive(box.client, &frame), PEER_END);
    peer_send_number(box.control, WIRE_KILL, 9);
    EXPECT_EQUAL(box_exited(&box), 9);
    box_end(&box);
}

static void disconnects_who_has_no_credit(void)
{
    expect_disconnection(WIRE_ATTACH_STDOUT, WIRE_STDIN, "x", 1);
}

static void disconnects_who_sends_more_than_credit(void)
{
    struct box box;
    struct frame frame;
    box_start(&box, &(struct box_options){.command = "sleep 60", .client_flags = ALL});
    peer_expect(box.client, WIRE_ATTACHED, NULL);
    /* All the credit twice: a pipe takes some of the first, but not so much that it is given again. */
    peer_send(box.client, WIRE_STDIN, zeros, sizeof zeros / 4, -1);
    peer_send(box.client, WIRE_STDIN, zeros, sizeof zeros, -1);
    EXPECT_EQUAL(peer_receive(box.client, &frame), PEER_END);
    peer_send_number(box.control, WIRE_KILL, 9);
    box_end(&box);
}

static void disconnects_who_sends_unknown_frames(void)
{
    expect_disconnection(ALL, 999, NULL, 0);
    expect_disconnection(ALL, WIRE_KILL, "\0\0\0\1", 4);
    expect_disconnection(ALL, WIRE_RESIZE, "1", 1);
    expect_disconnection(ALL, WIRE_SIGNAL, "\1\0\0\0", 4);
    expect_disconnection(ALL, WIRE_RESIZE, zeros, sizeof zeros);
}

static void closes_input_once(void)
{
    struct box box;
    char text[64];
    const struct box_options options = {.command = "cat; echo end", .client_flags = ALL, .flags = PLAN_MONITOR_STDIN_ONCE};
    box_start(&box, &options);
    peer_expect(box.client, WIRE_ATTACHED, NULL);
    peer_send(box.client, WIRE_STDIN, "some\n", 5, -1);
    peer_send(box.client, WIRE_STDIN_END, NULL, 0, -1);
    peer_output(box.client, WIRE_STDOUT, "end\n", text, sizeof text);
    EXPECT_TEXT(text, "some\nend\n");
    box_end(&box);
}

static void closes_input_when_the_client_vanishes(void)
{
    struct box box;
    box_start(&box, &(struct box_options){.command = "cat", .client_flags = ALL, .flags = PLAN_MONITOR_STDIN_ONCE});
    close(box.client);
    box.client = -1;
    EXPECT_EQUAL(box_exited(&box), 0);
    box_end(&box);
}

static void keeps_input_open_otherwise(void)
{
    struct box box;
    char text[64];
    box_start(&box, &(struct box_options){.command = "read a; read b; echo $a $b", .client_flags = ALL});
    peer_send(box.client, WIRE_STDIN, "one\n", 4, -1);
    peer_send(box.client, WIRE_STDIN_END, NULL, 0, -1);
    int client = box_attach(&box, ALL, "", NULL);
    peer_send(client, WIRE_STDIN, "two\n", 4, -1);
    peer_output(client, WIRE_STDOUT, "\n", text, sizeof text);
    EXPECT_TEXT(text, "one two\n");
    close(client);
    box_end(&box);
}

static void detaches_by_keys_in_two_frames(void)
{
    struct box box;
    struct frame frame;
    char text[64];
    box_start(&box, &(struct box_options){.command = "cat", .client_flags = ALL, .detach_keys = KEYS});
    int other = box_attach(&box, WIRE_ATTACH_STDOUT, "", NULL);
    peer_expect(box.client, WIRE_ATTACHED, NULL);
    peer_send(box.client, WIRE_STDIN, "a\n\x10", 3, -1);
    peer_expect(box.client, WIRE_STDOUT, NULL);
    peer_send(box.client, WIRE_STDIN, "\x10\x11" "b", 3, -1);
    EXPECT(peer_await(box.client, WIRE_STDERR, &frame));
    EXPECT(frame.size == 21 && memcmp(frame.payload, "read escape sequence\n", 21) == 0);
    peer_expect(box.client, WIRE_EXIT, &frame);
    EXPECT_EQUAL(frame_number(&frame), 0);
    /* The first ctrl-p was not the sequence's; it went on to the container, which still runs. */
    peer_output(other, WIRE_STDOUT, "\x10", text, sizeof text);
    EXPECT_TEXT(text, "a\n\x10");
    close(other);
    peer_send_number(box.control, WIRE_KILL, 9);
    box_end(&box);
}

static void passes_on_keys_that_only_begin(void)
{
    struct box box;
    char text[64];
    const struct box_options options = {
        .command = "cat", .client_flags = ALL, .detach_keys = "aab", .flags = PLAN_MONITOR_STDIN_ONCE,
    };
    box_start(&box, &options);
    peer_expect(box.client, WIRE_ATTACHED, NULL);
    peer_send(box.client, WIRE_STDIN, "aaac", 4, -1);
    peer_send(box.client, WIRE_STDIN, "a", 1, -1);
    peer_send(box.client, WIRE_STDIN, "x.aa", 4, -1);
    peer_send(box.client, WIRE_STDIN_END, NULL, 0, -1);
    peer_output(box.client, WIRE_STDOUT, "x.aa", text, sizeof text);
    EXPECT_TEXT(text, "aaacax.aa");
    box_end(&box);
}

static void serves_a_terminal(void)
{
    struct box box;
    char text[128];
    struct frame frame;
    struct wire_attached terms;
    const char *command = "stty size; read go; stty size";
    box_start(&box, &(struct box_options){.command = command, .terminal = 1, .client_flags = ALL});
    peer_expect(box.client, WIRE_ATTACHED, &frame);
    memcpy(&terms, frame.payload, sizeof terms);
    EXPECT_EQUAL(terms.flags, WIRE_ATTACHED_RAW | WIRE_ATTACHED_STDIN);
    peer_output(box.client, WIRE_STDOUT, "\n", text, sizeof text);
    EXPECT_TEXT(text, "11 22\r\n");
    peer_send(box.client, WIRE_RESIZE, &(struct wire_size){33, 44}, sizeof(struct wire_size), -1);
    peer_send(box.client, WIRE_STDIN, "\r", 1, -1);
    peer_output(box.client, WIRE_STDOUT, "44\r\n", text, sizeof text);
    EXPECT_TEXT(text, "\r\n33 44\r\n");
    box_end(&box);
}

static void forwards_signals(void)
{
    struct box box;
    char text[64];
    const struct box_options options = {
        .command = "trap 'echo got; exit 6' USR1; echo ready; while :; do sleep 0.01; done",
        .client_flags = WIRE_ATTACH_STDOUT | WIRE_ATTACH_SIGNALS,
    };
    box_start(&box, &options);
    peer_expect(box.client, WIRE_ATTACHED, NULL);
    peer_output(box.client, WIRE_STDOUT, "ready\n", text, sizeof text);
    peer_send_number(box.client, WIRE_SIGNAL, 10);
    peer_output(box.client, WIRE_STDOUT, "got\n", text, sizeof text);
    EXPECT_EQUAL(box_exited(&box), 6 << 8);
    box_end(&box);
}

static const struct test tests[] = {
    {"gives credit as the container reads", gives_credit_as_the_container_reads, lacks_clone},
    {"disconnects who sends input without being asked", disconnects_who_has_no_credit, lacks_clone},
    {"disconnects who sends more than its credit", disconnects_who_sends_more_than_credit, lacks_clone},
    {"disconnects who sends frames it may not", disconnects_who_sends_unknown_frames, lacks_clone},
    {"closes standard input after the first client's ends", closes_input_once, lacks_clone},
    {"closes standard input after the first client vanishes", closes_input_when_the_client_vanishes, lacks_clone},
    {"keeps standard input open otherwise", keeps_input_open_otherwise, lacks_clone},
    {"detaches by keys that come in two frames", detaches_by_keys_in_two_frames, lacks_clone},
    {"passes on keys that only begin the sequence", passes_on_keys_that_only_begin, lacks_clone},
    {"serves a terminal and its size", serves_a_terminal, lacks_clone},
    {"forwards signals", forwards_signals, lacks_clone},
};

const struct tests input_tests = GROUP(tests);
