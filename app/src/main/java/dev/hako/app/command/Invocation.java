package dev.hako.app.command;

import dev.hako.app.caller.Caller;
import dev.hako.app.caller.Output;
import dev.hako.app.cli.ParsedLine;
import dev.hako.isolation.Attachment;
import dev.hako.isolation.Foreground;
import java.util.function.Function;

/// One call of a command.
///
/// @param line what it was told
/// @param caller who called
/// @param output where its words go
/// @param handover gives the caller's connection away; after that the caller's leaving does not
///   interrupt the command any more
public record Invocation(
        ParsedLine line, Caller caller, Output output, Function<Attachment, Foreground> handover) {}
