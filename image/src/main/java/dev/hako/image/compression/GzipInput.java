package dev.hako.image.compression;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Gzip (RFC 1952), of any number of members: compressors that work in parallel write many.
///
/// The JDK's own stream asks the source how much is `available` to know whether another member
/// follows, and so ends too early over a network.
final class GzipInput extends InputStream {
    private static final int BUFFER = 1 << 16;
    private static final int FIXED_HEADER = 10;
    private static final int DEFLATE = 8;
    private static final int FHCRC = 2;
    private static final int FEXTRA = 4;
    private static final int FNAME = 8;
    private static final int FCOMMENT = 16;

    /// Of a name or a comment, which nobody needs.
    private static final int MAX_TEXT = 1 << 16;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private boolean ended;

    /// @param in is closed with this
    GzipInput(InputStream in) throws IOException {
        this.in = in;
        readHeader();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            int count = inflate(bytes, offset, length);
            if (count > 0) {
                crc.update(bytes, offset, count);
                return count;
            }
            if (inflater.finished()) {
                finishMember();
            } else {
                feed();
            }
        }
        return -1;
    }

    private int inflate(byte[] bytes, int offset, int length) throws IOException {
        try {
            int count = inflater.inflate(bytes, offset, length);
            if (count == 0 && inflater.needsDictionary()) {
                throw damaged("it needs a dictionary");
            }
            return count;
        } catch (DataFormatException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
    }

    private void feed() throws IOException {
        if (at == end && !fill()) {
            throw tooEarly();
        }
        inflater.setInput(buffer, at, end - at);
        at = end;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer, 0, BUFFER));
        return end > 0;
    }

    private void finishMember() throws IOException {
        at = end - inflater.getRemaining();
        if (little(4) != crc.getValue()) {
            throw damaged("its checksum differs");
        }
        if (little(4) != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw damaged("its length differs");
        }
        if (at == end && !fill()) {
            ended = true;
            return;
        }
        inflater.reset();
        crc.reset();
        readHeader();
    }

    private void readHeader() throws IOException {
        if (next() != 0x1f || next() != 0x8b || next() != DEFLATE) {
            throw damaged("something else follows its content");
        }
        int flags = next();
        skip(FIXED_HEADER - 4);
        if ((flags & FEXTRA) != 0) {
            skip((int) little(2));
        }
        skipText(flags & FNAME);
        skipText(flags & FCOMMENT);
        skip((flags & FHCRC) == 0 ? 0 : 2);
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private void skipText(int flag) throws IOException {
        int length = 0;
        while (flag != 0 && next() != 0) {
            if (++length > MAX_TEXT) {
                throw damaged("a name without end");
            }
        }
    }

    private long little(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) next() << 8 * i;
        }
        return value;
    }

    private int next() throws IOException {
        if (at == end && !fill()) {
            throw tooEarly();
        }
        return buffer[at++] & 0xff;
    }

    private static Failure tooEarly() {
        return Failure.invalid("the gzip data ends too early");
    }

    private static Failure damaged(String how) {
        return Failure.invalid("the gzip data is damaged: " + how);
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
