/* line_test.c: which words the command takes, and what it says of others. */
#include "groups.h"

#include <string.h>

#include "caller.h"

#define UNKNOWN "hako-runtime: container \"c1\" does not exist\n"

static struct caller caller;

static void expect_error(const char *error)
{
    EXPECT_EQUAL(caller.code, 1);
    EXPECT_TEXT(caller.error, error);
    EXPECT_TEXT(caller.output, "");
}

static void takes_options_in_every_spelling(void)
{
    caller_begin(&caller);
    CALL(&caller, "state", "c1");
    expect_error(UNKNOWN);
    CALL(&caller, "--debug", "--log-format=text", "-log-format", "text", "state", "c1");
    expect_error(UNKNOWN);
    CALL(&caller, "kill", "--all=false", "c1", "-a");
    expect_error(UNKNOWN);
    CALL(&caller, "delete", "--", "c1");
    expect_error(UNKNOWN);
    CALL(&caller, "exec", "-t", "--cwd", "/", "c1", "sh", "-c", "--no-such-option");
    expect_error(UNKNOWN);
    caller_end(&caller);
}

static void refuses_options_that_the_verb_has_not(void)
{
    caller_begin(&caller);
    CALL(&caller, "state", "--force", "c1");
    expect_error("hako-runtime: there is no option \"--force\" of state; hint: see --help\n");
    CALL(&caller, "state", "-x", "c1");
    expect_error("hako-runtime: there is no option \"-x\" of state; hint: see --help\n");
    CALL(&caller, "--bundle", "/", "create", "c1");
    expect_error("hako-runtime: there is no option \"--bundle\" of the command; hint: see --help\n");
    CALL(&caller, "create", "c1", "--pid-file");
    expect_error("hako-runtime: option --pid-file needs a value\n");
    caller_end(&caller);
}

static void refuses_verbs_that_there_are_not(void)
{
    caller_begin(&caller);
    CALL(&caller, "creates", "c1");
    expect_error("hako-runtime: there is no command \"creates\"; hint: see --help\n");
    CALL(&caller, "", "c1");
    expect_error("hako-runtime: there is no command \"\"; hint: see --help\n");
    caller_end(&caller);
}

static void counts_arguments(void)
{
    caller_begin(&caller);
    CALL(&caller, "state");
    expect_error("hako-runtime: state takes one argument, the container's id\n");
    CALL(&caller, "start", "c1", "c2");
    expect_error("hako-runtime: start takes one argument, the container's id\n");
    CALL(&caller, "kill");
    expect_error("hako-runtime: kill takes a container's id, and perhaps a signal\n");
    CALL(&caller, "exec", "c1");
    expect_error("hako-runtime: exec takes a container's id and a command, or --process\n");
    caller_end(&caller);
}

static void takes_numbers_within_their_limits(void)
{
    static const char *const bad[] = {"81", "-1", "x", "0x10", "99999999999999999999", " 1", "1 "};
    char expected[256];
    caller_begin(&caller);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CALL(&caller, "create", "--bundle", caller.path, "--preserve-fds", bad[i], "c1");
        strcpy(expected, "hako-runtime: option --preserve-fds takes a number, not \"");
        expect_error(strcat(strcat(expected, bad[i]), "\"\n"));
        CALL(&caller, "delete", "--force", "c1");
        EXPECT_EQUAL(caller.code, 0);
    }
    caller_end(&caller);
}

/* Which there are is the compiler's to know. */
static void takes_isolations_by_name(void)
{
    caller_begin(&caller);
    CALL(&caller, "--isolation", "namespace", "state", "c1");
    expect_error(UNKNOWN);
    CALL(&caller, "--isolation", "cellar", "state", "c1");
    expect_error(UNKNOWN);
    caller_end(&caller);
}

static void shows_itself(void)
{
    caller_begin(&caller);
    caller_call_plainly(&caller, (const char *const[]){"--version", NULL});
    EXPECT_EQUAL(caller.code, 0);
    EXPECT(strncmp(caller.output, "hako-runtime version ", 21) == 0 && strstr(caller.output, "\nspec: 1."));
    caller_call_plainly(&caller, (const char *const[]){NULL});
    EXPECT_EQUAL(caller.code, 0);
    EXPECT(strncmp(caller.output, "Usage: hako-runtime", 19) == 0);
    caller_end(&caller);
}

static const struct test tests[] = {
    {"takes options in every spelling", takes_options_in_every_spelling, NULL},
    {"refuses options that the verb has not", refuses_options_that_the_verb_has_not, NULL},
    {"refuses verbs that there are not", refuses_verbs_that_there_are_not, NULL},
    {"counts arguments", counts_arguments, NULL},
    {"takes numbers within their limits", takes_numbers_within_their_limits, NULL},
    {"takes isolations by name", takes_isolations_by_name, NULL},
    {"shows itself", shows_itself, NULL},
};

const struct tests line_tests = GROUP(tests);
