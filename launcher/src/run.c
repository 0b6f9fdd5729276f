/* run.c: see run.h. The loop over the steps, and what happens when one fails. */
#include "run.h"

#include "deadline.h"
#include "fate.h"
#include "load.h"
#include "report.h"
#include "sys.h"
#include "text.h"
#include "verbs.h"

#define LONGEST_NAP_MILLIS 20

static int concerns(const struct plan_step *step, int error)
{
    for (int i = 0; i < step->error_count; i++)
        if (step->errors[i] == -error)
            return 1;
    return step->error_count == 0;
}

static int try_again(struct run *run, const struct plan_step *step, int error, int64_t *result)
{
    int64_t deadline = deadline_in(step->target);
    for (int64_t nap = 1; error < 0 && concerns(step, error) && sys_monotonic_millis() < deadline;) {
        deadline_nap(nap);
        nap = nap * 2 < LONGEST_NAP_MILLIS ? nap * 2 : LONGEST_NAP_MILLIS;
        error = verb_perform(run, step, result);
    }
    return error;
}

/* A step has failed the plan. Returns only while cleaning up. */
static void fail(struct run *run, uint32_t step, int error)
{
    run->failure.head.step = step;
    run->failure.head.error = -error;
    if (run->cleaning && run->tells_all)
        report_failure(&run->failure);
    if (run->cleaning)
        return;
    if (!run->root)
        fate_tell(run);
    run_failed(run);
}

static void run_step(struct run *run, const struct plan_step *step)
{
    int64_t result;
    run->failure.head = (struct wire_failed){0};
    int error = verb_perform(run, step, &result);
    if (error < 0 && step->on_error == PLAN_RETRY)
        error = try_again(run, step, error, &result);
    if (error < 0) {
        int handled = step->on_error == PLAN_TOLERATE || step->on_error == PLAN_BRANCH;
        if (!handled || !concerns(step, error))
            fail(run, run->step, error);
        else if (step->on_error == PLAN_BRANCH)
            run->next = step->target;
        result = error;
    }
    if (step->result != PLAN_NONE)
        run->registers[step->result] = (uint64_t)result;
}

static void run_from(struct run *run, uint32_t first)
{
    for (run->next = first; run->next < run->step_count;) {
        run->step = run->next++;
        run_step(run, &run->steps[run->step - run->first]);
    }
}

void run_cleanup(struct run *run)
{
    run->cleaning = 1;
    run_from(run, run->cleanup);
    run->cleaning = 0;
}

void run_failed(struct run *run)
{
    report_failure(&run->failure);
    fate_kill(run);
    run_cleanup(run);
    sys_exit(1);
}

/* Refuses to run a plan. */
_Noreturn static void refuse(struct run *run, uint32_t step, int error, const char *reason)
{
    run->failure.head.text_size = (uint32_t)text_append(run->failure.text, RUN_MAX_TEXT, 0, reason);
    fail(run, step, error);
    __builtin_unreachable();
}

static void load(struct run *run)
{
    struct load_file file;
    int error = load_read(PLAN_FD, &file);
    sys_close(PLAN_FD);
    if (error < 0)
        refuse(run, CHECK_NO_STEP, error, "the plan cannot be read");
    struct check_verdict verdict = load_check(&file);
    if (verdict.reason != NULL)
        refuse(run, verdict.step, -EINVAL, verdict.reason);
    error = load_prepare(&file, run);
    if (error < 0)
        refuse(run, CHECK_NO_STEP, error, "there is no memory for the plan");
}

/* Children are to be waited for, whatever the starter did with SIGCHLD. */
static void claim_children(void)
{
    const struct sys_sigaction by_default = {0};
    sys_sigaction(SIGCHLD, &by_default);
}

/* The process as it was started, with its plan. */
static struct run *begin(void)
{
    static struct run run;
    run.root = 1;
    run.fate_read = run.fate_write = -1;
    sys_fcntl(PLAN_FD, F_SETFD, FD_CLOEXEC);
    sys_fcntl(CONTROL_FD, F_SETFD, FD_CLOEXEC);
    claim_children();
    report_hello();
    load(&run);
    return &run;
}

void run_main(void)
{
    run_from(begin(), 0);
    __builtin_unreachable();
}

void run_cleanup_main(void)
{
    struct run *run = begin();
    run->tells_all = 1;
    run_cleanup(run);
    sys_exit(0);
}
