package dev.hako.door.streaming;

import dev.hako.door.streaming.session.Backend;
import dev.hako.door.streaming.session.Call;
import dev.hako.door.streaming.session.Outcome;
import dev.hako.door.streaming.session.ProgramStreams;
import dev.hako.door.streaming.session.TerminalSize;
import dev.hako.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Programs of the host instead of containers', and ports of the host's loopback interface.
final class LocalPrograms implements Backend {
    static final String MISSING = "missing";

    final BlockingQueue<TerminalSize> sizes = new LinkedBlockingQueue<>();
    final BlockingQueue<Process> started = new LinkedBlockingQueue<>();

    @Override
    public Outcome exec(Call.Exec call, ProgramStreams streams) {
        return run(call.container(), call.command(), streams);
    }

    @Override
    public Outcome attach(Call.Attach call, ProgramStreams streams) {
        return run(call.container(), List.of("cat"), streams);
    }

    private Outcome run(String container, List<String> command, ProgramStreams streams) {
        if (container.equals(MISSING)) {
            throw Failure.notFound("no such container \"" + container + "\"");
        }
        streams.sizes().listen(sizes::add);
        try {
            Process process = new ProcessBuilder(command).start();
            started.add(process);
            var _ = streams.gone().thenRun(() -> end(process.toHandle()));
            Thread in = feed(streams.input(), process.getOutputStream());
            Thread out = copy(process.getInputStream(), streams.output());
            Thread err = copy(process.getErrorStream(), streams.error());
            out.join();
            err.join();
            in.interrupt();
            return new Outcome.Exited(process.waitFor());
        } catch (IOException e) {
            return new Outcome.Failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Not by the process itself, which would wait for whoever writes to it just now.
    private static void end(ProcessHandle process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        boolean _ = process.destroyForcibly();
    }

    private static Thread feed(Optional<InputStream> from, OutputStream to) {
        return Thread.ofVirtual()
                .start(() -> {
                    try (to) {
                        byte[] bytes = new byte[8192];
                        InputStream in = from.orElse(InputStream.nullInputStream());
                        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                            to.write(bytes, 0, count);
                            to.flush();
                        }
                    } catch (IOException e) {
                        // One of the two has left.
                    }
                });
    }

    private static Thread copy(InputStream from, Optional<OutputStream> to) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        from.transferTo(to.orElse(OutputStream.nullOutputStream()));
                    } catch (IOException e) {
                        // The client has left.
                    }
                });
    }

    @Override
    public SocketChannel dial(String pod, int port) throws IOException {
        if (pod.equals(MISSING)) {
            throw Failure.notFound("no such pod \"" + pod + "\"");
        }
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
}
