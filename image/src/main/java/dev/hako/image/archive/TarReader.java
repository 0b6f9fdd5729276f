package dev.hako.image.archive;

import static dev.hako.image.archive.TarFormat.*;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/// Reads a tar archive of any usual kind: ustar, pax, GNU's and the one before all of them.
///
/// The archive is foreign. What it says is checked for form and bounds here; where its names lead
/// is for the sink to judge.
public final class TarReader {
    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final TarHeaders headers;

    /// @param in stays its owner's
    public TarReader(InputStream in) {
        this.in = in;
        this.headers = new TarHeaders(this::readFully);
    }

    /// Sends every entry to a sink, up to the end of the archive.
    ///
    /// @throws Failure `INVALID` if the archive is damaged or ends too early
    /// @throws IOException if it cannot be read, or the sink not written to
    public void sendTo(EntrySink sink) throws IOException {
        byte[] block = new byte[BLOCK];
        while (readBlock(block) && !isEnd(block)) {
            EntrySink.checkInterrupt();
            var entry = headers.read(block);
            if (entry.isPresent()) {
                Body body = new Body(entry.get().size());
                sink.add(entry.get(), body);
                body.pass();
            }
        }
    }

    private static boolean isEnd(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /// @return false if there is nothing more at all
    private boolean readBlock(byte[] block) throws IOException {
        int count = in.readNBytes(block, 0, BLOCK);
        if (count != 0 && count != BLOCK) {
            throw endsTooEarly();
        }
        return count == BLOCK;
    }

    private void readFully(byte[] bytes, int length) throws IOException {
        if (in.readNBytes(bytes, 0, length) != length) {
            throw endsTooEarly();
        }
    }

    private static Failure endsTooEarly() {
        return Failure.invalid("the archive ends too early");
    }

    /// The content of the entry that was read last.
    private final class Body implements Content {
        private final long size;
        private long left;

        private Body(long size) {
            this.size = size;
            this.left = size;
        }

        @Override
        public void writeTo(Fd file) {
            try {
                writeTo(new FdOutput(file));
            } catch (IOException e) {
                throw Failure.of(
                        Failure.Kind.UNAVAILABLE, "cannot read the archive: " + e.getMessage(), e);
            }
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            byte[] chunk = new byte[(int) Math.min(CHUNK, left)];
            while (left > 0) {
                EntrySink.checkInterrupt();
                int count = (int) Math.min(left, chunk.length);
                readFully(chunk, count);
                out.write(chunk, 0, count);
                left -= count;
            }
        }

        /// Reads what the sink did not want, and what fills the last block.
        private void pass() throws IOException {
            writeTo(OutputStream.nullOutputStream());
            readFully(new byte[BLOCK], padding(size));
        }
    }

    /// The name of an archive's member, without what may follow its first NUL.
    static NativePath name(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return NativePath.of(Arrays.copyOfRange(bytes, from, end));
    }
}
