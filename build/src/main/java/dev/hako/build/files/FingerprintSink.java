package dev.hako.build.files;

import dev.hako.image.archive.Content;
import dev.hako.image.archive.Entry;
import dev.hako.image.archive.EntrySink;
import dev.hako.image.archive.Metadata;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.NativePath;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Digest.Algorithm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/// Gives files a fingerprint: their names, kinds, owners, permissions, attributes and contents, but
/// not their times, which say nothing of what is in them. It passes them on.
public final class FingerprintSink implements EntrySink {
    private final EntrySink next;
    private final MessageDigest hash = Algorithm.SHA256.messageDigest();

    public FingerprintSink(EntrySink next) {
        this.next = next;
    }

    /// A fingerprint and nothing else.
    public static FingerprintSink alone() {
        return new FingerprintSink(
                (_, content) -> content.writeTo(OutputStream.nullOutputStream()));
    }

    /// Of all that has come; once.
    public Digest digest() {
        return Digest.of(Algorithm.SHA256, hash.digest());
    }

    @Override
    public void add(Entry entry, Content content) throws IOException {
        put(entry.path());
        putKind(entry.kind());
        Metadata metadata = entry.metadata();
        put(metadata.permissions());
        put(metadata.uid());
        put(metadata.gid());
        put(metadata.xattrs().size());
        metadata.xattrs()
                .forEach((name, value) -> {
                    put(name);
                    put(value);
                });
        next.add(entry, new Hashed(content));
    }

    private void putKind(Entry.Kind kind) {
        switch (kind) {
            case Entry.Directory() -> put('d');
            case Entry.Regular(long size) -> {
                put('f');
                put((int) (size >> Integer.SIZE));
                put((int) size);
            }
            case Entry.SymbolicLink(NativePath target) -> {
                put('l');
                put(target);
            }
            case Entry.HardLink(NativePath target) -> {
                put('h');
                put(target);
            }
            case Entry.Fifo() -> put('p');
            case Entry.Node(FileType type, var device) -> {
                put(type == FileType.BLOCK_DEVICE ? 'b' : 'c');
                put(device.major());
                put(device.minor());
            }
        }
    }

    private void put(NativePath path) {
        put(path.bytes());
    }

    private void put(byte[] bytes) {
        put(bytes.length);
        hash.update(bytes);
    }

    private void put(int number) {
        hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, number));
    }

    /// What is read by whoever takes it is hashed on its way.
    private final class Hashed implements Content {
        private final Content content;

        Hashed(Content content) {
            this.content = content;
        }

        @Override
        public void writeTo(Fd file) throws IOException {
            writeTo(
                    new OutputStream() {
                        @Override
                        public void write(int b) {
                            file.writeAll(new byte[] {(byte) b});
                        }

                        @Override
                        public void write(byte[] bytes, int offset, int length) {
                            file.writeAll(bytes, offset, length);
                        }
                    });
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            content.writeTo(new DigestOutputStream(out, hash));
        }
    }
}
