package dev.hako.door.oci;

import dev.hako.failure.Failure;
import dev.hako.launcher.wire.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// What a request tells, in the order of `enum record_part`.
enum Part {
    ID(0),
    BUNDLE(1),
    CONFIG(2),
    PROCESS(3),
    MOUNTINFO(4),
    CGROUP(5),
    UID_MAP(6),
    STATUS(7),
    CONTROLLERS(8),
    KNOWN_GROUPS(9),
    KNOWN_LIMITS(10),
    SUBGROUPS(11),
    ISOLATIONS(12),
    INIT(13),
    INIT_CGROUP(14),
    LISTENING(15);

    private final int number;

    Part(int number) {
        this.number = number;
    }

    /// The part's bytes.
    ///
    /// @throws Failure `INVALID` if the request has none
    byte[] bytes(Frame.Compile request) {
        if (number >= request.parts().size()) {
            throw Failure.invalid("the request lacks its part " + this);
        }
        ByteBuffer part = request.parts().get(number).duplicate();
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        return bytes;
    }

    /// The same as text in which each char stands for one byte.
    String text(Frame.Compile request) {
        return new String(bytes(request), StandardCharsets.ISO_8859_1);
    }

    /// The same as what must be UTF-8 to stand in a plan.
    String utf8(Frame.Compile request) {
        byte[] bytes = bytes(request);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8))) {
            throw Failure.invalid("the " + this + " is not UTF-8");
        }
        return text;
    }

    /// The same as strings that each end with a zero byte.
    List<String> strings(Frame.Compile request) {
        String text = utf8(request);
        return text.isEmpty()
                ? List.of()
                : List.of(text.substring(0, text.length() - 1).split("\0", -1));
    }
}
