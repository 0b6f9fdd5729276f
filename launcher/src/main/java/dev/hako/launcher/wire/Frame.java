package dev.hako.launcher.wire;

import dev.hako.kernel.Fd;
import java.nio.ByteBuffer;
import java.util.List;

/// One message of a conversation; `wire.h` says which there are and what they mean.
///
/// Data is handed on without a copy: a buffer belongs to the frame and is not changed after. A
/// descriptor in a frame that was read belongs to whoever read it; one in a frame that is written
/// stays its owner's.
public sealed interface Frame {
    /// What tells it from others on the wire.
    FrameType type();

    /// Bytes for the program's standard input.
    record Stdin(ByteBuffer data) implements Frame {
        @Override
        public FrameType type() {
            return FrameType.STDIN;
        }
    }

    /// No more input.
    record StdinEnd() implements Frame {
        @Override
        public FrameType type() {
            return FrameType.STDIN_END;
        }
    }

    /// The client's terminal has a new size in characters.
    record Resize(int rows, int columns) implements Frame {
        @Override
        public FrameType type() {
            return FrameType.RESIZE;
        }
    }

    /// The client got this signal.
    record Signal(int number) implements Frame {
        @Override
        public FrameType type() {
            return FrameType.SIGNAL;
        }
    }

    /// Bytes for the client's standard output.
    record Stdout(ByteBuffer data) implements Frame {
        @Override
        public FrameType type() {
            return FrameType.STDOUT;
        }
    }

    /// Bytes for the client's standard error.
    record Stderr(ByteBuffer data) implements Frame {
        @Override
        public FrameType type() {
            return FrameType.STDERR;
        }
    }

    /// How a client behaves from now on.
    ///
    /// @param flags of `Wire.ATTACHED_…`
    /// @param credit bytes of input it may send at once
    record Attached(int flags, int credit) implements Frame {
        @Override
        public FrameType type() {
            return FrameType.ATTACHED;
        }
    }

    /// So many more bytes of input may be sent.
    record Credit(int bytes) implements Frame {
        @Override
        public FrameType type() {
            return FrameType.CREDIT;
        }
    }

    /// The client exits with this code; the conversation ends.
    record Exit(int code) implements Frame {
        @Override
        public FrameType type() {
            return FrameType.EXIT;
        }
    }

    /// The engine is of another build and leaves: the client starts one and asks again.
    record Stale() implements Frame {
        @Override
        public FrameType type() {
            return FrameType.STALE;
        }
    }

    /// A client's connection, which the monitor serves from now on.
    ///
    /// @param flags of `Wire.ATTACH_…`
    /// @param detachKeys at most 16 bytes; empty for none
    /// @param client the connection
    record Attach(int flags, ByteBuffer detachKeys, Fd client) implements Frame {
        public Attach {
            if (detachKeys.remaining() > Wire.DETACH_KEYS) {
                throw new IllegalArgumentException("more than 16 detach keys");
            }
        }

        @Override
        public FrameType type() {
            return FrameType.ATTACH;
        }
    }

    /// A signal for the program.
    record Kill(int signal) implements Frame {
        @Override
        public FrameType type() {
            return FrameType.KILL;
        }
    }

    /// Close the log and open it again by name.
    record ReopenLog() implements Frame {
        @Override
        public FrameType type() {
            return FrameType.REOPEN_LOG;
        }
    }

    /// Whether the monitor is to start an engine when none is left, from now on.
    record NeedEngine(boolean needed) implements Frame {
        @Override
        public FrameType type() {
            return FrameType.NEED_ENGINE;
        }
    }

    /// The engine has tidied up: clients may learn the exit.
    record Release() implements Frame {
        @Override
        public FrameType type() {
            return FrameType.RELEASE;
        }
    }

    /// Asks for [NamespaceFds].
    record Namespaces() implements Frame {
        @Override
        public FrameType type() {
            return FrameType.NAMESPACES;
        }
    }

    /// The size in characters that the program's terminal is to have.
    record Window(int rows, int columns) implements Frame {
        @Override
        public FrameType type() {
            return FrameType.WINDOW;
        }
    }

