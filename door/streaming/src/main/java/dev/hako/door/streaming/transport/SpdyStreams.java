package dev.hako.door.streaming.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdyGoAwayFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySessionStatus;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The streams of a client that speaks SPDY/3.1, as the programs of Kubernetes do after an upgrade.
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be sent ends the connection
public final class SpdyStreams extends SimpleChannelInboundHandler<SpdyFrame> {
    private static final Logger LOG = LoggerFactory.getLogger(SpdyStreams.class);
    private static final int MAX_CHUNK = 16 << 10;
    private static final int MAX_HEADERS = 16 << 10;
    private static final int COMPRESSION = 6;
    private static final int WINDOW_BITS = 15;
    private static final int MEMORY_LEVEL = 8;

    /// Streams that a client has open at once; a port-forward has two for each of its connections.
    static final int MAX_STREAMS = 1024;

    private final Connection connection;
    private final Conversation conversation;
    private final Map<Integer, ClientStream> streams = new HashMap<>();
    private int last;

    public SpdyStreams(Connection connection, Conversation conversation) {
        this.connection = connection;
        this.conversation = conversation;
    }

    /// What is said last.
    public static Object farewell() {
        return new DefaultSpdyGoAwayFrame(0, SpdySessionStatus.OK);
    }

    /// Speaks SPDY with the client of a pipeline from here on.
    public void join(ChannelPipeline pipeline) {
        pipeline.addLast(
                new SpdyFrameCodec(
                        SpdyVersion.SPDY_3_1,
                        MAX_CHUNK,
                        MAX_HEADERS,
                        COMPRESSION,
                        WINDOW_BITS,
                        MEMORY_LEVEL),
                this);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, SpdyFrame frame) {
        switch (frame) {
            case SpdySynStreamFrame open -> open(context, open);
            case SpdyDataFrame data -> receive(context, data);
            case SpdyRstStreamFrame reset -> reset(reset.streamId());
            case SpdyPingFrame ping when isOfClient(ping.id()) -> context.writeAndFlush(ping);
            default -> {}
        }
    }

    private static boolean isOfClient(int id) {
        return (id & 1) == 1;
    }

    private void open(ChannelHandlerContext context, SpdySynStreamFrame frame) {
        int id = frame.streamId();
        if (!isOfClient(id) || id <= last || frame.isInvalid() || frame.isTruncated()) {
            refuse(context, id, SpdyStreamStatus.PROTOCOL_ERROR);
            return;
        }
        last = id;
        ClientStream stream = stream(frame);
        if (!hasRoom() || !conversation.opened(stream)) {
            refuse(context, id, SpdyStreamStatus.REFUSED_STREAM);
            return;
        }
        streams.put(id, stream);
        context.writeAndFlush(accepted(stream));
        if (frame.isLast()) {
            stream.input().end();
        }
    }

    /// Netty writes no block of headers when there are none, and Go's SPDY reads that as a broken
    /// connection: so there is one.
    private static SpdyFrame accepted(ClientStream stream) {
        var reply = new DefaultSpdySynReplyFrame(stream.id());
        reply.headers().add(ClientStream.TYPE, stream.type().orElse(""));
        return reply;
    }

    private boolean hasRoom() {
        if (streams.size() >= MAX_STREAMS) {
            streams.values().removeIf(ClientStream::isOver);
        }
        return streams.size() < MAX_STREAMS;
    }

    private ClientStream stream(SpdySynStreamFrame frame) {
        Map<String, String> headers = new HashMap<>();
        frame.headers()
                .iteratorAsString()
                .forEachRemaining(header ->
                        headers.putIfAbsent(
                                header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        int id = frame.streamId();
        return new ClientStream(
                id, headers, new Inlet(connection), new Outlet(connection, new DataFrames(id)));
    }

    private void refuse(ChannelHandlerContext context, int id, SpdyStreamStatus why) {
        context.writeAndFlush(new DefaultSpdyRstStreamFrame(id, why));
    }

    private void receive(ChannelHandlerContext context, SpdyDataFrame frame) {
        ClientStream stream = streams.get(frame.streamId());
        if (stream == null) {
            if (frame.streamId() > last || !isOfClient(frame.streamId())) {
                refuse(context, frame.streamId(), SpdyStreamStatus.INVALID_STREAM);
            }
            return;
        }
        stream.input().add(frame.content());
        if (frame.isLast()) {
            stream.input().end();
        }
    }

    private void reset(int id) {
        ClientStream stream = streams.remove(id);
        if (stream != null) {
            stream.output().abandon();
            stream.input().lose("the client has given the stream up");
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        connection.roomMayHaveChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        streams.values().forEach(stream -> stream.input().lose("the client has left"));
        streams.clear();
        connection.roomMayHaveChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("a streaming client is cut off: {}", cause.toString());
        context.close();
    }

    /// A stream's output as data frames. The last one has a mark.
    private record DataFrames(int id) implements Outlet.Framing {
        @Override
        public Object data(ByteBuf bytes) {
            return new DefaultSpdyDataFrame(id, bytes);
        }

        @Override
        public void end(Connection connection) throws IOException {
            connection.send(new DefaultSpdyDataFrame(id, Unpooled.EMPTY_BUFFER).setLast(true));
        }
    }
}
