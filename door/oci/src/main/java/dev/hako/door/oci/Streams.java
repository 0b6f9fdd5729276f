package dev.hako.door.oci;

import dev.hako.failure.Failure;
import dev.hako.launcher.wire.Frame;
import dev.hako.oci.runtime.Process;
import dev.hako.plan.Descriptors;
import dev.hako.plan.Stdio;
import java.util.List;

/// What a process is born with: its caller's streams, or a terminal for which the caller has a
/// socket.
final class Streams {
    /// A launcher whose process is handed over is given none of those an engine gives.
    static final Descriptors NO_DESCRIPTORS =
            new Descriptors(
                    Descriptors.ABSENT,
                    Descriptors.ABSENT,
                    Descriptors.ABSENT,
                    Descriptors.ABSENT,
                    Descriptors.ABSENT,
                    Descriptors.ABSENT,
                    List.of());

    private static final int CONSOLE_FD = 6;

    private Streams() {}

    static Stdio of(Frame.Compile request, Process process) {
        if (!process.terminal()) {
            return new Stdio.Inherited();
        }
        if (!Flag.CONSOLE.isIn(request)) {
            throw Failure.invalid("a terminal needs a socket that it is sent to")
                    .hint("give --console-socket");
        }
        Process.ConsoleSize size = process.consoleSize();
        return size == null
                ? new Stdio.Console(CONSOLE_FD, 0, 0)
                : new Stdio.Console(CONSOLE_FD, (int) size.height(), (int) size.width());
    }
}
