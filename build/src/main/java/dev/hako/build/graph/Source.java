package dev.hako.build.graph;

/// Where files come from.
public sealed interface Source {
    /// An empty root.
    record Scratch() implements Source {}

    /// @param reference of an image, as it is written
    record Image(String reference) implements Source {}

    /// @param index of an earlier stage, from 0
    record OfStage(int index) implements Source {}

    /// @param name that `--build-context` gave to a directory or an image
    record Context(String name) implements Source {}
}
