package dev.hako.kernel.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Attributes that were read, by type. Of several of one type the last counts, but in lists.
public final class Attributes {
    private static final int TYPE_MASK = 0x3fff;

    private final Map<Integer, byte[]> values = new HashMap<>();
    private final List<byte[]> inOrder = new ArrayList<>();

    private Attributes() {}

    /// Reads attributes one behind the other. What is cut off at the end is left out.
    static Attributes parse(ByteBuffer bytes) {
        Attributes attributes = new Attributes();
        ByteBuffer rest = bytes.slice().order(ByteOrder.nativeOrder());
        while (rest.remaining() >= AttributeWriter.HEADER) {
            int start = rest.position();
            int length = Short.toUnsignedInt(rest.getShort());
            int type = Short.toUnsignedInt(rest.getShort()) & TYPE_MASK;
            if (length < AttributeWriter.HEADER || length > rest.limit() - start) {
                break;
            }
            byte[] value = new byte[length - AttributeWriter.HEADER];
            rest.get(value);
            attributes.values.put(type, value);
            attributes.inOrder.add(value);
            rest.position(Math.min(rest.limit(), start + (length + 3 & ~3)));
        }
        return attributes;
    }

    /// The bytes of an attribute.
    public Optional<byte[]> bytes(int type) {
        return Optional.ofNullable(values.get(type)).map(byte[]::clone);
    }

    /// The number of an attribute of 32 bits.
    public OptionalInt u32(int type) {
        byte[] value = values.get(type);
        return value == null || value.length < 4
                ? OptionalInt.empty()
                : OptionalInt.of(ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt());
    }

    /// The number of an attribute of 32 bits in the network's byte order.
    public OptionalInt be32(int type) {
        byte[] value = values.get(type);
        return value == null || value.length < 4
                ? OptionalInt.empty()
                : OptionalInt.of(ByteBuffer.wrap(value).getInt());
    }

    /// The number of an attribute of 64 bits in the network's byte order.
    public OptionalLong be64(int type) {
        byte[] value = values.get(type);
        return value == null || value.length < 8
                ? OptionalLong.empty()
                : OptionalLong.of(ByteBuffer.wrap(value).getLong());
    }

    /// The text of an attribute, without its terminator.
    public Optional<String> text(int type) {
        return bytes(type)
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .map(text -> text.endsWith("\0") ? text.substring(0, text.length() - 1) : text);
    }

    /// The attributes an attribute is made of; none if it is not there.
    public Attributes nested(int type) {
        return parse(ByteBuffer.wrap(values.getOrDefault(type, new byte[0])));
    }

    /// The attributes that the elements of a list are made of, in its order.
    public List<Attributes> list(int type) {
        return nested(type).inOrder.stream()
                .map(element -> parse(ByteBuffer.wrap(element)))
                .toList();
    }
}
