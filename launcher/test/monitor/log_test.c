/* log_test.c: the log's format, its rotation, and a disk that is full. */
#define _GNU_SOURCE
#include "groups.h"

#include "box.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define TIMESTAMP 30 /* characters, and one space behind them */
#define MAX_LOG (1 << 20)

static char text[MAX_LOG];

/* Whether the line begins with a time of the last minute in nanoseconds. */
static int has_time(const char *line)
{
    struct tm date = {0};
    const char *rest = strptime(line, "%Y-%m-%dT%H:%M:%S", &date);
    time_t logged = timegm(&date);
    return rest == line + 19 && rest[0] == '.' && strspn(rest + 1, "0123456789") == 9 && memcmp(rest + 10, "Z ", 2) == 0
        && logged <= time(NULL) + 1 && logged > time(NULL) - 60;
}

/* Takes the times off the lines of `text`; false if one had none. */
static int strip_times(char *text)
{
    char *to = text;
    for (char *line = text; *line != '\0';) {
        if (strlen(line) < TIMESTAMP + 1 || !has_time(line))
            return 0;
        char *end = strchrnul(line, '\n');
        size_t size = (size_t)(end - line) - (TIMESTAMP + 1) + (*end == '\n');
        memmove(to, line + TIMESTAMP + 1, size);
        to += size;
        line = *end == '\n' ? end + 1 : end;
    }
    *to = '\0';
    return 1;
}

/* Runs a command to its end and leaves its log, without times, in `text`. */
static void run(const struct box_options *options, struct box *box)
{
    box_start(box, options);
    box_exited(box);
    EXPECT(box_read(box, "log", text, sizeof text) >= 0);
    EXPECT(strip_times(text));
}

static void logs_each_line(void)
{
    struct box box;
    const struct box_options options = {.command = "echo one; echo two >&2; sleep 0.05; echo; echo three"};
    run(&options, &box);
    /* The streams are two pipes: which of two lines written at once is read first is not said. */
    EXPECT(strcmp(text, "stdout F one\nstderr F two\nstdout F \nstdout F three\n") == 0
           || strcmp(text, "stderr F two\nstdout F one\nstdout F \nstdout F three\n") == 0);
    box_end(&box);
}

static void logs_the_unfinished_end(void)
{
    struct box box;
    run(&(struct box_options){.command = "echo whole; printf 'no newline'"}, &box);
    EXPECT_TEXT(text, "stdout F whole\nstdout P no newline\n");
    box_end(&box);
}

/* On a machine that stands still for long enough the first letters are an entry by themselves. */
static void joins_what_is_written_in_parts(void)
{
    struct box box;
    run(&(struct box_options){.command = "printf a; sleep 0.05; printf b; sleep 0.05; echo c"}, &box);
    EXPECT(strcmp(text, "stdout F abc\n") == 0 || strncmp(text, "stdout P a", 10) == 0);
    box_end(&box);
}

static void logs_an_unfinished_line_while_it_stays_so(void)
{
    struct box box;
    const struct box_options options = {
        .command = "printf 'name: '; read name; echo $name",
        .client_flags = WIRE_ATTACH_STDIN,
    };
    box_start(&box, &options);
    EXPECT(WITHIN_DEADLINE(box_read(&box, "log", text, sizeof text) > 0));
    EXPECT(strip_times(text));
    EXPECT_TEXT(text, "stdout P name: \n");
    peer_send(box.client, WIRE_STDIN, "x\n", 2, -1);
    box_exited(&box);
    EXPECT(box_read(&box, "log", text, sizeof text) > 0 && strip_times(text));
    EXPECT_TEXT(text, "stdout P name: \nstdout F x\n");
    box_end(&box);
}

static void cuts_long_lines(void)
{
    struct box box;
    run(&(struct box_options){.command = "head -c 40000 /dev/zero | tr '\\0' x; echo"}, &box);
    char *line = strtok(text, "\n");
    for (int i = 0; i < 3; i++) {
        EXPECT(line != NULL && strncmp(line, i < 2 ? "stdout P " : "stdout F ", 9) == 0);
        EXPECT_EQUAL(line != NULL ? strlen(line) - 9 : 0, i < 2 ? 16384 : 40000 - 2 * 16384);
        line = strtok(NULL, "\n");
    }
    EXPECT(line == NULL);
    box_end(&box);
}

