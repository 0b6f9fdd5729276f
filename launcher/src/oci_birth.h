/*
 * oci_birth.h: a process that comes into being for the OCI command's caller: a container's init, or
 * one that joins it. From the line to the process that is noted and goes on alone.
 */
#ifndef HAKO_OCI_BIRTH_H
#define HAKO_OCI_BIRTH_H

#include "oci_compile.h"
#include "oci_home.h"
#include "oci_tty.h"
#include "oci_verbs.h"

struct oci_birth {
    struct oci_home *home;
    const char *intent; /* "cannot create container …" */
    void (*undo)(void); /* called before a complaint; null: nothing to undo */
    int first;          /* what the launcher gets at RECORD_GATE_FD */
    int console;        /* -1: none */
    struct oci_tty *tty; /* of a process in the foreground; null: the caller has a console socket, or there is none */
    uint32_t preserved;
    int64_t (*note)(struct oci_birth *birth, int pid); /* the process is known from here on: 0 or -errno; null: nothing to do */
    const struct places *places;
    const char *scope;  /* RECORD_SCOPE_BEGIN */
    size_t scope_size;  /* 0: systemd makes no group for it */
    const char *noting, *noted; /* what that does, and with what: said when it fails */
};

/* Undoes what there is, complains and exits. */
_Noreturn void oci_birth_fail(const struct oci_birth *birth, const char *what, const char *object, int64_t error);

/* Takes console socket and preserved descriptors from the line; `tty` (or null) is to be used where it names no socket. */
void oci_birth_read(struct oci_birth *birth, const struct oci_line *line, struct oci_tty *tty);

/* Carries out a plan: returns the process's pid, or complains and exits. `words` as in a record. */
int oci_birth_carry_out(struct oci_birth *birth, const struct oci_line *line, int plan, const char *words, size_t size);

/* Waits for the end of a process that has become our child, to which signals and what is typed are passed on: its exit code. */
int oci_birth_await_end(const struct oci_birth *birth, const struct oci_process *process);

/* From now on orphans become our children, and signals wait for oci_birth_await_end. */
void oci_birth_adopt(void);

#endif
