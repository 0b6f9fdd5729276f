package dev.hako.door.oci;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A call over D-Bus in the making (D-Bus specification, "Message Format"): its body's values one
/// after the other, each aligned to its size, and before them a header.
final class BusMessage {
    private static final int METHOD_CALL = 1;
    private static final int VERSION = 1;
    private static final int PATH = 1;
    private static final int INTERFACE = 2;
    private static final int MEMBER = 3;
    private static final int DESTINATION = 6;
    private static final int SIGNATURE = 8;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream(512);

    /// Who is called, and for what.
    ///
    /// @param name of the peer on the bus
    /// @param object path of one of its objects
    record Target(String name, String object, String type) {}

    BusMessage u8(int value) {
        body.write(value);
        return this;
    }

    BusMessage bool(boolean value) {
        return u32(value ? 1 : 0);
    }

    BusMessage u32(int value) {
        align(Integer.BYTES);
        return add(number(value));
    }

    BusMessage u64(long value) {
        align(Long.BYTES);
        return add(
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(value)
                        .array());
    }

    BusMessage string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return u32(utf8.length).add(utf8).u8(0);
    }

    BusMessage signature(String types) {
        return u8(types.length()).add(types.getBytes(StandardCharsets.US_ASCII)).u8(0);
    }

    BusMessage bytes(byte[] bytes) {
        return u32(bytes.length).add(bytes);
    }

    /// The beginning of a structure.
    BusMessage struct() {
        align(Long.BYTES);
        return this;
    }

    /// An array of structures: what a message holds that begins where they do.
    BusMessage array(BusMessage structures) {
        return u32(structures.size()).struct().add(structures.body.toByteArray());
    }

    int size() {
        return body.size();
    }

    private void align(int size) {
        while (body.size() % size != 0) {
            body.write(0);
        }
    }

    private BusMessage add(byte[] bytes) {
        body.writeBytes(bytes);
        return this;
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    /// The whole call. Its body is at its end.
    ///
    /// @param signature of the body's values
    byte[] call(int serial, Target target, String member, String signature) {
        var fields = new BusMessage();
        fields.field(PATH, "o", target.object);
        fields.field(INTERFACE, "s", target.type);
        fields.field(MEMBER, "s", member);
        fields.field(DESTINATION, "s", target.name);
        if (!signature.isEmpty()) {
            fields.struct().u8(SIGNATURE).signature("g").signature(signature);
        }
        var whole = new BusMessage();
        whole.u8('l').u8(METHOD_CALL).u8(0).u8(VERSION).u32(size()).u32(serial);
        whole.u32(fields.size()).add(fields.body.toByteArray()).struct();
        return whole.add(body.toByteArray()).body.toByteArray();
    }

    private void field(int code, String type, String value) {
        struct().u8(code).signature(type).string(value);
    }
}
