package dev.hako.image.archive;

import dev.hako.kernel.Fd;
import java.io.OutputStream;

/// An open file for those who write to streams. It stays its owner's.
public final class FdOutput extends OutputStream {
    private final Fd file;

    public FdOutput(Fd file) {
        this.file = file;
    }

    @Override
    public void write(int b) {
        file.writeAll(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        file.writeAll(bytes, offset, length);
    }
}
