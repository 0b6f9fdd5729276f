/// The engine's side of launchers and monitors, which every isolation has whose containers are
/// started by plans: how a launcher is started, what is heard of a monitor and said to it, and what
/// the control groups of a task tell and do.
///
/// Start reading at {@link dev.hako.isolation.monitor.LauncherProcess}, then {@link
/// dev.hako.isolation.monitor.MonitoredTask}.
///
/// Invariants: a launcher that does not reach its program has undone what it did before that is
/// told; a task is let go of by closing it, and lives on.
///
/// Threads: what monitors say is read on one event loop, what they are told is written by any
/// thread.
@NullMarked
package dev.hako.isolation.monitor;

import org.jspecify.annotations.NullMarked;
