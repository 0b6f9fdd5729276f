package dev.hako.launcher.wire;

import dev.hako.kernel.Fd;
import dev.hako.launcher.wire.Frame.Phase;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Frames as bytes and back; every buffer here is little-endian.
final class FrameCodec {
    /// The bytes of `struct wire_frame`.
    static final int HEADER = 8;

    private static final int REQUEST = 40;
    private static final int COMPILE = 40;

    private FrameCodec() {}

    /// How many bytes a frame takes, its header included.
    static int size(Frame frame) {
        return HEADER
                + switch (frame) {
                    case Frame.Stdin(var data) -> data.remaining();
                    case Frame.Stdout(var data) -> data.remaining();
                    case Frame.Stderr(var data) -> data.remaining();
                    case Frame.StdinEnd _,
                            Frame.Stale _,
                            Frame.ReopenLog _,
                            Frame.Release _,
                            Frame.Namespaces _,
                            Frame.Compiled _,
                            Frame.NamespaceFds _ ->
                            0;
                    case Frame.Resize _,
                            Frame.Window _,
                            Frame.Signal _,
                            Frame.Credit _,
                            Frame.Exit _,
                            Frame.NeedEngine _,
                            Frame.Kill _ ->
                            4;
                    case Frame.Attached _ -> 8;
                    case Frame.Hello _, Frame.Exited _ -> 16;
                    case Frame.Milestone _ -> 24;
                    case Frame.Failed failed -> 16 + failed.text().remaining();
                    case Frame.Attach _ -> 8 + Wire.DETACH_KEYS;
                    case Frame.Refused(var sentence) -> sentence.remaining();
                    case Frame.Compile compile -> size(compile);
                    case Frame.Request request -> size(request);
                };
    }

    private static int size(Frame.Request request) {
        long size = REQUEST + request.workingDirectory().remaining() + 1L;
        for (ByteBuffer argument : request.arguments()) {
            size += argument.remaining() + 1L;
        }
        for (ByteBuffer entry : request.environment()) {
            size += entry.remaining() + 1L;
        }
        return Math.toIntExact(size);
    }

    private static int size(Frame.Compile compile) {
        long size = COMPILE;
        for (ByteBuffer part : compile.parts()) {
            size += Integer.BYTES + part.remaining();
        }
        return Math.toIntExact(size);
    }

    /// The descriptors that travel with a frame.
    static List<Fd> descriptors(Frame frame) {
        return switch (frame) {
            case Frame.Attach attach -> List.of(attach.client());
            case Frame.Request request -> List.of(request.directory());
            case Frame.NamespaceFds fds -> List.of(fds.user(), fds.mount());
            case Frame.Compiled(Fd plan, Fd record) -> List.of(plan, record);
            default -> List.of();
        };
    }

    /// Writes header and payload.
    ///
    /// @throws IllegalArgumentException if the frame is larger than a receiver accepts
    static void encode(Frame frame, ByteBuffer out) {
        int payload = size(frame) - HEADER;
        if (payload > frame.type().maxBytes()) {
            throw new IllegalArgumentException(
                    payload + " bytes in a frame " + frame.type() + " are too many");
        }
        out.putInt(payload).putShort((short) frame.type().number()).putShort((short) 0);
        switch (frame) {
            case Frame.Stdin(var data) -> out.put(data.duplicate());
            case Frame.Stdout(var data) -> out.put(data.duplicate());
            case Frame.Stderr(var data) -> out.put(data.duplicate());
            case Frame.StdinEnd _,
                    Frame.Stale _,
                    Frame.ReopenLog _,
                    Frame.Release _,
                    Frame.Namespaces _,
                    Frame.Compiled _,
                    Frame.NamespaceFds _ -> {}
            case Frame.Resize(int rows, int columns) -> putSize(out, rows, columns);
            case Frame.Window(int rows, int columns) -> putSize(out, rows, columns);
            case Frame.Signal(int number) -> out.putInt(number);
            case Frame.Credit(int bytes) -> out.putInt(bytes);
            case Frame.Exit(int code) -> out.putInt(code);
            case Frame.Kill(int signal) -> out.putInt(signal);
            case Frame.NeedEngine(boolean needed) -> out.putInt(needed ? 1 : 0);
            case Frame.Attached(int flags, int credit) -> out.putInt(flags).putInt(credit);
            case Frame.Attach attach -> putAttach(out, attach);
            case Frame.Hello(int version, int pid, Phase phase) ->
                    out.putInt(version).putInt(pid).putInt(phase.number()).putInt(0);
            case Frame.Milestone(int milestone, long value, long nanos) ->
                    out.putInt(milestone).putInt(0).putLong(value).putLong(nanos);
            case Frame.Failed failed -> putFailed(out, failed);
            case Frame.Exited(int status, long nanos) ->
                    out.putInt(status).putInt(0).putLong(nanos);
            case Frame.Refused(var sentence) -> out.put(sentence.duplicate());
            case Frame.Compile compile -> putCompile(out, compile);
            case Frame.Request request -> putRequest(out, request);
        }
    }

