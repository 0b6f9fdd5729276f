/* abi.c: what the compiler makes of wire.h, for WireAbiTest: lines of a name and a value. */
#include <stdio.h>
#include <string.h>

#include "plan.h"
#include "wire.h"

#define NUMBER(name) printf(#name " %u\n", (unsigned)(name))

static void frame(const char *name, uint16_t type, const void *start, size_t start_size, const char *rest,
                  size_t rest_size)
{
    struct wire_frame header = {.size = (uint32_t)(start_size + rest_size), .type = type};
    printf("%s ", name);
    for (size_t i = 0; i < sizeof header; i++)
        printf("%02x", ((const unsigned char *)&header)[i]);
    for (size_t i = 0; i < start_size; i++)
        printf("%02x", ((const unsigned char *)start)[i]);
    for (size_t i = 0; i < rest_size; i++)
        printf("%02x", (unsigned char)rest[i]);
    printf("\n");
}

static void numbers(void)
{
    NUMBER(WIRE_REQUEST), NUMBER(WIRE_STDIN), NUMBER(WIRE_STDIN_END), NUMBER(WIRE_RESIZE), NUMBER(WIRE_SIGNAL);
    NUMBER(WIRE_STDOUT), NUMBER(WIRE_STDERR), NUMBER(WIRE_ATTACHED), NUMBER(WIRE_CREDIT), NUMBER(WIRE_EXIT);
    NUMBER(WIRE_STALE), NUMBER(WIRE_ATTACH), NUMBER(WIRE_KILL), NUMBER(WIRE_REOPEN_LOG), NUMBER(WIRE_RELEASE);
    NUMBER(WIRE_NAMESPACES), NUMBER(WIRE_WINDOW), NUMBER(WIRE_HELLO), NUMBER(WIRE_MILESTONE), NUMBER(WIRE_FAILED);
    NUMBER(WIRE_EXITED), NUMBER(WIRE_NAMESPACE_FDS), NUMBER(WIRE_NEED_ENGINE), NUMBER(WIRE_COMPILE), NUMBER(WIRE_COMPILED);
    NUMBER(WIRE_REFUSED);
    NUMBER(WIRE_VERSION), NUMBER(WIRE_MAX_DATA), NUMBER(WIRE_MAX_REQUEST), NUMBER(WIRE_MAX_TEXT);
    NUMBER(WIRE_REQUEST_STDIN_TERMINAL), NUMBER(WIRE_REQUEST_STDOUT_TERMINAL), NUMBER(WIRE_REQUEST_STDERR_TERMINAL);
    NUMBER(WIRE_ATTACHED_RAW), NUMBER(WIRE_ATTACHED_STDIN), NUMBER(WIRE_ATTACHED_SIGNALS);
    NUMBER(WIRE_ATTACH_STDIN), NUMBER(WIRE_ATTACH_STDOUT), NUMBER(WIRE_ATTACH_STDERR), NUMBER(WIRE_ATTACH_SIGNALS);
    NUMBER(WIRE_ATTACH_LOSSLESS);
    printf("WIRE_DETACH_KEYS %zu\n", sizeof((struct wire_attach *)0)->detach_keys);
    printf("WIRE_BUILD_ID %zu\n", sizeof((struct wire_request *)0)->build_id);
    NUMBER(PLAN_CREATED), NUMBER(PLAN_STARTED), NUMBER(PLAN_MOUNTED);
}

int main(void)
{
    numbers();
    struct wire_request request = {
        .version = 1, .flags = 2, .rows = 0x0102, .columns = 0x0304, .umask = 18, .argument_count = 2, .environment_count = 1};
    memcpy(request.build_id, "0123456789abcdef", sizeof request.build_id);
    frame("request", WIRE_REQUEST, &request, sizeof request, "/\0hako\0ps\0A=b", 14);
    struct wire_compile compile = {.version = 1, .verb = 2, .flags = 3, .preserved = 4, .part_count = 2};
    memcpy(compile.build_id, "0123456789abcdef", sizeof compile.build_id);
    frame("compile", WIRE_COMPILE, &compile, sizeof compile, "\2\0\0\0ab\0\0\0\0", 10);
    struct wire_size size = {.rows = 0x0102, .columns = 0x0304};
    frame("resize", WIRE_RESIZE, &size, sizeof size, "", 0);
    struct wire_attached attached = {.flags = 1, .credit = 2};
    frame("attached", WIRE_ATTACHED, &attached, sizeof attached, "", 0);
    struct wire_attach attach = {.flags = 1, .detach_size = 2, .detach_keys = {0x10, 0x11}};
    frame("attach", WIRE_ATTACH, &attach, sizeof attach, "", 0);
    struct wire_hello hello = {.version = 1, .pid = 2, .state = 2};
    frame("hello", WIRE_HELLO, &hello, sizeof hello, "", 0);
    struct wire_milestone milestone = {.milestone = 1, .value = 0x0102030405060708, .reached_nanos = 0x1112131415161718};
    frame("milestone", WIRE_MILESTONE, &milestone, sizeof milestone, "", 0);
    struct wire_failed failed = {.step = 1, .error = 2, .status = 3, .text_size = 3};
    frame("failed", WIRE_FAILED, &failed, sizeof failed, "why", 3);
    struct wire_exited exited = {.status = 1, .finished_nanos = 0x0102030405060708};
    frame("exited", WIRE_EXITED, &exited, sizeof exited, "", 0);
    return 0;
}
