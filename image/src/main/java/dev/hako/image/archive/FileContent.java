package dev.hako.image.archive;

import dev.hako.kernel.Fd;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// The content of an open file, which may change meanwhile: it is cut or filled with zeros to the
/// size that was announced.
record FileContent(Fd file, long size) implements Content {
    private static final int CHUNK = 1 << 16;

    /// So much is copied between two looks at an interrupt.
    private static final long STRETCH = 64L << 20;

    @Override
    public void writeTo(Fd target) {
        long left = size;
        while (left > 0) {
            EntrySink.checkInterrupt();
            long count = file.copyTo(target, Math.min(left, STRETCH));
            if (count == 0) {
                break;
            }
            left -= count;
        }
        if (left > 0) {
            target.truncate(size);
        }
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long left = size;
        while (left > 0) {
            EntrySink.checkInterrupt();
            int count = file.read(chunk, 0, (int) Math.min(left, CHUNK));
            if (count == 0) {
                break;
            }
            out.write(chunk, 0, count);
            left -= count;
        }
        fill(out, chunk, left);
    }

    private static void fill(OutputStream out, byte[] chunk, long missing) throws IOException {
        Arrays.fill(chunk, (byte) 0);
        for (long left = missing; left > 0; left -= CHUNK) {
            out.write(chunk, 0, (int) Math.min(left, CHUNK));
        }
    }
}
