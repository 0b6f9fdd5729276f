package dev.hako.build.context;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/// The characters of a path's bytes.
final class PathText {
    /// Bytes that are no UTF-8 are numbers beyond all characters, each its own.
    private static final int STRAY = Character.MAX_CODE_POINT + 1;

    private PathText() {}

    static int[] of(byte[] path) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(path);
        IntStream.Builder all = IntStream.builder();
        CharBuffer out = CharBuffer.allocate(path.length);
        while (in.hasRemaining()) {
            CoderResult result = decoder.decode(in, out, true);
            out.flip().codePoints().forEach(all::add);
            out.clear();
            for (int i = 0; result.isError() && i < result.length(); i++) {
                all.add(STRAY + (in.get() & 0xff));
            }
            decoder.reset();
        }
        return all.build().toArray();
    }
}
