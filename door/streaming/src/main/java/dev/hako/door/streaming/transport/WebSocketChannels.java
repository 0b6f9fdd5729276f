package dev.hako.door.streaming.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The streams of a client that came by WebSocket: channels with numbers, agreed on beforehand.
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be sent ends the connection
public final class WebSocketChannels extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketChannels.class);

    /// The most that one message holds, whatever frames it comes in.
    public static final int MAX_MESSAGE = 1 << 20;

    /// The channel in which a client says that it sends no more in another.
    private static final int CLOSE = 255;

    private final Connection connection;
    private final ChannelCoding coding;
    private final boolean closable;
    private final Map<Integer, ClientStream> channels = new HashMap<>();

    /// @param closable whether clients can end one channel alone
    public WebSocketChannels(Connection connection, ChannelCoding coding, boolean closable) {
        this.connection = connection;
        this.coding = coding;
        this.closable = closable;
    }

    /// What is said last.
    public static Object farewell() {
        return new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE);
    }

    /// Opens a channel. What comes in others is dropped. All are opened before [#join].
    public ClientStream open(int number) {
        ClientStream stream =
                ClientStream.numbered(
                        number,
                        new Inlet(connection),
                        new Outlet(connection, new Messages(number)));
        channels.put(number, stream);
        return stream;
    }

    /// Takes the messages of a pipeline that has shaken hands.
    public void join(ChannelPipeline pipeline) {
        pipeline.addLast(new WebSocketFrameAggregator(MAX_MESSAGE), this);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        switch (frame) {
            case PingWebSocketFrame ping ->
                    context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            case PongWebSocketFrame _ -> {}
            case CloseWebSocketFrame close -> connection.finish(close.retain());
            default -> receive(frame.content());
        }
    }

    private void receive(ByteBuf message) {
        if (!message.isReadable()) {
            return;
        }
        int number = coding.channel(message);
        ByteBuf data = coding.data(message);
        try {
            if (closable && number == CLOSE) {
                end(data);
            } else if (channels.containsKey(number)) {
                channels.get(number).input().add(data);
            }
        } finally {
            data.release();
        }
    }

    private void end(ByteBuf data) {
        ClientStream stream = data.isReadable() ? channels.get((int) data.readByte()) : null;
        if (stream != null) {
            stream.input().end();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        connection.roomMayHaveChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        channels.values().forEach(stream -> stream.input().lose("the client has left"));
        connection.roomMayHaveChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("a streaming client is cut off: {}", cause.toString());
        context.close();
    }

    /// A channel's output as messages. It ends with the connection.
    private final class Messages implements Outlet.Framing {
        private final int number;

        Messages(int number) {
            this.number = number;
        }

        @Override
        public Object data(ByteBuf bytes) {
            return coding.frame(number, bytes);
        }

        @Override
        public void end(Connection connection) {}
    }
}
