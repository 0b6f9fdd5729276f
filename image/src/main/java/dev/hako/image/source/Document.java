package dev.hako.image.source;

import dev.hako.oci.image.Descriptor;

/// A manifest, an index or a configuration, byte for byte as its digest has it.
///
/// @param bytes not to be changed
public record Document(Descriptor descriptor, byte[] bytes) {}
