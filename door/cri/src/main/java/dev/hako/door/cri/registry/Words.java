package dev.hako.door.cri.registry;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.hako.failure.Failure;
import java.util.Base64;

/// A message as an annotation.
final class Words {
    private Words() {}

    static String write(MessageLite message) {
        return Base64.getEncoder().encodeToString(message.toByteArray());
    }

    /// @throws Failure `INTERNAL` if it is none
    static <T> T read(Parser<T> parser, String text) {
        try {
            return parser.parseFrom(ByteString.copyFrom(Base64.getDecoder().decode(text)));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw Failure.internal("what the kubelet said was not kept as it was", e);
        }
    }
}