    /// A monitor's first words on every connection.
    ///
    /// @param version the monitor's [Wire#VERSION]
    /// @param pid of the program; 0 while there is none, or when it is gone
    /// @param phase how far the program has come
    record Hello(int version, int pid, Phase phase) implements Frame {
        @Override
        public FrameType type() {
            return FrameType.HELLO;
        }
    }

    /// How far a program has come.
    enum Phase {
        STARTING(0),
        RUNNING(1),
        EXITED(2);

        private final int number;

        Phase(int number) {
            this.number = number;
        }

        /// The number on the wire.
        int number() {
            return number;
        }

        static Phase of(int number) {
            return switch (number) {
                case 0 -> STARTING;
                case 1 -> RUNNING;
                case 2 -> EXITED;
                default -> throw new BrokenFrameException("a monitor in state " + number);
            };
        }
    }

    /// The plan got this far.
    ///
    /// @param milestone [#CREATED], [#MOUNTED] or [#STARTED]
    /// @param value for [#CREATED] the pid of the program as the engine sees it
    /// @param reachedNanos when, since 1970: whoever hears of it may be late
    record Milestone(int milestone, long value, long reachedNanos) implements Frame {
        /// The program's process exists.
        public static final int CREATED = 1;

        /// The program was exec'd.
        public static final int STARTED = 2;

        /// The container has its file systems.
        public static final int MOUNTED = 3;

        @Override
        public FrameType type() {
            return FrameType.MILESTONE;
        }
    }

    /// The plan failed. The monitor cleans up and goes.
    ///
    /// @param step index in the plan
    /// @param errno a positive error number
    /// @param status the wait status of a program the step ran; else 0
    /// @param text the end of what that program said on standard error
    record Failed(int step, int errno, int status, ByteBuffer text) implements Frame {
        @Override
        public FrameType type() {
            return FrameType.FAILED;
        }
    }

    /// The program has ended and the clean-up is done.
    ///
    /// @param status as wait4(2) gives it
    /// @param finishedNanos since the epoch, of CLOCK_REALTIME
    record Exited(int status, long finishedNanos) implements Frame {
        @Override
        public FrameType type() {
            return FrameType.EXITED;
        }
    }

    /// The namespaces that a monitor lives in.
    record NamespaceFds(Fd user, Fd mount) implements Frame {
        @Override
        public FrameType type() {
            return FrameType.NAMESPACE_FDS;
        }
    }

    /// What the OCI command wants compiled; `record.h` says what the numbers mean.
    ///
    /// @param version the command's [Wire#VERSION]
    /// @param verb of `enum record_verb`
    /// @param buildId of the command, 16 bytes
    /// @param flags of `RECORD_…`
    /// @param preserved how many descriptors beyond the standard streams the program gets
    /// @param parts in the order of `enum record_part`
    record Compile(
            int version,
            int verb,
            ByteBuffer buildId,
            int flags,
            int preserved,
            List<ByteBuffer> parts)
            implements Frame {
        @Override
        public FrameType type() {
            return FrameType.COMPILE;
        }
    }

    /// What was compiled, in sealed files.
    record Compiled(Fd plan, Fd record) implements Frame {
        @Override
        public FrameType type() {
            return FrameType.COMPILED;
        }
    }

    /// Why nothing was compiled.
    record Refused(ByteBuffer sentence) implements Frame {
        @Override
        public FrameType type() {
            return FrameType.REFUSED;
        }
    }

    /// What a client wants: its command line and where it stands.
    ///
    /// @param version the client's [Wire#VERSION]
    /// @param flags of `Wire.REQUEST_…`
    /// @param buildId of the client, 16 bytes
    /// @param rows of its terminal; 0: none
    /// @param columns of its terminal
    /// @param umask of the client
    /// @param workingDirectory the path, for messages
    /// @param arguments without terminator, the command's own name first
    /// @param environment `NAME=value` entries without terminator
    /// @param directory the working directory itself, opened with `O_PATH`
    record Request(
            int version,
            int flags,
            ByteBuffer buildId,
            int rows,
            int columns,
            int umask,
            ByteBuffer workingDirectory,
            List<ByteBuffer> arguments,
            List<ByteBuffer> environment,
            Fd directory)
            implements Frame {
        @Override
        public FrameType type() {
            return FrameType.REQUEST;
        }
    }
}
