/* client.c: reach an engine, ask it, and do as its answer says. */
#include "client.h"

#include "conversation.h"
#include "engine_start.h"
#include "errors.h"
#include "places.h"
#include "request.h"
#include "sys.h"
#include "terminal.h"
#include "text.h"

#define ATTEMPTS 3 /* engines that are leaving are waited out */

/* The exit code, or CONVERSATION_STALE or _UNREAD: then another engine is to be asked. */
static int converse(const struct places *places, const struct engine *engine, char **argv)
{
    struct conversation conversation = {.socket = engine->socket};
    terminal_look(&conversation.terminal);
    request_send(engine->socket, places, &conversation.terminal, argv);
    int code = conversation_run(&conversation);
    sys_close(engine->socket);
    if (code == CONVERSATION_UNREAD && engine->started)
        code = CONVERSATION_NO_ANSWER;
    if (code != CONVERSATION_NO_ANSWER)
        return code;
    engine_say_why(places, engine);
    return ERRORS_CODE;
}

int client_main(int argc, char **argv, char **envp)
{
    struct places places;
    places_find(&places, envp);
    if (argc >= 2 && text_equal(argv[1], "engine"))
        engine_run_in_foreground(&places, argv + 1);
    if (argc >= 2 && text_equal(argv[1], "compare"))
        engine_run_beside(&places, argv + 1);
    for (int i = 0; i < ATTEMPTS; i++) {
        struct engine engine;
        engine_reach(&places, &engine);
        int code = converse(&places, &engine, argv);
        if (code != CONVERSATION_STALE && code != CONVERSATION_UNREAD)
            return code;
        engine_await_end(&places, &engine);
    }
    errors_fail("cannot reach engine: each one leaves before it answers; hint: another version of hako may use \"",
                places.run, "\" as well", (char *)0);
}
