/// The calls about pods. There is no pause container: what a pod's containers share is held by
/// mounts, and a process is there only where they share their processes.
///
/// Start with {@link dev.hako.door.cri.pod.RunPodSandbox} and {@link
/// dev.hako.door.cri.pod.SandboxMapping}.
///
/// Threads: a call's class is a value that any thread may ask.
@NullMarked
package dev.hako.door.cri.pod;

import org.jspecify.annotations.NullMarked;
