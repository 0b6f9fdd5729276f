package dev.hako.compare.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/// As much of HTTP/1.1 (RFC 9112) as a request at a unix socket needs: one for each connection,
/// which the server closes.
record Http(Path socket) {
    private static final int MOST_BYTES = 64 << 20;
    private static final byte[] LINE = {'\r', '\n'};

    /// What was answered.
    record Answer(int status, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /// Asks, and waits for all of the answer.
    ///
    /// @param type the body's
    Answer ask(String method, String path, String type, byte[] body) {
        String head =
                "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                        .formatted(method, path, type, body.length);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            write(channel, head.getBytes(StandardCharsets.US_ASCII));
            write(channel, body);
            return parse(readAll(channel));
        } catch (IOException e) {
            throw new UncheckedIOException(socket + ": " + e.getMessage(), e);
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static byte[] readAll(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        while (channel.read(buffer.clear()) >= 0) {
            all.write(buffer.array(), 0, buffer.position());
            if (all.size() > MOST_BYTES) {
                throw new IOException("an answer of more than 64 MiB");
            }
        }
        return all.toByteArray();
    }

    private static Answer parse(byte[] bytes) throws IOException {
        int end = indexOf(bytes, new byte[] {'\r', '\n', '\r', '\n'}, 0);
        String head = new String(bytes, 0, Math.max(end, 0), StandardCharsets.US_ASCII);
        String[] words = head.split(" ", 3);
        if (end < 0 || words.length < 2 || !words[1].matches("[0-9]{3}")) {
            throw new IOException("no answer of HTTP");
        }
        byte[] body = Arrays.copyOfRange(bytes, end + 4, bytes.length);
        boolean chunked = head.toLowerCase(Locale.ROOT).contains("\r\ntransfer-encoding: chunked");
        return new Answer(Integer.parseInt(words[1]), chunked ? joined(body) : body);
    }

    private static byte[] joined(byte[] chunks) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int end = indexOf(chunks, LINE, at);
            if (end < 0) {
                throw new IOException("an answer that ends too early");
            }
            String digits = new String(chunks, at, end - at, StandardCharsets.US_ASCII);
            int size = chunkSize(digits.split(";", 2)[0].strip());
            if (size == 0) {
                return body.toByteArray();
            }
            if (size > chunks.length - end - LINE.length) {
                throw new IOException("an answer that ends too early");
            }
            body.write(chunks, end + LINE.length, size);
            at = end + LINE.length + size + LINE.length;
        }
    }

    private static int chunkSize(String digits) throws IOException {
        if (!digits.matches("[0-9A-Fa-f]{1,7}")) {
            throw new IOException("an answer whose parts have no size");
        }
        return Integer.parseInt(digits, 16);
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from) {
        for (int i = Math.max(from, 0); i <= bytes.length - wanted.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
