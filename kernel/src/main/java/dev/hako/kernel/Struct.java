package dev.hako.kernel;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// What all structure classes share: finding a field's place by its C name.
final class Struct {
    private Struct() {}

    /// The offset in bytes of a field.
    static long offset(StructLayout layout, String field) {
        return layout.byteOffset(PathElement.groupElement(field));
    }

    /// Bytes that hold nothing.
    static MemoryLayout padding(long bytes) {
        return MemoryLayout.paddingLayout(bytes);
    }
}
