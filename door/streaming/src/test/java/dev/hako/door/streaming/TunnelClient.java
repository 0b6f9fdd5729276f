package dev.hako.door.streaming;

import dev.hako.door.streaming.transport.Tunnel;
import dev.hako.testing.Await;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A client that forwards a port by SPDY inside a WebSocket.
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be sent, the test misses
final class TunnelClient implements AutoCloseable {
    private static final String PROTOCOL = "SPDY/3.1+portforward.k8s.io";
    private static final int DATA = 3;

    private final MultiThreadIoEventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final WebSocketClientHandshaker handshaker;
    private final Channel channel;

    private TunnelClient(URI url) {
        handshaker =
                WebSocketClientHandshakerFactory.newHandshaker(
                        URI.create(url.toString().replaceFirst("http", "ws")),
                        WebSocketVersion.V13,
                        PROTOCOL,
                        false,
                        new DefaultHttpHeaders());
        channel =
                new Bootstrap()
                        .group(loop)
                        .channel(NioSocketChannel.class)
                        .handler(new Pipeline())
                        .connect(url.getHost(), url.getPort())
                        .syncUninterruptibly()
                        .channel();
    }

    static TunnelClient open(URI url) throws Exception {
        TunnelClient client = new TunnelClient(url);
        client.ready.get(10, TimeUnit.SECONDS);
        return client;
    }

    private final class Pipeline extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel made) {
            made.pipeline()
                    .addLast(
                            new HttpClientCodec(),
                            new HttpObjectAggregator(1 << 16),
                            new WebSocketClientProtocolHandler(handshaker),
                            new Frames());
        }
    }

    private final class Frames extends SimpleChannelInboundHandler<SpdyFrame> {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                context.pipeline()
                        .addBefore(context.name(), "tunnel", new Tunnel())
                        .addBefore(
                                context.name(), "spdy", new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
                ready.complete(null);
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, SpdyFrame frame) {
            if (frame instanceof SpdyDataFrame data && data.streamId() == DATA) {
                received.writeBytes(ByteBufUtil.getBytes(data.content()));
            }
        }
    }

    /// Opens the streams for a connection to a port.
    void pair(int port) {
        open(1, "error", port);
        open(DATA, "data", port);
    }

    private void open(int id, String type, int port) {
        var frame = new DefaultSpdySynStreamFrame(id, 0, (byte) 0);
        frame.headers()
                .add("streamtype", type)
                .add("port", Integer.toString(port))
                .add("requestid", "0");
        channel.writeAndFlush(frame);
    }

    void send(String text) {
        channel.writeAndFlush(
                new DefaultSpdyDataFrame(
                        DATA, Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)));
    }

    /// Waits for so many bytes of data.
    String data(int size) {
        Await.until("data", SpdyClient.PATIENCE, () -> received.size() >= size);
        return received.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }
}
