/// How an isolation is asked for and how it answers: the one interface between the engine, which
/// knows containers, and the walls they run behind.
///
/// Start reading at {@link dev.hako.isolation.Isolation}. An isolation opens a {@link
/// dev.hako.isolation.Sandbox} (a pod's shell), a sandbox starts {@link dev.hako.isolation.Task}s
/// (a container's running program, or one exec'd into it). A foreign isolation comes as a jar that
/// names its implementation for {@link java.util.ServiceLoader}.
///
/// Invariants: a task outlives the object that stands for it here and the engine that started it;
/// closing a task lets go of it and never ends it. Everything an isolation refuses carries a reason
/// and a remedy a user can read. Abilities that only some isolations have are interfaces of their
/// own, found by pattern matching: {@link dev.hako.isolation.Freezable}, {@link
/// dev.hako.isolation.Measurable}, {@link dev.hako.isolation.Adjustable}, {@link
/// dev.hako.isolation.Observable}.
///
/// Threads: all types here may be used from any thread. Blocking methods may be called on virtual
/// threads and must not pin their carriers for longer than a process start takes.
@NullMarked
package dev.hako.isolation;

import org.jspecify.annotations.NullMarked;
