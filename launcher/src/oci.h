/*
 * oci.h: the OCI runtime command, in runc's place under containerd, podman and Docker. It carries out
 * plans in its own place, so that stdio, cgroup, namespaces and reaper are its caller's. `create`, `run`,
 * `exec`, `update`, `spec` and `features` ask a compiler; nothing else does.
 */
#ifndef HAKO_OCI_H
#define HAKO_OCI_H

/* Returns the exit code. */
int oci_main(int argc, char **argv, char **envp);

#endif
