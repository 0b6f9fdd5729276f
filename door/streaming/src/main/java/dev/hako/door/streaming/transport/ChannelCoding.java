package dev.hako.door.streaming.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.base64.Base64;
import io.netty.handler.codec.base64.Base64Dialect;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/// How a message of a WebSocket says which channel it is of.
public enum ChannelCoding {
    /// By its first byte; the rest is data.
    BINARY {
        @Override
        WebSocketFrame frame(int channel, ByteBuf data) {
            ByteBuf number = Unpooled.wrappedBuffer(new byte[] {(byte) channel});
            return new BinaryWebSocketFrame(Unpooled.wrappedBuffer(number, data));
        }

        @Override
        int channel(ByteBuf message) {
            return message.readUnsignedByte();
        }

        @Override
        ByteBuf data(ByteBuf message) {
            return message.retain();
        }
    },

    /// By a digit; the rest is data in base64. For clients that can send text only.
    BASE64 {
        @Override
        WebSocketFrame frame(int channel, ByteBuf data) {
            ByteBuf number = Unpooled.wrappedBuffer(new byte[] {(byte) ('0' + channel)});
            ByteBuf text = Base64.encode(data, false, Base64Dialect.STANDARD);
            data.release();
            return new TextWebSocketFrame(Unpooled.wrappedBuffer(number, text));
        }

        @Override
        int channel(ByteBuf message) {
            return message.readUnsignedByte() - '0';
        }

        @Override
        ByteBuf data(ByteBuf message) {
            return Base64.decode(message, Base64Dialect.STANDARD);
        }
    };

    /// A message of a channel; takes the data over.
    abstract WebSocketFrame frame(int channel, ByteBuf data);

    /// Takes the number of the channel off a message that is not empty.
    abstract int channel(ByteBuf message);

    /// What is left of it, to be released by the caller.
    ///
    /// @throws IllegalArgumentException if it is not what it should be
    abstract ByteBuf data(ByteBuf message);
}
