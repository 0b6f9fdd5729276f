package dev.hako.app;

import dev.hako.app.product.Installation;
import dev.hako.door.oci.Compiler;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.UnixSocket;
import dev.hako.launcher.wire.BrokenFrameException;
import dev.hako.launcher.wire.Frame;
import dev.hako.launcher.wire.FrameReader;
import dev.hako.launcher.wire.FrameWriter;
import dev.hako.launcher.wire.Sender;
import java.time.Duration;
import java.util.Optional;

/// Compiles for one OCI command, which has found no engine: one request comes in over the socket at
/// [#SOCKET_FD], and one answer goes out.
final class CompilerProgram {
    /// The word by which the command asks for it.
    static final String NAME = "compile";

    private static final int SOCKET_FD = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private CompilerProgram() {}

    static void serve(Installation installation) throws InterruptedException {
        try (EventLoop loop = EventLoop.start("command");
                UnixSocket socket = UnixSocket.of(Fd.own(SOCKET_FD)).nonBlocking();
                FrameReader reader = new FrameReader(socket, Sender.CLIENT)) {
            Optional<Frame> frame = reader.read(loop);
            if (frame.isPresent() && frame.get() instanceof Frame.Compile request) {
                Frame answer = new Compiler(installation.buildIdBytes()).answer(request);
                new FrameWriter(socket, loop, PATIENCE).write(answer);
            }
        } catch (BrokenFrameException | KernelException e) {
            System.err.println("hako: cannot compile for the OCI command: " + e.getMessage());
        }
    }
}
