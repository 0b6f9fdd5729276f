package dev.hako.door.streaming;

import dev.hako.testing.Await;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdyPingFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyGoAwayFrame;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// A client as Kubernetes' programs are: an upgrade to SPDY/3.1, then streams.
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be sent, the test misses
final class SpdyClient implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MultiThreadIoEventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final Map<Integer, ByteArrayOutputStream> received = new ConcurrentHashMap<>();
    private final Set<Integer> ended = ConcurrentHashMap.newKeySet();
    private final Set<Integer> refused = ConcurrentHashMap.newKeySet();
    private final Set<Integer> accepted = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Integer> pinged = new CompletableFuture<>();
    private final CompletableFuture<Void> farewell = new CompletableFuture<>();
    private final Channel channel;
    private int next = 1;

    /// What the server has said to the request.
    record Answer(int status, Optional<String> protocol, String body) {}

    private SpdyClient(URI url) {
        channel =
                new Bootstrap()
                        .group(loop)
                        .channel(NioSocketChannel.class)
                        .handler(new Pipeline())
                        .connect(url.getHost(), url.getPort())
                        .syncUninterruptibly()
                        .channel();
    }

    /// Asks for a URL with protocols.
    static SpdyClient open(URI url, String... protocols) {
        SpdyClient client = new SpdyClient(url);
        var request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, url.getPath());
        request.headers()
                .set(HttpHeaderNames.HOST, url.getAuthority())
                .set(HttpHeaderNames.CONNECTION, "Upgrade")
                .set(HttpHeaderNames.UPGRADE, "SPDY/3.1")
                .set(HttpHeaderNames.CONTENT_LENGTH, 0);
        for (String protocol : protocols) {
            request.headers().add("X-Stream-Protocol-Version", protocol);
        }
        client.channel.writeAndFlush(request);
        return client;
    }

    private final class Pipeline extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new HttpClientCodec());
            channel.pipeline().addLast(new HttpObjectAggregator(1 << 16));
            channel.pipeline().addLast(new Frames());
        }
    }

    private final class Frames extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            switch (message) {
                case FullHttpResponse response -> upgraded(context, response);
                case SpdyDataFrame data -> take(data);
                case SpdySynReplyFrame reply -> accepted.add(reply.streamId());
                case SpdyRstStreamFrame reset -> refused.add(reset.streamId());
                case SpdyPingFrame ping -> pinged.complete(ping.id());
                case SpdyGoAwayFrame _ -> farewell.complete(null);
                default -> {}
            }
        }

        private void upgraded(ChannelHandlerContext context, FullHttpResponse response) {
            var pipeline = context.pipeline();
            if (response.status().code() == 101) {
                pipeline.addFirst(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
                pipeline.remove(HttpObjectAggregator.class);
                pipeline.remove(HttpClientCodec.class);
            }
            answer.complete(
                    new Answer(
                            response.status().code(),
                            Optional.ofNullable(
                                    response.headers().get("X-Stream-Protocol-Version")),
                            response.content().toString(StandardCharsets.UTF_8)));
        }

        private void take(SpdyDataFrame data) {
            buffer(data.streamId()).writeBytes(ByteBufUtil.getBytes(data.content()));
            data.release();
            if (data.isLast()) {
                ended.add(data.streamId());
            }
        }
    }

    private ByteArrayOutputStream buffer(int id) {
        return received.computeIfAbsent(id, _ -> new ByteArrayOutputStream());
    }

    Answer answer() throws Exception {
        return answer.get(10, TimeUnit.SECONDS);
    }

    /// Opens a stream with headers, names and values in turn.
    int stream(String... headers) {
        int id = next;
        next += 2;
        var frame = new DefaultSpdySynStreamFrame(id, 0, (byte) 0);
        for (int i = 0; i < headers.length; i += 2) {
            frame.headers().add(headers[i], headers[i + 1]);
        }
        channel.writeAndFlush(frame);
        return id;
    }

    int typed(String type) {
        return stream("streamtype", type);
    }

    void send(int id, byte[] bytes) {
        channel.writeAndFlush(new DefaultSpdyDataFrame(id, Unpooled.wrappedBuffer(bytes)));
    }

    void send(int id, String text) {
        send(id, text.getBytes(StandardCharsets.UTF_8));
    }

    void end(int id) {
        channel.writeAndFlush(new DefaultSpdyDataFrame(id, Unpooled.EMPTY_BUFFER).setLast(true));
    }

    void reset(int id) {
        channel.writeAndFlush(new DefaultSpdyRstStreamFrame(id, SpdyStreamStatus.CANCEL));
    }

    int ping() throws Exception {
        channel.writeAndFlush(new DefaultSpdyPingFrame(7));
        return pinged.get(10, TimeUnit.SECONDS);
    }

    void read(boolean whether) {
        channel.config().setAutoRead(whether);
    }

    /// Whether more than the sockets hold waits to be sent.
    boolean isHeldBack() {
        return !channel.isWritable();
    }

    /// What has come in a stream so far.
    String text(int id) {
        return buffer(id).toString(StandardCharsets.UTF_8);
    }

    int count(int id) {
        return buffer(id).size();
    }

    /// Waits for a stream's end.
    String whole(int id) {
        Await.until("the end of stream " + id, PATIENCE, () -> ended.contains(id));
        return text(id);
    }

    boolean isAccepted(int id) {
        return accepted.contains(id);
    }

    boolean isRefused(int id) {
        return refused.contains(id);
    }

    boolean isOver() {
        return farewell.isDone();
    }

    Channel channel() {
        return channel;
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }
}
