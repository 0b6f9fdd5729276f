/* list_test.c: the table, the JSON and the ids of all containers. */
#define _GNU_SOURCE
#include "groups.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "caller.h"

static struct caller caller;
static pid_t child;

static void begin(void)
{
    caller_begin(&caller);
    child = sleeper();
}

static void end(void)
{
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    caller_end(&caller);
}

static void shows_nothing_where_nothing_is(void)
{
    begin();
    CALL(&caller, "list");
    EXPECT_TEXT(caller.output, "ID    PID    STATUS    BUNDLE    CREATED                           OWNER\n");
    CALL(&caller, "list", "--quiet");
    EXPECT_TEXT(caller.output, "");
    CALL(&caller, "list", "-f", "json");
    EXPECT_TEXT(caller.output, "null");
    caller_call_plainly(&caller, (const char *const[]){"--root", "/no/such/folder", "list", "-q", NULL});
    EXPECT_EQUAL(caller.code, 0);
    EXPECT_TEXT(caller.output, "");
    end();
}

static void lines_columns_up(void)
{
    static const char row[] = "%-15s%-*s%-11s%-11s%-34s%s\n", time[] = "2023-11-14T22:13:20.000000000Z";
    char expected[512], pid[16];
    begin();
    int width = 4 + snprintf(pid, sizeof pid, "%d", (int)child);
    width = width < 7 ? 7 : width;
    caller_make_container(&caller, "a-long-name", child);
    caller_make_container(&caller, "b", child);
    caller_note_process(&caller, "b", child, 1);
    int size = snprintf(expected, sizeof expected, row, "ID", width, "PID", "STATUS", "BUNDLE", "CREATED", "OWNER");
    size += snprintf(expected + size, sizeof expected - (size_t)size, row, "a-long-name", width, pid, "running", "/bundle",
                     time, "root");
    snprintf(expected + size, sizeof expected - (size_t)size, row, "b", width, "0", "stopped", "/bundle", time, "root");
    CALL(&caller, "list");
    EXPECT_TEXT(caller.output, expected);
    CALL(&caller, "list", "-q");
    EXPECT_TEXT(caller.output, "a-long-name\nb\n");
    end();
}

static void tells_annotations_in_json(void)
{
    struct made_record record;
    begin();
    record_begin(&record);
    record_put(&record, RECORD_BUNDLE_PATH, "/a \"b\"\n", 7);
    record_put(&record, RECORD_ANNOTATIONS, "\"annotations\":{\"k\":\"v\"}", 23);
    caller_make(&caller, "c1");
    caller_keep(&caller, "c1", &record);
    caller_note_process(&caller, "c1", child, start_of(child));
    CALL(&caller, "list", "--format", "json");
    EXPECT(caller.output[0] == '[' && caller.output[strlen(caller.output) - 1] == ']');
    EXPECT(strstr(caller.output, "\"bundle\": \"/a \\\"b\\\"\\u000a\"") != NULL);
    EXPECT(strstr(caller.output, "\"annotations\":{\"k\":\"v\"}") != NULL);
    end();
}

static void knows_two_formats(void)
{
    begin();
    CALL(&caller, "list", "--format", "yaml");
    EXPECT_EQUAL(caller.code, 1);
    EXPECT_TEXT(caller.error, "hako-runtime: there is no format \"yaml\"; hint: --format table or json\n");
    end();
}

static const struct test tests[] = {
    {"shows nothing where nothing is", shows_nothing_where_nothing_is, NULL},
    {"lines columns up", lines_columns_up, NULL},
    {"tells annotations in JSON", tells_annotations_in_json, NULL},
    {"knows two formats", knows_two_formats, NULL},
};

const struct tests list_tests = GROUP(tests);
