package dev.hako.kernel.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/// Writes attributes one behind the other: a length, a type and a value, padded to 4 bytes.
public final class AttributeWriter {
    static final int HEADER = 4;
    static final int NLA_F_NESTED = 0x8000;

    private static final int ALIGNMENT = 4;

    private ByteBuffer bytes = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());

    /// Begins with nothing.
    public AttributeWriter() {}

    /// An attribute of any bytes.
    public AttributeWriter bytes(int type, byte[] value) {
        reserve(HEADER + value.length + ALIGNMENT);
        bytes.putShort((short) (HEADER + value.length)).putShort((short) type).put(value);
        return align();
    }

    /// An attribute of 8 bits.
    public AttributeWriter u8(int type, int value) {
        return bytes(type, new byte[] {(byte) value});
    }

    /// An attribute of 16 bits.
    public AttributeWriter u16(int type, int value) {
        return bytes(type, order(2).putShort((short) value).array());
    }

    /// An attribute of 32 bits.
    public AttributeWriter u32(int type, int value) {
        return bytes(type, order(4).putInt(value).array());
    }

    /// An attribute of 16 bits in the network's byte order, as netfilter has them.
    public AttributeWriter be16(int type, int value) {
        return bytes(type, ByteBuffer.allocate(2).putShort((short) value).array());
    }

    /// An attribute of 32 bits in the network's byte order, as netfilter has them.
    public AttributeWriter be32(int type, int value) {
        return bytes(type, ByteBuffer.allocate(4).putInt(value).array());
    }

    /// An attribute of 64 bits in the network's byte order, as netfilter has them.
    public AttributeWriter be64(int type, long value) {
        return bytes(type, ByteBuffer.allocate(8).putLong(value).array());
    }

    /// A text with a terminating NUL.
    public AttributeWriter text(int type, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        return bytes(type, Arrays.copyOf(text, text.length + 1));
    }

    /// An attribute made of attributes.
    public AttributeWriter nested(int type, Consumer<AttributeWriter> content) {
        AttributeWriter inner = new AttributeWriter();
        content.accept(inner);
        return bytes(type | NLA_F_NESTED, inner.toByteArray());
    }

    /// An attribute made of attributes that were read.
    public AttributeWriter nested(int type, byte[] attributes) {
        return bytes(type | NLA_F_NESTED, attributes);
    }

    /// Bytes that are no attribute: the fixed part in front of them.
    AttributeWriter raw(byte[] value) {
        reserve(value.length + ALIGNMENT);
        bytes.put(value);
        return align();
    }

    /// What has been written, as a receiver reads it.
    public Attributes read() {
        return Attributes.parse(ByteBuffer.wrap(toByteArray()));
    }

    /// The bytes of it all.
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private AttributeWriter align() {
        while (bytes.position() % ALIGNMENT != 0) {
            bytes.put((byte) 0);
        }
        return this;
    }

    private void reserve(int count) {
        if (bytes.remaining() < count) {
            int size = Math.max(bytes.capacity() * 2, bytes.position() + count);
            bytes =
                    ByteBuffer.allocate(size)
                            .order(ByteOrder.nativeOrder())
                            .put(bytes.array(), 0, bytes.position());
        }
    }

    private static ByteBuffer order(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }
}
