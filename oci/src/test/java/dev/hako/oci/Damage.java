package dev.hako.oci;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Makes bad documents from a good one: some pieces are lost, doubled, exchanged or replaced by
/// what parsers are known to stumble over.
final class Damage {
    private static final List<String> STUMBLING_BLOCKS =
            List.of(
                    "null",
                    "{}",
                    "[]",
                    "\"\"",
                    "-1",
                    "0",
                    "1e9",
                    "1.5",
                    "18446744073709551615",
                    "18446744073709551616",
                    "9223372036854775807",
                    "-9223372036854775808",
                    "true",
                    "\"\\u0000\"",
                    "\"\\ud800\"",
                    "\"\uD83D\uDCE6\"",
                    "\"/\"",
                    "\"../..\"",
                    "\"a\"",
                    ",",
                    ":",
                    "\"",
                    "\\",
                    "[[",
                    "}}",
                    "@",
                    "/",
                    ".",
                    "_",
                    "-",
                    "\u00e9",
                    "\u0000",
                    "{\"a\":{\"a\":[{}]}}",
                    "\"ociVersion\"",
                    "\"9999-12-31T23:59:60Z\"",
                    "\"+999999999-12-31T23:59:59.999999999Z\"");

    private final byte[] good;
    private final SplittableRandom random;

    Damage(byte[] good, long seed) {
        this.good = good;
        this.random = new SplittableRandom(seed);
    }

    byte[] next() {
        byte[] bytes = good;
        int wounds = random.nextInt(1, 4);
        for (int wound = 0; wound < wounds; wound++) {
            bytes = wound(bytes);
        }
        return bytes;
    }

    private byte[] wound(byte[] bytes) {
        int from = boundary(bytes);
        int to = boundary(bytes);
        int first = Math.min(from, to);
        int last = Math.max(from, to);
        return switch (random.nextInt(5)) {
            case 0 -> join(bytes, first, new byte[0], last);
            case 1 -> join(bytes, last, slice(bytes, first, last), last);
            case 2 -> join(bytes, first, block(), nextBoundary(bytes, first));
            case 3 -> join(bytes, first, block(), first);
            default -> flipped(bytes, first);
        };
    }

    /// Mostly places where JSON's pieces meet: elsewhere few bytes change what is read.
    private int boundary(byte[] bytes) {
        int place = random.nextInt(bytes.length + 1);
        return random.nextInt(4) == 0 ? place : nextBoundary(bytes, place);
    }

    private static int nextBoundary(byte[] bytes, int place) {
        int next = Math.min(place + 1, bytes.length);
        while (next < bytes.length && "{}[],:\n".indexOf(bytes[next]) < 0) {
            next++;
        }
        return next;
    }

    private byte[] block() {
        int chosen = random.nextInt(STUMBLING_BLOCKS.size());
        return STUMBLING_BLOCKS.get(chosen).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] flipped(byte[] bytes, int place) {
        byte[] flipped = bytes.clone();
        if (place < flipped.length) {
            flipped[place] = (byte) (flipped[place] ^ (1 << random.nextInt(8)));
        }
        return flipped;
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] join(byte[] bytes, int head, byte[] middle, int tail) {
        var joined = new ByteArrayOutputStream(bytes.length + middle.length);
        joined.write(bytes, 0, head);
        joined.writeBytes(middle);
        joined.write(bytes, tail, bytes.length - tail);
        return joined.toByteArray();
    }
}
