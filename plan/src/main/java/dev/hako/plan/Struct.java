package dev.hako.plan;

import dev.hako.plan.Argument.Data;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A C structure or array in the making: little-endian fields at known offsets, some of them
/// pointers to other data of the plan.
final class Struct {
    private final ByteBuffer bytes;
    private int[] pointers = new int[4];
    private int pointerCount;

    Struct(int size) {
        bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// A zero-ended array of pointers, as execve(2) takes for arguments and environment.
    static Struct array(Iterable<Data> elements, int count) {
        Struct array = new Struct((count + 1) * Long.BYTES);
        int offset = 0;
        for (Data element : elements) {
            array.pointer(offset, element);
            offset += Long.BYTES;
        }
        return array;
    }

    Struct u8(int offset, int value) {
        bytes.put(offset, (byte) value);
        return this;
    }

    Struct u16(int offset, int value) {
        bytes.putShort(offset, (short) value);
        return this;
    }

    Struct u32(int offset, int value) {
        bytes.putInt(offset, value);
        return this;
    }

    Struct u64(int offset, long value) {
        bytes.putLong(offset, value);
        return this;
    }

    Struct bytes(int offset, byte[] value) {
        bytes.put(offset, value);
        return this;
    }

    /// @param offset a multiple of 8
    Struct pointer(int offset, Data target) {
        bytes.putLong(offset, target.offset());
        if (pointerCount == pointers.length) {
            pointers = Arrays.copyOf(pointers, 2 * pointerCount);
        }
        pointers[pointerCount++] = offset;
        return this;
    }

    int size() {
        return bytes.capacity();
    }

    byte[] array() {
        return bytes.array();
    }

    /// Calls back with the offset of each pointer.
    void forEachPointer(java.util.function.IntConsumer action) {
        for (int i = 0; i < pointerCount; i++) {
            action.accept(pointers[i]);
        }
    }
}
