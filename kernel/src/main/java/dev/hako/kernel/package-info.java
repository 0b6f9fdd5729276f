/// Linux as Java sees it: system calls, their structures, and owners for what they return.
///
/// Start with [Fd], [Open] and [KernelException]: every owner of this package is made of them.
///
/// Three layers, each knowing only the one below:
///
/// 1. `Native` holds the one foreign-function handle, and `FileCalls`, `ProcessCalls`,
///    `SocketCalls` and `MountCalls` hold one method per system call, with the call's own name and
///    argument order. They answer the value or `-errno`.
/// 2. Classes named `…Struct` lay out the structures those calls read and write.
/// 3. Everything public: owners and values that throw [KernelException].
///
/// Invariants:
///
/// - Names of files are bytes ([NativePath]); nothing is decoded on its way to the kernel.
/// - Every descriptor made here is close-on-exec, except in a spawned program where [Spawn] was
///   told to install it.
/// - `EINTR` is retried in `Native` and is never seen above it; the few calls that must not be
///   repeated (close, waits with a timeout) say so.
/// - Each operating constant has the kernel's own name; a test compares all of them, and all
///   layouts, with what the C compiler says for both supported machines.
///
/// Threads: values are immutable; an [Fd] may be used by several threads but closed by only one of
/// them. Calls that block hold their carrier thread: wait with an [EventLoop] on virtual threads.
/// The only lock of the package is inside [EventLoop] and is never held while calling back.
@NullMarked
package dev.hako.kernel;

import org.jspecify.annotations.NullMarked;
