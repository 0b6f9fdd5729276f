package dev.hako.image.transfer;

/// How far a layer has come.
public sealed interface LayerState {
    /// Others come first.
    record Waiting() implements LayerState {}

    /// It travels, and is unpacked as it comes if it comes here.
    ///
    /// @param doneBytes of its blob
    record Travelling(long doneBytes, long totalBytes) implements LayerState {}

    /// All of it has come, is what it should be, and is unpacked.
    record Done() implements LayerState {}

    /// It was there before.
    record Exists() implements LayerState {}
}
