/// The form of a command line: which options a command has, how its words are read, and how its
/// help looks.
///
/// Start reading at {@link dev.hako.app.cli.CommandForm}. A command describes itself once, in
/// {@link dev.hako.app.cli.Option} constants; parsing, help and suggestions are all made from
/// these. The rules are those that Docker's users have in their fingers: `-it`, `-eA=b`,
/// `--rm=false`, `--name=x` and `--name x`, `--` ends the options.
///
/// Parsing happens for every command that reaches a warm engine, so it reflects on nothing and
/// keeps no state: a command line costs microseconds, and its classes fit into the JVM's AOT cache.
/// (The parser library tried before cost 90 µs warm, 95 ms of CPU in a fresh engine, and one lock.)
///
/// Invariants: all types are immutable and may be used from any thread.
@NullMarked
package dev.hako.app.cli;

import org.jspecify.annotations.NullMarked;
