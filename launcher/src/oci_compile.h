/*
 * oci_compile.h: asking a compiler for a plan: a warm engine of this build, or a JVM that is started
 * for this one question. The command never starts an engine: it would live in the caller's cgroup.
 */
#ifndef HAKO_OCI_COMPILE_H
#define HAKO_OCI_COMPILE_H

#include <stddef.h>
#include <stdint.h>

#include "oci_home.h"
#include "places.h"
#include "record.h"

struct oci_question {
    enum record_verb verb;
    uint32_t flags; /* RECORD_… */
    uint32_t preserved;
    const char *id;
    const char *bundle;      /* absolute path */
    int config;              /* config.json, open; read from its beginning. -1: what the home's record has, if there is one */
    const char *process;     /* RECORD_PROCESS */
    size_t process_size;
    const struct oci_home *home; /* of a container that is there; or null */
    const char *subgroups;   /* RECORD_SUBGROUPS */
    size_t subgroups_size;
    const char *isolations;  /* RECORD_ISOLATIONS */
    size_t isolations_size;
    const char *init;        /* RECORD_INIT; or null */
    const char *listening;   /* RECORD_LISTENING; or null */
};

/* The answer: two descriptors. */
struct oci_answer {
    int plan;
    int record;
};

/* Complains and exits with `intent`, and why not, after calling `undo` (or null) if there is no answer, or a refusal. */
void oci_compile(const struct places *places, const struct oci_question *question, const char *intent,
                 void (*undo)(void), struct oci_answer *answer);

/* A section of the record that came with an answer; "" if there is none. */
const char *oci_answer_section(const struct oci_answer *answer, enum record_section section, size_t *size);

#endif
