package dev.hako.image.archive;

import static dev.hako.image.archive.TarFormat.*;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Reads a tar archive of any usual kind: ustar, pax, GNU's and the one before all of them.
///
/// The archive is foreign. What it says is checked for form and bounds here; where its names lead
/// is for the sink to judge.
public final class TarReader {
    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final TarHeaders headers;
    private final byte[] chunk = new byte[CHUNK];
    private final MemorySegment memory = Arena.ofAuto().allocate(CHUNK);

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
            var member = headers.read(block);
            if (member.isPresent()) {
                send(member.get(), sink);
            }
        }
    }

    private void send(Member member, EntrySink sink) throws IOException {
        Body body = new Body(member.storedBytes());
        SparseMap sparse = member.sparse();
        sink.add(member.entry(), sparse == null ? body : new SparseContent(body, sparse));
        body.pass();
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

    /// The data of the member that was read last.
    final class Body implements Content {
        private final long size;
        private long left;

        private Body(long size) {
            this.size = size;
            this.left = size;
        }

        @Override
        public void writeTo(Fd file) throws IOException {
            copyTo(file, left);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            copyTo(out, left);
        }

        /// Writes the next bytes to a file.
        void copyTo(Fd file, long length) throws IOException {
            for (long end = left - length; left > end; ) {
                int count = fill(left - end);
                MemorySegment.copy(chunk, 0, memory, ValueLayout.JAVA_BYTE, 0, count);
                file.writeAll(memory.asSlice(0, count));
            }
        }

        /// Writes the next bytes to a stream.
        void copyTo(OutputStream out, long length) throws IOException {
            for (long end = left - length; left > end; ) {
                int count = fill(left - end);
                out.write(chunk, 0, count);
            }
        }

        private int fill(long wanted) throws IOException {
            EntrySink.checkInterrupt();
            int count = (int) Math.min(wanted, CHUNK);
            readFully(chunk, count);
            left -= count;
            return count;
        }

        /// Reads what the sink did not want, and what fills the last block.
        private void pass() throws IOException {
            writeTo(OutputStream.nullOutputStream());
            readFully(chunk, padding(size));
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
