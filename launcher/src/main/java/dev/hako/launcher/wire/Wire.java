package dev.hako.launcher.wire;

/// The numbers of `wire.h` that are no frame types, under the names they have there without
/// `WIRE_`.
public final class Wire {
    public static final int VERSION = 1;

    /// The most bytes in the payload of any frame but a request to run or to compile.
    public static final int MAX_DATA = 65_536;

    /// The most bytes in the payload of such a request: ARG_MAX and room.
    public static final int MAX_REQUEST = 4 << 20;

    /// The most bytes of text in a [Frame.Failed].
    public static final int MAX_TEXT = 4096;

    public static final int REQUEST_STDIN_TERMINAL = 1;
    public static final int REQUEST_STDOUT_TERMINAL = 2;
    public static final int REQUEST_STDERR_TERMINAL = 4;

    public static final int ATTACHED_RAW = 1;
    public static final int ATTACHED_STDIN = 2;
    public static final int ATTACHED_SIGNALS = 4;

    public static final int ATTACH_STDIN = 1;
    public static final int ATTACH_STDOUT = 2;
    public static final int ATTACH_STDERR = 4;
    public static final int ATTACH_SIGNALS = 8;
    public static final int ATTACH_LOSSLESS = 16;

    /// The room for detach keys in a [Frame.Attach].
    public static final int DETACH_KEYS = 16;

    /// The length in bytes of a build id.
    public static final int BUILD_ID = 16;

    private Wire() {}
}
