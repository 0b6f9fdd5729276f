package dev.hako.door.cri.call;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;
import java.util.function.Function;

/// A list of messages that are kept as they are sent. To protobuf's encoding a field is a number
/// and bytes, whether it is known by a name or not: so whoever reads the answer finds the messages,
/// and nobody encodes all of them anew for each list.
public final class EncodedList {
    private EncodedList() {}

    /// The fields of an answer that is a list.
    ///
    /// @param field of the answer in which the messages are
    /// @param encoding a thing's message
    public static <T> UnknownFieldSet of(
            int field, List<T> things, Function<T, ByteString> encoding) {
        UnknownFieldSet.Field.Builder messages = UnknownFieldSet.Field.newBuilder();
        things.forEach(thing -> messages.addLengthDelimited(encoding.apply(thing)));
        return UnknownFieldSet.newBuilder().addField(field, messages.build()).build();
    }
}
