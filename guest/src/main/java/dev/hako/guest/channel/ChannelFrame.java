package dev.hako.guest.channel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// One frame.
///
/// @param stream its stream, or [#NONE]
/// @param payload not to be changed
record ChannelFrame(FrameKind kind, int stream, byte[] payload) {
    static final int VERSION = 1;
    static final int HEADER_BYTES = 4;
    static final int MAX_DATA = 2048;
    static final int LINE_WINDOW = 3072;
    static final int STREAM_WINDOW = 16384;
    static final int STREAMS = 32;
    static final int NONE = 255;

    private static final byte[] NOTHING = {};

    static ChannelFrame of(FrameKind kind, int stream) {
        return new ChannelFrame(kind, stream, NOTHING);
    }

    static ChannelFrame of(FrameKind kind, int stream, int... numbers) {
        ByteBuffer payload =
                ByteBuffer.allocate(numbers.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int number : numbers) {
            payload.putInt(number);
        }
        return new ChannelFrame(kind, stream, payload.array());
    }

    int size() {
        return HEADER_BYTES + payload.length;
    }

    byte[] encode() {
        return ByteBuffer.allocate(size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) payload.length)
                .put((byte) kind.number())
                .put((byte) stream)
                .put(payload)
                .array();
    }

    /// A number of the payload.
    ///
    /// @throws ChannelBrokenException if it has another size
    int number(int index, int count) {
        if (payload.length != count * Integer.BYTES) {
            throw new ChannelBrokenException(
                    "a frame " + kind + " of " + payload.length + " bytes");
        }
        return ByteBuffer.wrap(payload)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt(index * Integer.BYTES);
    }
}
