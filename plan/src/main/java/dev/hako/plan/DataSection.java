package dev.hako.plan;

import dev.hako.plan.Argument.Data;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The bytes of a plan in the making. Equal constants are kept once.
final class DataSection {
    private static final int ALIGNMENT = 8;

    private final Map<Object, Data> constants = new HashMap<>(256);
    private byte[] bytes = new byte[16384];
    private int size;
    private int[] relocations = new int[256];
    private int relocationCount;

    /// A string with its terminating zero.
    Data text(String text) {
        Data known = constants.get(text);
        if (known == null) {
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "a string for the kernel has a zero byte: " + text);
            }
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            known = new Data(append(utf8, utf8.length + 1), new Quoted(text));
            constants.put(text, known);
        }
        return known;
    }

    /// A constant structure, made unless one with an equal key is there already.
    ///
    /// @param key all that the structure's bytes depend on; what listings show
    Data constant(Object key, Supplier<Struct> make) {
        Data known = constants.get(key);
        if (known == null) {
            known = place(make.get(), key);
            constants.put(key, known);
        }
        return known;
    }

    /// A structure of its own, which the plan may change while it runs.
    Data place(Struct struct, Object shown) {
        align();
        int offset = append(struct.array(), struct.size());
        struct.forEachPointer(at -> relocate(offset + at));
        return new Data(offset, shown);
    }

    /// Bytes that are changed by nobody.
    Data bytes(byte[] content, Object shown) {
        align();
        return new Data(append(content, content.length), shown);
    }

    /// A zero-ended array of pointers to strings.
    Data texts(List<String> texts, Object shown) {
        List<Data> elements = new ArrayList<>(texts.size());
        for (String text : texts) {
            elements.add(text(text));
        }
        return place(Struct.array(elements, elements.size()), shown);
    }

    private void relocate(int slot) {
        if (relocationCount == relocations.length) {
            relocations = Arrays.copyOf(relocations, 2 * relocationCount);
        }
        relocations[relocationCount++] = slot;
    }

    private void align() {
        size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private int append(byte[] content, int length) {
        if (size + length + ALIGNMENT > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (size + length + ALIGNMENT));
        }
        System.arraycopy(content, 0, bytes, size, content.length);
        int offset = size;
        size += length;
        return offset;
    }

    /// All of it, with at least one zero byte at the end.
    byte[] toBytes() {
        size += 1;
        align();
        return Arrays.copyOf(bytes, size);
    }

    /// The offsets of all pointers, in order: structures are placed one after the other.
    int[] relocations() {
        int[] ascending = Arrays.copyOf(relocations, relocationCount);
        Arrays.sort(ascending);
        return ascending;
    }

    /// A string as listings show it.
    record Quoted(String text) {
        @Override
        public String toString() {
            return '"' + text.replace("\n", "\\n") + '"';
        }
    }
}
