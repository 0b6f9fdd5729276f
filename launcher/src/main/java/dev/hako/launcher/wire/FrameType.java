package dev.hako.launcher.wire;

import static dev.hako.launcher.wire.Sender.CLIENT;
import static dev.hako.launcher.wire.Sender.ENGINE;
import static dev.hako.launcher.wire.Sender.MONITOR;
import static dev.hako.launcher.wire.Sender.SERVER;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a frame is, under the names of `enum wire_type` without `WIRE_`, and what a receiver
/// accepts of it: from whom, how many bytes, and how many descriptors.
public enum FrameType {
    REQUEST(1, CLIENT, 40, Wire.MAX_REQUEST, 1),
    STDIN(2, CLIENT, 0, Wire.MAX_DATA, 0),
    STDIN_END(3, CLIENT, 0, 0, 0),
    RESIZE(4, CLIENT, 4, 4, 0),
    SIGNAL(5, CLIENT, 4, 4, 0),
    COMPILE(6, CLIENT, 40, Wire.MAX_REQUEST, 0),

    STDOUT(16, SERVER, 0, Wire.MAX_DATA, 0),
    STDERR(17, SERVER, 0, Wire.MAX_DATA, 0),
    ATTACHED(18, SERVER, 8, 8, 0),
    CREDIT(19, SERVER, 4, 4, 0),
    EXIT(20, SERVER, 4, 4, 0),
    STALE(21, SERVER, 0, 0, 0),
    COMPILED(22, SERVER, 0, 0, 2),
    REFUSED(23, SERVER, 0, Wire.MAX_DATA, 0),

    ATTACH(32, ENGINE, 24, 24, 1),
    KILL(33, ENGINE, 4, 4, 0),
    REOPEN_LOG(34, ENGINE, 0, 0, 0),
    RELEASE(35, ENGINE, 0, 0, 0),
    NAMESPACES(36, ENGINE, 0, 0, 0),
    WINDOW(37, ENGINE, 4, 4, 0),
    NEED_ENGINE(38, ENGINE, 4, 4, 0),

    HELLO(48, MONITOR, 16, 16, 0),
    MILESTONE(49, MONITOR, 24, 24, 0),
    FAILED(50, MONITOR, 16, 16 + Wire.MAX_TEXT, 0),
    EXITED(51, MONITOR, 16, 16, 0),
    NAMESPACE_FDS(52, MONITOR, 0, 0, 2);

    private static final @Nullable FrameType[] BY_NUMBER = byNumber();

    private final int number;
    private final Sender sender;
    private final int minBytes;
    private final int maxBytes;
    private final int descriptors;

    FrameType(int number, Sender sender, int minBytes, int maxBytes, int descriptors) {
        this.number = number;
        this.sender = sender;
        this.minBytes = minBytes;
        this.maxBytes = maxBytes;
        this.descriptors = descriptors;
    }

    private static @Nullable FrameType[] byNumber() {
        var types = new @Nullable FrameType[64];
        for (FrameType type : values()) {
            types[type.number] = type;
        }
        return types;
    }

    /// The type of a frame that `sender` sent.
    ///
    /// @throws BrokenFrameException if `sender` sends no such frames
    static FrameType of(int number, Sender sender) {
        FrameType type = number < BY_NUMBER.length ? BY_NUMBER[number] : null;
        if (type == null || type.sender != sender) {
            throw new BrokenFrameException(
                    "frame of type "
                            + number
                            + " from a "
                            + sender.name().toLowerCase(Locale.ROOT));
        }
        return type;
    }

    /// The number on the wire.
    public int number() {
        return number;
    }

    /// The most bytes of payload.
    int maxBytes() {
        return maxBytes;
    }

    /// How many descriptors come with it.
    public int descriptors() {
        return descriptors;
    }

    /// Refuses a payload of a size that such a frame cannot have.
    void requireSize(long bytes) {
        if (bytes < minBytes || bytes > maxBytes) {
            throw new BrokenFrameException(
                    "frame "
                            + this
                            + " of "
                            + bytes
                            + " bytes; it has "
                            + minBytes
                            + " to "
                            + maxBytes);
        }
    }
}
