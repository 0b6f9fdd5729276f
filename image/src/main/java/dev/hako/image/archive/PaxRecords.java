package dev.hako.image.archive;

import static dev.hako.image.archive.TarNumbers.damaged;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What extended headers say of the next member, or of all that follow.
final class PaxRecords {
    /// The most bytes that may be said of all that follow, or of one member: a name alone has 4
    /// KiB, an attribute 64 KiB.
    static final int MAX_BYTES = 1 << 20;

    private final Map<String, byte[]> global = new HashMap<>();
    private final Map<String, byte[]> local = new HashMap<>();
    private final List<byte[]> sparse = new ArrayList<>();
    private int globalBytes;
    private int localBytes;

    /// Forgets what was said of the last member.
    void nextMember() {
        local.clear();
        sparse.clear();
        localBytes = 0;
    }

    /// Says something of the next member.
    void put(String key, byte[] value) {
        localBytes = bounded(localBytes, value);
        local.put(key, value);
    }

    /// The last word on something; an empty value takes an earlier one back.
    byte @Nullable [] get(String key) {
        byte[] value = local.get(key);
        byte[] said = value != null ? value : global.get(key);
        return said == null || said.length == 0 ? null : said;
    }

    /// Whether anything is said of the next member alone.
    boolean isSaid(String key) {
        return local.containsKey(key);
    }

    /// All records whose keys begin so, with the rest of the key.
    void each(String prefix, BiConsumer<String, byte[]> taker) {
        global.forEach((key, value) -> {
            if (key.startsWith(prefix) && !local.containsKey(key)) {
                taker.accept(key.substring(prefix.length()), value);
            }
        });
        local.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                taker.accept(key.substring(prefix.length()), value);
            }
        });
    }

    /// The parts of a sparse file of format 0.0, whose keys come again and again.
    List<byte[]> sparseNumbers() {
        return List.copyOf(sparse);
    }

    void readLocal(byte[] bytes) {
        localBytes = bounded(localBytes, bytes);
        read(
                bytes,
                (key, value) -> {
                    if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
                        sparse.add(value);
                    } else {
                        local.put(key, value);
                    }
                });
    }

    void readGlobal(byte[] bytes) {
        globalBytes = bounded(globalBytes, bytes);
        read(bytes, global::put);
    }

    private static int bounded(int before, byte[] more) {
        if (more.length > MAX_BYTES - before) {
            throw damaged("extended headers of more than " + MAX_BYTES + " bytes");
        }
        return before + more.length;
    }

    /// Records of `LENGTH KEY=VALUE\n`.
    private static void read(byte[] bytes, BiConsumer<String, byte[]> taker) {
        int at = 0;
        while (at < bytes.length) {
            int space = indexOf(bytes, ' ', at, bytes.length);
            int length = recordLength(bytes, at, space);
            int end = at + length - 1;
            int equals = indexOf(bytes, '=', space, end);
            String key =
                    new String(bytes, space + 1, equals - space - 1, StandardCharsets.ISO_8859_1);
            taker.accept(key, Arrays.copyOfRange(bytes, equals + 1, end));
            at += length;
        }
    }

    private static int recordLength(byte[] bytes, int at, int space) {
        long length = TarNumbers.decimal(bytes, at, space);
        if (length <= space - at + 1 || length > bytes.length - at) {
            throw damaged("an extended header's record of " + length + " bytes");
        }
        if (bytes[at + (int) length - 1] != '\n') {
            throw damaged("an extended header's record without its end");
        }
        return (int) length;
    }

    private static int indexOf(byte[] bytes, char wanted, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        throw damaged("an extended header's record without \"" + wanted + "\"");
    }
}
