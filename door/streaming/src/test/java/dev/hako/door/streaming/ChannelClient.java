package dev.hako.door.streaming;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A client that came by WebSocket.
final class ChannelClient implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final Listener listener = new Listener();

    private ChannelClient(URI url, String protocol) {
        var builder = http.newWebSocketBuilder();
        if (!protocol.isEmpty()) {
            builder.subprotocols(protocol);
        }
        URI place = URI.create(url.toString().replaceFirst("http", "ws"));
        try {
            socket = builder.buildAsync(place, listener).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw new IllegalStateException(
                        "refused with " + refused.getResponse().statusCode(), e);
            }
            throw e;
        }
    }

    static ChannelClient open(URI url, String protocol) {
        return new ChannelClient(url, protocol);
    }

    private static final class Listener implements WebSocket.Listener {
        private final Map<Integer, ByteArrayOutputStream> channels = new ConcurrentHashMap<>();
        private final Map<Integer, Integer> counts = new ConcurrentHashMap<>();
        private final List<String> texts = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            message.writeBytes(bytes);
            if (last) {
                byte[] whole = message.toByteArray();
                message.reset();
                counts.merge((int) whole[0], 1, Integer::sum);
                channels.computeIfAbsent((int) whole[0], _ -> new ByteArrayOutputStream())
                        .write(whole, 1, whole.length - 1);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            texts.add(data.toString());
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed.complete(status);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.completeExceptionally(error);
        }
    }

    String protocol() {
        return socket.getSubprotocol();
    }

    void send(int channel, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer message = ByteBuffer.allocate(bytes.length + 1);
        message.put((byte) channel).put(bytes).flip();
        socket.sendBinary(message, true).join();
    }

    /// Sends what the server may cut off.
    void sendWhatItMayNotTake(byte[] message) {
        var _ = socket.sendBinary(ByteBuffer.wrap(message), true);
    }

    void sendText(String text) {
        socket.sendText(text, true).join();
    }

    void endInput(int channel) {
        byte[] message = {(byte) 255, (byte) channel};
        socket.sendBinary(ByteBuffer.wrap(message), true).join();
    }

    byte[] bytes(int channel) {
        var buffer = listener.channels.get(channel);
        return buffer == null ? new byte[0] : buffer.toByteArray();
    }

    String text(int channel) {
        return new String(bytes(channel), StandardCharsets.UTF_8);
    }

    int messages(int channel) {
        return listener.counts.getOrDefault(channel, 0);
    }

    List<String> texts() {
        return listener.texts;
    }

    /// Waits for the server's goodbye: its status.
    int closed() throws Exception {
        return listener.closed.get(20, TimeUnit.SECONDS);
    }

    /// Waits for the connection's end, however it comes.
    void awaitLoss() throws InterruptedException, TimeoutException {
        try {
            listener.closed.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException lost) {
            // As it should be.
        }
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }
}
