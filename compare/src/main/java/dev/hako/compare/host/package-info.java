/// The machine under measurement: starting commands and timing them, counting their CPU time and
/// memory, and leaving nothing behind.
///
/// Start reading at [Account]. How CPU time is counted: each contender has a cgroup (`cpuacct` on
/// cgroup v1, `cpu.stat` on v2) in which all its commands, its engine and its containers live, so
/// that the kernel's own counter holds every nanosecond of theirs, whoever has reaped whom. What a
/// run cost is the difference of that counter, read before the run and again when it has come to
/// rest, less what the [Spawner] itself used. Not in it: work the kernel does later in threads of
/// its own, such as taking down a network namespace; it is the same for every contender.
///
/// How time is measured: by a [Spawner], a small native program that forks, executes a command and
/// waits for it. A JVM would add its own start-up of processes to short runs.
///
/// Whatever is started or made belongs to a [Scratch] or an [Account] and goes with it, also on
/// SIGTERM and SIGINT, and after SIGKILL by a [Guard]. Nothing here is for use by several threads
/// at once.
@NullMarked
package dev.hako.compare.host;

import org.jspecify.annotations.NullMarked;
