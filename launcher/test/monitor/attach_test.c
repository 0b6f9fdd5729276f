/* attach_test.c: what clients are sent, and that none of them can harm the container or another. */
#define _GNU_SOURCE
#include "groups.h"

#include "box.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ALL (WIRE_ATTACH_STDIN | WIRE_ATTACH_STDOUT | WIRE_ATTACH_STDERR)
#define SPIN_MILLIS 100 /* more CPU time than this was spent in vain */

static void tells_output_and_code(void)
{
    struct box box;
    char text[64];
    struct frame frame;
    box_start(&box, &(struct box_options){.command = "echo out; echo err >&2; exit 3", .client_flags = ALL});
    peer_expect(box.client, WIRE_ATTACHED, NULL);
    int first = peer_receive(box.client, &frame);
    EXPECT(first == WIRE_STDOUT || first == WIRE_STDERR);
    EXPECT_EQUAL(memcmp(frame.payload, first == WIRE_STDOUT ? "out\n" : "err\n", 4), 0);
    peer_output(box.client, first == WIRE_STDOUT ? WIRE_STDERR : WIRE_STDOUT, "\n", text, sizeof text);
    EXPECT_TEXT(text, first == WIRE_STDOUT ? "err\n" : "out\n");
    peer_expect(box.client, WIRE_EXIT, &frame);
    EXPECT_EQUAL(frame_number(&frame), 3);
    EXPECT_EQUAL(peer_receive(box.client, &frame), PEER_END);
    box_end(&box);
}

static void tells_the_signal(void)
{
    struct box box;
    struct frame frame;
    box_start(&box, &(struct box_options){.command = "kill -9 $$", .client_flags = ALL});
    EXPECT(peer_await(box.client, WIRE_EXIT, &frame));
    EXPECT_EQUAL(frame_number(&frame), 128 + 9);
    box_end(&box);
}

static void sends_only_what_is_asked_for(void)
{
    struct box box;
    char text[64];
    box_start(&box, &(struct box_options){.command = "read go; echo out; echo err >&2", .client_flags = ALL});
    int client = box_attach(&box, WIRE_ATTACH_STDERR, "", NULL);
    peer_send(box.client, WIRE_STDIN, "\n", 1, -1);
    peer_output(client, WIRE_STDERR, "\n", text, sizeof text);
    EXPECT_TEXT(text, "err\n");
    peer_expect(client, WIRE_EXIT, NULL);
    close(client);
    box_end(&box);
}

static void serves_several_clients(void)
{
    struct box box;
    char text[64];
    int clients[3];
    box_start(&box, &(struct box_options){.command = "read line; echo got $line", .client_flags = ALL});
    for (int i = 0; i < 3; i++)
        clients[i] = box_attach(&box, ALL, "", NULL);
    peer_send(clients[1], WIRE_STDIN, "it\n", 3, -1);
    for (int i = 0; i < 3; i++) {
        peer_output(clients[i], WIRE_STDOUT, "\n", text, sizeof text);
        EXPECT_TEXT(text, "got it\n");
        peer_expect(clients[i], WIRE_EXIT, NULL);
        close(clients[i]);
    }
    box_end(&box);
}

