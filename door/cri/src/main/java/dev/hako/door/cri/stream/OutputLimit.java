package dev.hako.door.cri.stream;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/// A limit on what several streams keep together: what comes later is dropped.
final class OutputLimit {
    private int room;

    OutputLimit(int bytes) {
        room = bytes;
    }

    /// A stream that keeps what it may.
    Kept stream() {
        return new Kept();
    }

    /// What a stream has kept.
    final class Kept extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int start, int length) {
            int kept = Math.min(room, length);
            bytes.write(from, start, kept);
            room -= kept;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