    private static void putSize(ByteBuffer out, int rows, int columns) {
        out.putShort((short) rows).putShort((short) columns);
    }

    private static void putAttach(ByteBuffer out, Frame.Attach attach) {
        int keys = attach.detachKeys().remaining();
        out.putInt(attach.flags()).putInt(keys).put(attach.detachKeys().duplicate());
        for (int i = keys; i < Wire.DETACH_KEYS; i++) {
            out.put((byte) 0);
        }
    }

    private static void putFailed(ByteBuffer out, Frame.Failed failed) {
        out.putInt(failed.step())
                .putInt(failed.errno())
                .putInt(failed.status())
                .putInt(failed.text().remaining())
                .put(failed.text().duplicate());
    }

    private static void putCompile(ByteBuffer out, Frame.Compile compile) {
        out.putInt(compile.version())
                .putInt(compile.verb())
                .put(compile.buildId().duplicate())
                .putInt(compile.flags())
                .putInt(compile.preserved())
                .putInt(compile.parts().size())
                .putInt(0);
        for (ByteBuffer part : compile.parts()) {
            out.putInt(part.remaining()).put(part.duplicate());
        }
    }

    private static void putRequest(ByteBuffer out, Frame.Request request) {
        out.putInt(request.version()).putInt(request.flags()).put(request.buildId().duplicate());
        putSize(out, request.rows(), request.columns());
        out.putInt(request.umask())
                .putInt(request.arguments().size())
                .putInt(request.environment().size());
        putString(out, request.workingDirectory());
        for (ByteBuffer argument : request.arguments()) {
            putString(out, argument);
        }
        for (ByteBuffer entry : request.environment()) {
            putString(out, entry);
        }
    }

    private static void putString(ByteBuffer out, ByteBuffer string) {
        out.put(string.duplicate()).put((byte) 0);
    }

    /// Reads a payload of a checked size. Data in the frame is a copy.
    ///
    /// @param fds as many descriptors as the type says
    static Frame decode(FrameType type, ByteBuffer in, List<Fd> fds) {
        return switch (type) {
            case REQUEST -> request(in, fds.getFirst());
            case COMPILE -> compile(in);
            case STDIN -> new Frame.Stdin(rest(in));
            case STDIN_END -> new Frame.StdinEnd();
            case RESIZE -> new Frame.Resize(unsigned(in), unsigned(in));
            case SIGNAL -> new Frame.Signal(in.getInt());
            case STDOUT -> new Frame.Stdout(rest(in));
            case STDERR -> new Frame.Stderr(rest(in));
            case ATTACHED -> new Frame.Attached(in.getInt(), in.getInt());
            case CREDIT -> new Frame.Credit(in.getInt());
            case EXIT -> new Frame.Exit(in.getInt());
            case STALE -> new Frame.Stale();
            case COMPILED -> new Frame.Compiled(fds.getFirst(), fds.getLast());
            case REFUSED -> new Frame.Refused(rest(in));
            case ATTACH -> attach(in, fds.getFirst());
            case KILL -> new Frame.Kill(in.getInt());
            case NEED_ENGINE -> new Frame.NeedEngine(in.getInt() != 0);
            case REOPEN_LOG -> new Frame.ReopenLog();
            case RELEASE -> new Frame.Release();
            case NAMESPACES -> new Frame.Namespaces();
            case WINDOW -> new Frame.Window(unsigned(in), unsigned(in));
            case HELLO -> new Frame.Hello(in.getInt(), in.getInt(), Phase.of(in.getInt()));
            case MILESTONE -> milestone(in);
            case FAILED -> failed(in);
            case EXITED -> exited(in);
            case NAMESPACE_FDS -> new Frame.NamespaceFds(fds.getFirst(), fds.getLast());
        };
    }

