/* verbs.h: what each verb of a plan does. */
#ifndef HAKO_VERBS_H
#define HAKO_VERBS_H

#include "run.h"

/* Does a step once: 0 and the result, or -errno. */
int verb_perform(struct run *run, const struct plan_step *step, int64_t *result);

#endif
