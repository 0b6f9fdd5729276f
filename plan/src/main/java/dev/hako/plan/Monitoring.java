package dev.hako.plan;

import java.util.List;
import java.util.Optional;

/// What the launcher does once the program runs and it has become its monitor.
///
/// @param durableExit fsync the exit file
/// @param inputOnce close the program's standard input when the first attached client's ends
/// @param awaitRelease clients learn of the exit only when an engine that is there, or is to be
///   started, knows of it
/// @param withoutEngine what it does when its last connection to an engine drops
/// @param exitName the exit file in the state directory
/// @param log absent logs nothing
/// @param foreground how the waiting client is attached; absent if there is none
/// @param revival how to start an engine; absent is never
public record Monitoring(
        boolean durableExit,
        boolean inputOnce,
        boolean awaitRelease,
        WithoutEngine withoutEngine,
        String exitName,
        Optional<Log> log,
        Optional<Foreground> foreground,
        Optional<Revival> revival)
        implements Custody {
    /// Beside the exit file: what the kernel has counted, with a line `oom_kill NUMBER`.
    public static final String OOM_NAME = "oom";

    /// A monitor that does nothing but wait and leave the file `exit`.
    public static final Monitoring QUIET =
            new Monitoring(
                    false,
                    false,
                    false,
                    WithoutEngine.LIVES_ON,
                    "exit",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /// Nothing, start an engine, or kill the program.
    public enum WithoutEngine {
        LIVES_ON(0),
        STARTS_ONE(8),
        ENDS(32);

        /// `PLAN_MONITOR_…`
        private final int flag;

        WithoutEngine(int flag) {
            this.flag = flag;
        }

        int flag() {
            return flag;
        }
    }

    /// The log in the log directory.
    ///
    /// @param maxBytes rotate at this size; 0: never
    /// @param maxFiles how many are kept, the current one included; at least 1
    public record Log(String name, long maxBytes, int maxFiles) {
        public Log {
            if (maxBytes < 0 || maxFiles < 1) {
                throw new IllegalArgumentException(
                        "invalid log limits " + maxBytes + ", " + maxFiles);
            }
        }
    }

    /// A client that is attached from the first byte on.
    ///
    /// @param flags `WIRE_ATTACH_…` of `wire.h`
    /// @param detachKeys each a byte; at most 16
    public record Foreground(int flags, List<Byte> detachKeys) {
        private static final int MAX_DETACH_KEYS = 16;

        public Foreground {
            detachKeys = List.copyOf(detachKeys);
            if (detachKeys.size() > MAX_DETACH_KEYS) {
                throw new IllegalArgumentException("more than 16 detach keys");
            }
        }
    }

    /// How an engine is started.
    ///
    /// @param argv the program by its absolute path, and its arguments
    /// @param environment as `NAME=value`
    /// @param socket the path of the engine's socket
    public record Revival(List<String> argv, List<String> environment, String socket) {
        public Revival {
            argv = List.copyOf(argv);
            environment = List.copyOf(environment);
        }
    }
}
