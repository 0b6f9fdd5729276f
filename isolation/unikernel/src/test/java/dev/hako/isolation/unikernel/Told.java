package dev.hako.isolation.unikernel;

import dev.hako.guest.channel.GuestStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a launcher in a guest says over a stream, in frames of `wire.h`.
///
/// @param payloads by the numbers of frames, those of one kind joined
record Told(Map<Integer, byte[]> payloads) {
    static final int STDOUT = 16;
    static final int STDERR = 17;
    static final int FAILED = 50;
    static final int EXITED = 51;

    private static final int HEADER = 8;

    /// Everything until the stream ends.
    static Told all(GuestStream stream) throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] next = stream.read(); next.length > 0; next = stream.read()) {
            bytes.writeBytes(next);
        }
        ByteBuffer frames = ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, ByteArrayOutputStream> joined = new LinkedHashMap<>();
        while (frames.remaining() >= HEADER) {
            byte[] payload = new byte[frames.getInt()];
            int type = frames.getShort();
            frames.getShort();
            frames.get(payload);
            joined.computeIfAbsent(type, _ -> new ByteArrayOutputStream()).writeBytes(payload);
        }
        Map<Integer, byte[]> payloads = new LinkedHashMap<>();
        joined.forEach((type, content) -> payloads.put(type, content.toByteArray()));
        return new Told(payloads);
    }

    String text(int type) {
        return new String(bytes(type), StandardCharsets.UTF_8);
    }

    byte[] bytes(int type) {
        return payloads.getOrDefault(type, new byte[0]);
    }

    /// The exit code that the monitor has told; -1: none.
    int exitCode() {
        byte[] exited = bytes(EXITED);
        return exited.length == 0
                ? -1
                : ByteBuffer.wrap(exited).order(ByteOrder.LITTLE_ENDIAN).getInt() >> 8 & 0xff;
    }
}
