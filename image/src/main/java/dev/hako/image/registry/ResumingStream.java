package dev.hako.image.registry;

import dev.hako.failure.Failure;
import dev.hako.image.registry.http.UserAgent;
import dev.hako.oci.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;

/// A blob that is fetched on from where it broke off, and is as long as its descriptor says. Tries
/// are counted anew whenever something has come.
final class ResumingStream extends InputStream {
    private final Descriptor blob;
    private final Opening opening;
    private final UserAgent agent;
    private final String intent;
    private InputStream current = InputStream.nullInputStream();
    private long position;
    private int tries = 1;

    /// @param opening gives the blob from some byte on
    /// @param intent how messages begin
    ResumingStream(Descriptor blob, Opening opening, UserAgent agent, String intent) {
        this.blob = blob;
        this.opening = opening;
        this.agent = agent;
        this.intent = intent;
    }

    /// The same, begun at a byte.
    ResumingStream from(long offset) throws IOException {
        position = offset;
        current = opening.open(offset);
        return this;
    }

    /// Opens a blob from some byte on.
    interface Opening {
        InputStream open(long offset) throws IOException;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (true) {
            try {
                return take(bytes, offset, length);
            } catch (IOException e) {
                resume(e);
            }
        }
    }

    private int take(byte[] bytes, int offset, int length) throws IOException {
        int count = current.read(bytes, offset, length);
        if (count < 0 && position < blob.sizeBytes()) {
            throw new IOException("it ended early");
        }
        if (count > 0) {
            position += count;
            tries = 1;
        }
        if (position > blob.sizeBytes()) {
            throw Failure.invalid(intent + ": it has more than " + blob.sizeBytes() + " bytes");
        }
        return count;
    }

    private void resume(IOException e) throws IOException {
        current.close();
        if (tries >= agent.tries() || Thread.currentThread().isInterrupted()) {
            String where = "at byte " + position + " of " + blob.sizeBytes();
            throw Failure.of(
                    Thread.currentThread().isInterrupted()
                            ? Failure.Kind.CANCELLED
                            : Failure.Kind.UNAVAILABLE,
                    intent + ": broke off " + where + ": " + e.getMessage(),
                    e);
        }
        agent.pauseAfter(intent, tries);
        tries++;
        current = opening.open(position);
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
