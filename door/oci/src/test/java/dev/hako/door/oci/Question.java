package dev.hako.door.oci;

import dev.hako.kernel.Fd;
import dev.hako.launcher.wire.Frame;
import dev.hako.launcher.wire.Wire;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What the command asks, on a machine with both versions of control groups.
final class Question {
    static final int CREATE = 1;
    static final int EXEC = 2;
    static final int UPDATE = 3;
    static final int FEATURES = 4;
    static final int TEMPLATE = 5;

    static final String CONFIG =
            """
            {
              "ociVersion": "1.3.0",
              "process": {"args": ["sh"], "env": ["PATH=/bin"], "cwd": "/"},
              "root": {"path": "rootfs"},
              "mounts": [{"destination": "/proc", "type": "proc", "source": "proc"}],
              "linux": {"namespaces": [{"type": "pid"}, {"type": "mount"}],
                        "resources": {"memory": {"limit": 1048576}}}
            }
            """;

    private static final byte[] BUILD = new byte[16];

    private static final String MOUNTS =
            """
            1 0 8:1 / / rw - ext4 /dev/root rw
            2 1 0:2 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
            3 1 0:3 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu
            4 1 0:4 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids
            5 1 0:5 / /sys/fs/cgroup/devices rw - cgroup cgroup rw,devices
            6 1 0:6 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
            """;

    /// Where the container's groups are: not where the caller's are.
    static final String KNOWN =
            "memory\0/sys/fs/cgroup/memory/elsewhere/box\0cpu\0/sys/fs/cgroup/cpu/elsewhere/box\0"
                    + "pids\0/sys/fs/cgroup/pids/elsewhere/box\0"
                    + "\0/sys/fs/cgroup/unified/elsewhere/box\0";

    private static final String GROUPS =
            "6:memory:/caller\n5:cpu:/caller\n4:pids:/caller\n3:devices:/caller\n0::/caller\n";
    private static final String STATUS =
            "CapInh:\t0\nCapPrm:\t1ffffffffff\nCapEff:\t1ffffffffff\nCapBnd:\t1ffffffffff\nCapAmb:\t0\n";

    private final int verb;
    private final Map<Part, byte[]> parts = new EnumMap<>(Part.class);
    private int flags;

    private Question(int verb) {
        this.verb = verb;
        for (Part part : Part.values()) {
            with(part, "");
        }
        with(Part.ID, "box").with(Part.BUNDLE, "/bundle").with(Part.CONFIG, CONFIG);
        with(Part.MOUNTINFO, MOUNTS).with(Part.CGROUP, GROUPS).with(Part.STATUS, STATUS);
        with(Part.INIT, "1").with(Part.KNOWN_GROUPS, KNOWN);
        with(Part.UID_MAP, "0 0 4294967295\n");
    }

    static Question of(int verb) {
        return new Question(verb);
    }

    Question with(Part part, String text) {
        return with(part, text.getBytes(StandardCharsets.UTF_8));
    }

    Question with(Part part, byte[] bytes) {
        parts.put(part, bytes);
        return this;
    }

    Question with(Flag... wanted) {
        for (int bit = 1; bit <= 64; bit <<= 1) {
            flags |= isAny(bit, wanted) ? bit : 0;
        }
        return this;
    }

    /// `RECORD_…`, as bits.
    int flags() {
        return flags;
    }

    private static boolean isAny(int bit, Flag... wanted) {
        var request = new Frame.Compile(Wire.VERSION, 0, ByteBuffer.wrap(BUILD), bit, 0, List.of());
        return List.of(wanted).stream().anyMatch(flag -> flag.isIn(request));
    }

    private Frame answer() {
        List<ByteBuffer> all = new ArrayList<>();
        parts.values().forEach(bytes -> all.add(ByteBuffer.wrap(bytes)));
        return new Compiler(BUILD)
                .answer(
                        new Frame.Compile(
                                Wire.VERSION, verb, ByteBuffer.wrap(BUILD), flags, 0, all));
    }

    /// Why there is no plan; empty if there is one.
    String refusal() {
        return switch (answer()) {
            case Frame.Refused(ByteBuffer sentence) ->
                    StandardCharsets.UTF_8.decode(sentence.duplicate()).toString();
            case Frame.Compiled(Fd plan, Fd record) -> {
                plan.close();
                record.close();
                yield "";
            }
            default -> throw new AssertionError("another frame");
        };
    }

    /// A section of the answer's record as text.
    String section(Section section) {
        if (!(answer() instanceof Frame.Compiled(Fd plan, Fd record))) {
            throw new AssertionError(refusal());
        }
        try (plan;
                record) {
            ByteBuffer bytes =
                    ByteBuffer.wrap(record.readAll(1 << 20)).order(ByteOrder.LITTLE_ENDIAN);
            int span = 8 + 8 * List.of(Section.values()).indexOf(section);
            byte[] text = new byte[bytes.getInt(span + 4)];
            bytes.get(bytes.getInt(span), text);
            return new String(text, StandardCharsets.UTF_8);
        }
    }
}
