/// The isolation by a kernel of its own, in the making: a kernel of User Mode Linux in its jail,
/// and the channel to its init. It is no {@link dev.hako.isolation.Isolation} yet, and nobody is
/// offered it.
///
/// Start reading at {@link dev.hako.isolation.unikernel.Guest}, then {@link
/// dev.hako.isolation.unikernel.Jail}: the jail is a container as OCI describes one, compiled to a
/// plan and run by a launcher, as those of the isolation `namespace` are.
///
/// Invariants: the kernel's process has no capability, an identity of its own user namespace, no
/// procfs, and no descriptor of the host but its line and its console; it ends with its monitor.
///
/// Threads: a guest may be used by any thread.
@NullMarked
package dev.hako.isolation.unikernel;

import org.jspecify.annotations.NullMarked;
