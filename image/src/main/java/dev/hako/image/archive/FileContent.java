package dev.hako.image.archive;

import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// The content of an open file, which may change meanwhile: it is cut or filled with zeros to the
/// size that was announced.
record FileContent(Fd file, long size) implements Content {
    private static final int CHUNK = 1 << 16;
    private static final int SEEK_SET = 0;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;

    /// So much is copied between two looks at an interrupt.
    private static final long STRETCH = 64L << 20;

    /// Holes stay holes, so that a file that is nothing else fills no disk.
    @Override
    public void writeTo(Fd target) {
        long at = nextData(0);
        while (at < size) {
            EntrySink.checkInterrupt();
            long hole = Math.min(file.seek(at, SEEK_HOLE), size);
            file.seek(at, SEEK_SET);
            target.seek(at, SEEK_SET);
            copy(target, hole - at);
            at = nextData(hole);
        }
        target.truncate(size);
    }

    private void copy(Fd target, long length) {
        long left = length;
        while (left > 0) {
            EntrySink.checkInterrupt();
            long count = file.copyTo(target, Math.min(left, STRETCH));
            if (count == 0) {
                return;
            }
            left -= count;
        }
    }

    /// Where the next bytes are that are not of a hole; the size if there are none.
    private long nextData(long from) {
        try {
            return file.seek(from, SEEK_DATA);
        } catch (KernelException e) {
            if (e.is(Errno.ENXIO)) {
                return size;
            }
            throw e;
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