    private static int unsigned(ByteBuffer in) {
        return Short.toUnsignedInt(in.getShort());
    }

    private static ByteBuffer rest(ByteBuffer in) {
        return copy(in, in.remaining());
    }

    private static ByteBuffer copy(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private static Frame attach(ByteBuffer in, Fd client) {
        int flags = in.getInt();
        int keys = in.getInt();
        if (keys < 0 || keys > Wire.DETACH_KEYS) {
            throw new BrokenFrameException(keys + " detach keys");
        }
        return new Frame.Attach(flags, copy(in, keys), client);
    }

    private static Frame milestone(ByteBuffer in) {
        int milestone = in.getInt();
        in.getInt();
        return new Frame.Milestone(milestone, in.getLong(), in.getLong());
    }

    private static Frame failed(ByteBuffer in) {
        int step = in.getInt();
        int errno = in.getInt();
        int status = in.getInt();
        if (in.getInt() != in.remaining()) {
            throw new BrokenFrameException("a failure's text is not as long as it says");
        }
        return new Frame.Failed(step, errno, status, rest(in));
    }

    private static Frame exited(ByteBuffer in) {
        int status = in.getInt();
        in.getInt();
        return new Frame.Exited(status, in.getLong());
    }

    private static Frame request(ByteBuffer in, Fd directory) {
        int version = in.getInt();
        int flags = in.getInt();
        ByteBuffer buildId = copy(in, Wire.BUILD_ID);
        int rows = unsigned(in);
        int columns = unsigned(in);
        int umask = in.getInt();
        int arguments = in.getInt();
        int environment = in.getInt();
        return new Frame.Request(
                version,
                flags,
                buildId,
                rows,
                columns,
                umask,
                string(in),
                strings(in, arguments),
                strings(in, environment),
                directory);
    }

    private static Frame compile(ByteBuffer in) {
        int version = in.getInt();
        int verb = in.getInt();
        ByteBuffer buildId = copy(in, Wire.BUILD_ID);
        int flags = in.getInt();
        int preserved = in.getInt();
        int count = in.getInt();
        in.getInt();
        return new Frame.Compile(version, verb, buildId, flags, preserved, parts(in, count));
    }

    private static List<ByteBuffer> parts(ByteBuffer in, int count) {
        if (count < 0 || count > in.remaining() / Integer.BYTES) {
            throw new BrokenFrameException(count + " parts in " + in.remaining() + " bytes");
        }
        var parts = new ArrayList<ByteBuffer>(count);
        for (int i = 0; i < count; i++) {
            int size = in.remaining() < Integer.BYTES ? -1 : in.getInt();
            if (size < 0 || size > in.remaining()) {
                throw new BrokenFrameException("a part of " + size + " bytes");
            }
            parts.add(copy(in, size));
        }
        return parts;
    }

    private static List<ByteBuffer> strings(ByteBuffer in, int count) {
        if (count < 0 || count > in.remaining()) {
            throw new BrokenFrameException(count + " strings in " + in.remaining() + " bytes");
        }
        var strings = new ArrayList<ByteBuffer>(count);
        for (int i = 0; i < count; i++) {
            strings.add(string(in));
        }
        return strings;
    }

    private static ByteBuffer string(ByteBuffer in) {
        int length = 0;
        while (length < in.remaining() && in.get(in.position() + length) != 0) {
            length++;
        }
        if (length == in.remaining()) {
            throw new BrokenFrameException("a string without an end");
        }
        ByteBuffer string = copy(in, length);
        in.get();
        return string;
    }
}
