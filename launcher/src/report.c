/* report.c: see report.h. */
#include "report.h"

#include "clocks.h"
#include "sys.h"

static void report(enum wire_type type, const void *payload, uint32_t size)
{
    struct wire_frame frame = {.size = size, .type = (uint16_t)type};
    struct iovec parts[] = {
        {.iov_base = &frame, .iov_len = sizeof frame},
        {.iov_base = (void *)(uintptr_t)payload, .iov_len = size},
    };
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    while (sys_sendmsg(CONTROL_FD, &message, MSG_NOSIGNAL) == -EINTR)
        ;
}

void report_hello(void)
{
    struct wire_hello hello = {.version = WIRE_VERSION};
    report(WIRE_HELLO, &hello, sizeof hello);
}

void report_milestone(uint32_t milestone, uint64_t value)
{
    struct wire_milestone reached = {
        .milestone = milestone, .value = value, .reached_nanos = clocks_real_nanos()};
    report(WIRE_MILESTONE, &reached, sizeof reached);
}

void report_failure(const struct failure *failure)
{
    report(WIRE_FAILED, failure, (uint32_t)sizeof failure->head + failure->head.text_size);
}
