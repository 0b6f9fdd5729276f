package dev.hako.door.streaming.session;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A client's ends of a program's streams.
///
/// @param input what the client sends, if it was asked for; ends when the client ends it, and fails
///   when the client has left
/// @param output what it is to see of standard output, likewise; writing fails when it has left
/// @param error likewise of standard error
/// @param sizes what it says of its terminal
/// @param gone completes when it has left
public record ProgramStreams(
        Optional<InputStream> input,
        Optional<OutputStream> output,
        Optional<OutputStream> error,
        TerminalSizes sizes,
        CompletableFuture<Void> gone) {}
