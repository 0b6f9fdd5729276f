package dev.hako.app.daemon;

import dev.hako.app.caller.Caller;
import dev.hako.app.caller.Input;
import dev.hako.app.caller.Output;
import dev.hako.app.command.CommandRunner;
import dev.hako.app.command.Outcome;
import dev.hako.door.oci.Compiler;
import dev.hako.failure.Failure;
import dev.hako.isolation.Attachment;
import dev.hako.isolation.Foreground;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.UnixSocket;
import dev.hako.launcher.wire.BrokenFrameException;
import dev.hako.launcher.wire.Frame;
import dev.hako.launcher.wire.FrameReader;
import dev.hako.launcher.wire.FrameWriter;
import dev.hako.launcher.wire.Sender;
import dev.hako.launcher.wire.Wire;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's request, from its first byte to its exit code.
final class Conversation {
    /// How long a client may take to say what it wants.
    private static final Duration REQUEST_DEADLINE = Duration.ofSeconds(10);

    /// How long a client may leave its output unread: a pager is left open overnight.
    private static final Duration PATIENCE = Duration.ofDays(2);

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private final UnixSocket connection;
    private final EventLoop loop;
    private final FrameWriter writer;

    Conversation(UnixSocket connection, EventLoop loop) {
        this.connection = connection;
        this.loop = loop;
        this.writer = new FrameWriter(connection, loop, PATIENCE);
    }

    /// Serves the client on the calling thread. The connection is closed at the end.
    ///
    /// @param begun called when the request has come; a thread that is interrupted before sends its
    ///   client elsewhere
    /// @return whether the client is of this build
    boolean serve(CommandRunner runner, byte[] buildId, Runnable begun) {
        try (connection;
                FrameReader reader = new FrameReader(connection, Sender.CLIENT)) {
            Optional<Frame> first = first(reader);
            begun.run();
            if (first.isPresent() && first.get() instanceof Frame.Compile compile) {
                compile(compile, new Compiler(buildId));
            } else if (first.isPresent()) {
                Frame.Request request = requireRequest(first.get());
                if (!isCurrent(request, buildId)) {
                    request.directory().close();
                    tellStale();
                    return false;
                }
                answer(request, runner, new Input(reader, writer, loop));
            }
        } catch (BrokenFrameException | KernelException e) {
            LOG.warn("a client was disconnected: {}", e.getMessage());
        } catch (InterruptedException e) {
            // The client is gone: there is nobody to tell.
            Thread.currentThread().interrupt();
        }
        return true;
    }

    /// Tells a client to start another engine and ask that.
    void tellStale() {
        try {
            writer.write(new Frame.Stale());
        } catch (KernelException e) {
            LOG.debug("a client left before it heard that the engine leaves", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isCurrent(Frame.Request request, byte[] buildId) {
        byte[] theirs = new byte[request.buildId().remaining()];
        request.buildId().duplicate().get(theirs);
        return request.version() == Wire.VERSION && Arrays.equals(theirs, buildId);
    }

    /// An OCI command of another build compiles for itself: it is no reason to leave.
    private void compile(Frame.Compile request, Compiler compiler) throws InterruptedException {
        Frame answer = compiler.answer(request);
        try {
            writer.write(answer);
        } finally {
            if (answer instanceof Frame.Compiled(Fd plan, Fd record)) {
                plan.close();
                record.close();
            }
        }
    }

    /// Nothing if the client leaves without a word, as one that only wants to see whether somebody
    /// listens, or is sent elsewhere.
    private Optional<Frame> first(FrameReader reader) {
        try {
            return awaitFirst(reader);
        } catch (InterruptedException engineLeaves) {
            tellStale();
            return Optional.empty();
        }
    }

    private Optional<Frame> awaitFirst(FrameReader reader) throws InterruptedException {
        long end = System.nanoTime() + REQUEST_DEADLINE.toNanos();
        while (!reader.ended()) {
            Optional<Frame> frame = reader.next();
            if (frame.isPresent()) {
                return frame;
            }
            if (!reader.fill() && !awaitMore(end)) {
                LOG.warn("a client was disconnected: it said nothing for {}", REQUEST_DEADLINE);
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private boolean awaitMore(long endNanos) throws InterruptedException {
        Duration left = Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
        return loop.await(connection.fd(), EventLoop.EPOLLIN, left);
    }

    private static Frame.Request requireRequest(Frame frame) {
        if (frame instanceof Frame.Request request) {
            return request;
        }
        throw Failure.invalid("a client began with " + frame.type() + " instead of a request");
    }

    private void answer(Frame.Request request, CommandRunner runner, Input input)
            throws InterruptedException {
        try (var _ = request.directory()) {
            Output output = new Output(writer);
            Outcome outcome = run(Requests.caller(request, input), runner, output);
            if (outcome instanceof Outcome.Exit(int code)) {
                writer.write(new Frame.Exit(code));
            }
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.CANCELLED) {
                throw e;
            }
            LOG.debug("a client left before its answer", e);
        }
    }

    private Outcome run(Optional<Caller> caller, CommandRunner runner, Output output) {
        if (caller.isEmpty()) {
            output.errorln("hako: a word of the command line is not UTF-8");
            output.flush();
            return new Outcome.Exit(CommandRunner.TROUBLE);
        }
        try (Departure departure = new Departure(connection, loop)) {
            return runner.run(
                    caller.get(), output, attachment -> handOver(attachment, output, departure));
        }
    }

    private Foreground handOver(Attachment attachment, Output output, Departure departure) {
        output.flush();
        departure.forget();
        return new Foreground(connection.fd(), attachment);
    }
}
