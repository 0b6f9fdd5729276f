package dev.hako.image.archive;

import dev.hako.kernel.Fd;
import java.io.IOException;
import java.io.OutputStream;

/// The content of a sparse file, of which an archive has only parts.
record SparseContent(TarReader.Body stored, SparseMap map) implements Content {
    private static final int SEEK_SET = 0;
    private static final byte[] ZEROS = new byte[1 << 13];

    /// Holes stay holes.
    @Override
    public void writeTo(Fd file) throws IOException {
        for (SparseMap.Part part : map.parts()) {
            file.seek(part.offset(), SEEK_SET);
            stored.copyTo(file, part.length());
        }
        file.truncate(map.size());
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        long at = 0;
        for (SparseMap.Part part : map.parts()) {
            fill(out, part.offset() - at);
            stored.copyTo(out, part.length());
            at = part.offset() + part.length();
        }
        fill(out, map.size() - at);
    }

    private static void fill(OutputStream out, long length) throws IOException {
        for (long left = length; left > 0; left -= ZEROS.length) {
            EntrySink.checkInterrupt();
            out.write(ZEROS, 0, (int) Math.min(left, ZEROS.length));
        }
    }
}
