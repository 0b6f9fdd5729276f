package dev.hako.engine.config;

/// A device of the host for a container (`--device SOURCE[:TARGET[:rwm]]`).
///
/// @param source path on the host; a directory stands for every device below it
/// @param target path in the container
/// @param access letters of `rwm`
public record DeviceRequest(String source, String target, String access) {}
