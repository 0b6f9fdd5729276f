package dev.hako.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Collects bytes of native memory in an array that grows.
final class ByteBuilder {
    private byte[] bytes = new byte[256];
    private int length;

    void append(MemorySegment part) {
        int count = Math.toIntExact(part.byteSize());
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
        MemorySegment.copy(part, ValueLayout.JAVA_BYTE, 0, bytes, length, count);
        length += count;
    }

    int length() {
        return length;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }
}
