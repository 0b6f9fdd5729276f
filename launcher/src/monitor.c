/* monitor.c: see monitor.h. */
#include "monitor.h"

#include "sys.h"

/* As a shell gives it: the exit code, or 128 and the signal. */
static int code_of(int status)
{
    int signal = status & 0x7f;
    return signal != 0 ? 128 + signal : status >> 8 & 0xff;
}

void monitor_run(struct run *run, const struct plan_monitor *monitor)
{
    int status = 0;
    int pid = (int)run->registers[monitor->pid];
    while (sys_wait4(pid, &status, 0) == -EINTR)
        ;
    run_cleanup(run);
    sys_exit(code_of(status));
}
