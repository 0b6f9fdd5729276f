/// The isolation by a kernel of its own: a kernel of User Mode Linux in its jail, with the launcher
/// as its init, and a process on the host that stands in for its program.
///
/// Start reading at {@link dev.hako.isolation.unikernel.UnikernelIsolation}, then {@link
/// dev.hako.isolation.unikernel.GuestStart} and {@link dev.hako.isolation.unikernel.Jail}: the jail
/// is a container as OCI describes one, compiled to a plan and run by a launcher, as those of the
/// isolation `namespace` are; what runs inside is started by a plan of the same compiler.
///
/// Invariants: the kernel's process has no capability, an identity of its own user namespace, no
/// procfs, and no descriptor of the host but its line, its console, its disks and those by which
/// other processes make its devices: of a network interface ({@link
/// dev.hako.isolation.unikernel.GuestNetwork}) one of the jail, of the host's files ({@link
/// dev.hako.isolation.unikernel.SharedFiles}) one with a root of its own. A guest lives as long as
/// somebody is connected to its carrier, its carrier as long as its monitor, and the server of its
/// files as long as the guest. The engine holds nothing of a guest once its program runs. What a
/// guest kernel cannot give is refused by name before anything is made.
///
/// Threads: all may be used from any thread.
@NullMarked
package dev.hako.isolation.unikernel;

import org.jspecify.annotations.NullMarked;