static void refuses_one_client_too_many(void)
{
    struct box box;
    struct frame frame;
    int clients[16], pair[2];
    box_start(&box, &(struct box_options){.command = "sleep 60"});
    for (int i = 0; i < 16; i++)
        clients[i] = box_attach(&box, WIRE_ATTACH_STDOUT, "", NULL);
    EXPECT(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    const struct wire_attach how = {.flags = WIRE_ATTACH_STDOUT};
    peer_send(box.control, WIRE_ATTACH, &how, sizeof how, pair[1]);
    close(pair[1]);
    peer_expect(pair[0], WIRE_STDERR, NULL);
    peer_expect(pair[0], WIRE_EXIT, &frame);
    EXPECT_EQUAL(frame_number(&frame), 125);
    close(pair[0]);
    for (int i = 0; i < 16; i++)
        close(clients[i]);
    peer_send_number(box.control, WIRE_KILL, 9);
    box_end(&box);
}

static void survives_a_client_that_vanishes(void)
{
    struct box box;
    box_start(&box, &(struct box_options){.command = "read go; yes | head -c 1000000; exit 4", .client_flags = ALL});
    int client = box_attach(&box, ALL | WIRE_ATTACH_LOSSLESS, "", NULL);
    peer_send(client, WIRE_STDIN, "\n", 1, -1);
    close(client);
    close(box.client);
    box.client = -1;
    EXPECT_EQUAL(box_exited(&box), 4 << 8);
    box_end(&box);
}

static void cuts_off_a_slow_client(void)
{
    struct box box;
    struct frame frame;
    const char *sentence = "hako: output was lost: the client reads too slowly\n";
    const char *command = "read go; head -c 3000000 /dev/zero";
    box_start(&box, &(struct box_options){.command = command, .client_flags = WIRE_ATTACH_STDIN});
    int client = box_attach(&box, WIRE_ATTACH_STDOUT, "", NULL);
    peer_send(box.client, WIRE_STDIN, "\n", 1, -1);
    EXPECT_EQUAL(box_exited(&box), 0);
    EXPECT(peer_await(client, WIRE_STDERR, &frame));
    EXPECT(frame.size == strlen(sentence) && memcmp(frame.payload, sentence, frame.size) == 0);
    peer_expect(client, WIRE_EXIT, &frame);
    EXPECT_EQUAL(frame_number(&frame), 125);
    close(client);
    box_end(&box);
}

static void waits_for_a_lossless_client(void)
{
    struct box box;
    struct frame frame;
    size_t size = 0;
    int type;
    const struct box_options options = {
        .command = "head -c 3000000 /dev/zero; echo done >&2",
        .client_flags = WIRE_ATTACH_STDOUT | WIRE_ATTACH_LOSSLESS,
    };
    box_start(&box, &options);
    int other = box_attach(&box, WIRE_ATTACH_STDERR, "", NULL);
    peer_expect(box.client, WIRE_ATTACHED, NULL);
    EXPECT_EQUAL(poll(&(struct pollfd){other, POLLIN, 0}, 1, 50), 0);
    while ((type = peer_receive(box.client, &frame)) == WIRE_STDOUT)
        size += frame.size;
    EXPECT_EQUAL(type, WIRE_EXIT);
    EXPECT_EQUAL(size, 3000000);
    close(other);
    box_end(&box);
}

static void rests_beside_a_terminal_nobody_has_open(void)
{
    struct box box;
    const char *command = "trap '' HUP; exec </dev/null >/dev/null 2>&1; sleep 0.5; exec >/dev/tty; echo again";
    box_start(&box, &(struct box_options){.command = command, .terminal = 1});
    char text[128];
    EXPECT_EQUAL(box_exited(&box), 0);
    EXPECT(box_read(&box, "log", text, sizeof text) > 0 && strstr(text, " stdout F again\r\n") != NULL);
    box_end(&box);
    long used = box.used.ru_utime.tv_usec / 1000 + box.used.ru_stime.tv_usec / 1000;
    EXPECT(box.used.ru_utime.tv_sec == 0 && box.used.ru_stime.tv_sec == 0 && used < SPIN_MILLIS);
}

static const struct test tests[] = {
    {"tells a client the output and the exit code", tells_output_and_code, lacks_clone},
    {"tells a client the signal as 128 and its number", tells_the_signal, lacks_clone},
    {"sends a client only the streams it asks for", sends_only_what_is_asked_for, lacks_clone},
    {"serves several clients", serves_several_clients, lacks_clone},
    {"refuses one client too many", refuses_one_client_too_many, lacks_clone},
    {"survives a client that vanishes", survives_a_client_that_vanishes, lacks_clone},
    {"cuts off a client that reads too slowly", cuts_off_a_slow_client, lacks_clone},
    {"makes the container wait for a lossless client", waits_for_a_lossless_client, lacks_clone},
    {"rests beside a terminal that nobody has open", rests_beside_a_terminal_nobody_has_open, lacks_clone},
};

const struct tests attach_tests = GROUP(tests);
