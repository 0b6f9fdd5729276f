/* log_test.c: what a caller finds in the file that it has named. */
#define _GNU_SOURCE
#include "groups.h"

#include <string.h>

#include "caller.h"

static struct caller caller;
static char log[CALLER_TEXT];

static const char *log_path(void)
{
    return caller_path(&caller, "log");
}

static int logs(const char *text)
{
    caller_read(&caller, "log", log, sizeof log);
    return strstr(log, text) != NULL;
}

static void writes_json_that_is_json(void)
{
    caller_begin(&caller);
    CALL(&caller, "--log", log_path(), "--log-format", "json", "a\"\\\n\x01\xc3\xa4");
    EXPECT_EQUAL(caller.code, 1);
    EXPECT(logs("{\"level\":\"error\",\"msg\":\"there is no command \\\"a\\\"\\\\\\u000a\\u0001\xc3\xa4\\\"; hint: see --help\","
                "\"time\":\"20"));
    EXPECT_TEXT(log + strlen(log) - 3, "\"}\n");
    caller_end(&caller);
}

static void writes_text_as_runc_does(void)
{
    caller_begin(&caller);
    CALL(&caller, "--log", log_path(), "state", "c1");
    EXPECT(logs("time=\"20") && logs("Z\" level=error msg=\"container \\\"c1\\\" does not exist\"\n"));
    caller_end(&caller);
}

static void adds_to_what_is_there(void)
{
    caller_begin(&caller);
    caller_write(&caller, "log", "before\n", 7);
    CALL(&caller, "--log", log_path(), "state", "c1");
    CALL(&caller, "--log", log_path(), "state", "c2");
    EXPECT(logs("before\ntime=") && logs("c1") && logs("c2"));
    caller_end(&caller);
}

static void refuses_a_file_that_it_cannot_open(void)
{
    caller_begin(&caller);
    CALL(&caller, "--log", caller_path(&caller, "no/log"), "list");
    EXPECT_EQUAL(caller.code, 1);
    EXPECT(strstr(caller.error, "cannot open log \"") && strstr(caller.error, "/no/log\": ENOENT"));
    CALL(&caller, "--log-format", "xml", "list");
    EXPECT_TEXT(caller.error, "hako-runtime: there is no log format \"xml\"; hint: --log-format text or json\n");
    caller_end(&caller);
}

static void bounds_what_it_says(void)
{
    static char word[20000];
    caller_begin(&caller);
    memset(word, 'x', sizeof word - 1);
    CALL(&caller, "--log", log_path(), "--log-format", "json", word);
    EXPECT_EQUAL(caller.code, 1);
    EXPECT(strlen(caller.error) < 8300);
    EXPECT(logs("\"}\n"));
    caller_end(&caller);
}

static const struct test tests[] = {
    {"writes JSON that is JSON", writes_json_that_is_json, NULL},
    {"writes text as runc does", writes_text_as_runc_does, NULL},
    {"adds to what is there", adds_to_what_is_there, NULL},
    {"refuses a file that it cannot open", refuses_a_file_that_it_cannot_open, NULL},
    {"bounds what it says", bounds_what_it_says, NULL},
};

const struct tests log_tests = GROUP(tests);