static void rotates(void)
{
    struct box box;
    const struct box_options options = {
        .command = "i=0; while [ $i -lt 40 ]; do echo line $i; i=$((i + 1)); sleep 0.002; done",
        .log_max_bytes = 400,
        .log_max_files = 3,
    };
    run(&options, &box);
    EXPECT(strstr(text, "line 39") != NULL);
    EXPECT(box_read(&box, "log.1", text, sizeof text) > 0 && strlen(text) <= 400);
    EXPECT(box_read(&box, "log.2", text, sizeof text) > 0 && strlen(text) <= 400);
    EXPECT(box_read(&box, "log.3", text, sizeof text) < 0);
    box_end(&box);
}

static void keeps_to_the_limit_however_much_comes_at_once(void)
{
    struct box box;
    const struct box_options options = {
        .command = "seq 1000", .log_max_bytes = 1000, .log_max_files = 2,
    };
    run(&options, &box);
    EXPECT(strstr(text, " 1000\n") != NULL && strlen(text) <= 1000);
    EXPECT(box_read(&box, "log.1", text, sizeof text) > 0 && strlen(text) <= 1000);
    box_end(&box);
}

static void lives_with_a_full_disk(void)
{
    struct box box;
    struct frame frame;
    int disk = make_small_disk();
    const struct box_options options = {
        .command = "head -c 300000 /dev/zero | tr '\\0' '\\n'; read go; echo after",
        .log_directory = disk,
        .client_flags = WIRE_ATTACH_STDIN | WIRE_ATTACH_STDOUT | WIRE_ATTACH_LOSSLESS,
    };
    box_start(&box, &options);
    peer_expect(box.client, WIRE_ATTACHED, NULL);
    for (size_t size = 0; size < 300000 && peer_await(box.client, WIRE_STDOUT, &frame);)
        size += frame.size;
    int log = openat(disk, "log", O_WRONLY | O_CLOEXEC);
    EXPECT(lseek(log, 0, SEEK_END) > 60000 && ftruncate(log, 0) == 0);
    peer_send(box.client, WIRE_STDIN, "go\n", 3, -1);
    EXPECT_EQUAL(box_exited(&box), 0);
    int reader = openat(disk, "log", O_RDONLY | O_CLOEXEC);
    ssize_t size = read(reader, text, sizeof text - 1);
    text[size < 0 ? 0 : size] = '\0';
    char *note = strstr(text, " stderr F hako: ");
    EXPECT(note != NULL && strstr(note, " bytes of output were not logged: ENOSPC\n") != NULL);
    EXPECT(note != NULL && strstr(note, " stdout F after\n") != NULL);
    close(reader);
    close(log);
    box_end(&box);
    close(disk);
}

static void opens_the_log_again(void)
{
    struct box box;
    const struct box_options options = {.command = "echo one; read go; echo two", .client_flags = WIRE_ATTACH_STDIN};
    box_start(&box, &options);
    EXPECT(WITHIN_DEADLINE(box_read(&box, "log", text, sizeof text) > 0));
    EXPECT(renameat(box.directory, "log", box.directory, "moved") == 0);
    peer_send(box.control, WIRE_REOPEN_LOG, NULL, 0, -1);
    EXPECT(WITHIN_DEADLINE(box_read(&box, "log", text, sizeof text) == 0));
    peer_send(box.client, WIRE_STDIN, "\n", 1, -1);
    box_exited(&box);
    EXPECT(box_read(&box, "log", text, sizeof text) > 0 && strstr(text, "stdout F two\n") != NULL);
    EXPECT(box_read(&box, "moved", text, sizeof text) > 0 && strstr(text, "stdout F one\n") != NULL);
    box_end(&box);
}

static const struct test tests[] = {
    {"logs each line with its stream and time", logs_each_line, lacks_clone},
    {"logs an end without newline as partial", logs_the_unfinished_end, lacks_clone},
    {"joins a line that is written in parts", joins_what_is_written_in_parts, lacks_clone},
    {"logs an unfinished line while it stays so", logs_an_unfinished_line_while_it_stays_so, lacks_clone},
    {"cuts lines longer than 16 KiB", cuts_long_lines, lacks_clone},
    {"rotates the log and keeps no more files than told", rotates, lacks_clone},
    {"keeps to the limit however much comes at once", keeps_to_the_limit_however_much_comes_at_once, lacks_clone},
    {"lives with a full disk and confesses afterwards", lives_with_a_full_disk, lacks_clone_or_mount},
    {"opens the log again when told to", opens_the_log_again, lacks_clone},
};

const struct tests log_tests = GROUP(tests);
