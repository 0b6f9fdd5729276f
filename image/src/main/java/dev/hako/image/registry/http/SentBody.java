package dev.hako.image.registry.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;

/// A body on its way, which tells a [Watch] of its progress.
final class SentBody extends InputStream {
    private final InputStream content;
    private final Watch watch;

    private SentBody(InputStream content, Watch watch) {
        this.content = content;
        this.watch = watch;
    }

    static BodyPublisher publisher(Body body, Watch watch) {
        BodyPublisher stream = BodyPublishers.ofInputStream(() -> new SentBody(open(body), watch));
        return body.length() == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(stream, body.length());
    }

    private static InputStream open(Body body) {
        try {
            return body.content().open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int read() throws IOException {
        watch.progress();
        return content.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        watch.progress();
        return content.read(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
