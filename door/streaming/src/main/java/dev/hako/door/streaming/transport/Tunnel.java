package dev.hako.door.streaming.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.MessageToMessageCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.List;

/// A WebSocket whose binary messages are nothing but a stream of bytes, in which another protocol
/// is spoken.
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be sent ends the connection
public final class Tunnel extends MessageToMessageCodec<WebSocketFrame, ByteBuf> {
    public Tunnel() {
        super(WebSocketFrame.class, ByteBuf.class);
    }

    @Override
    protected void encode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
        out.add(new BinaryWebSocketFrame(bytes.retain()));
    }

    @Override
    protected void decode(ChannelHandlerContext context, WebSocketFrame frame, List<Object> out) {
        switch (frame) {
            case PingWebSocketFrame ping ->
                    context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            case CloseWebSocketFrame _ -> context.close();
            case PongWebSocketFrame _ -> {}
            default -> out.add(frame.content().retain());
        }
    }

    /// The tunnel's end is announced before the connection is closed.
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        context.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE))
                .addListener(_ -> context.close(promise));
    }
}
