package dev.hako.door.streaming.session;

import dev.hako.door.streaming.transport.ClientStream;
import dev.hako.door.streaming.transport.Connection;
import dev.hako.door.streaming.transport.Conversation;
import dev.hako.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A session for a program: waits for the client's streams, and joins them to the program.
public final class ProgramConversation implements Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(ProgramConversation.class);

    private final Call.OfProgram call;
    private final Dialect dialect;
    private final Backend backend;
    private final Connection connection;
    private final Map<StreamName, ClientStream> streams = new EnumMap<>(StreamName.class);
    private final Future<?> late;

    /// @param patience how long the client may take to open its streams
    public ProgramConversation(
            Call.OfProgram call,
            Dialect dialect,
            Backend backend,
            Connection connection,
            Duration patience) {
        this.call = call;
        this.dialect = dialect;
        this.backend = backend;
        this.connection = connection;
        this.late = connection.after(patience, connection::finish);
    }

    @Override
    public boolean opened(ClientStream stream) {
        return stream.type()
                .flatMap(StreamName::of)
                .filter(dialect.streams(call.streams())::contains)
                .map(name -> add(name, stream))
                .orElse(false);
    }

    private boolean add(StreamName name, ClientStream stream) {
        if (streams.putIfAbsent(name, stream) != null) {
            return false;
        }
        if (streams.keySet().equals(dialect.streams(call.streams()))) {
            late.cancel(false);
            Thread.ofVirtual().name("hako-" + call.word()).start(this::run);
        }
        return true;
    }

    /// Opens what the client is going to use, where streams are not opened one by one.
    ///
    /// @param channels makes the channel of a number
    public void openAll(IntFunction<ClientStream> channels) {
        Map<StreamName, ClientStream> all = new EnumMap<>(StreamName.class);
        for (StreamName name : dialect.streams(call.streams())) {
            all.put(name, channels.apply(name.channel()));
        }
        greet(all);
        all.forEach(this::add);
    }

    /// An empty message in the first channel that the client reads: it waits for one.
    private static void greet(Map<StreamName, ClientStream> all) {
        for (StreamName name : StreamName.OUTPUTS) {
            if (all.containsKey(name)) {
                all.get(name).output().greet();
                return;
            }
        }
    }

    private void run() {
        StreamName.OUTPUTS.forEach(this::unread);
        TerminalSizes sizes = new TerminalSizes();
        inputOf(StreamName.RESIZE)
                .ifPresent(from -> Thread.ofVirtual().start(new SizeReader(from, sizes)::run));
        Outcome outcome =
                outcome(
                        new ProgramStreams(
                                inputOf(StreamName.STDIN),
                                outputOf(StreamName.STDOUT),
                                outputOf(StreamName.STDERR),
                                sizes,
                                connection.gone()));
        end(outcome);
    }

    /// Drops what a client may say in a stream that is not for that.
    private void unread(StreamName name) {
        Optional.ofNullable(streams.get(name)).ifPresent(stream -> stream.input().close());
    }

    private void finish(StreamName name) {
        Optional.ofNullable(streams.get(name)).ifPresent(stream -> stream.output().close());
    }

    private Optional<InputStream> inputOf(StreamName name) {
        return Optional.ofNullable(streams.get(name)).map(ClientStream::input);
    }

    private Optional<OutputStream> outputOf(StreamName name) {
        return Optional.ofNullable(streams.get(name)).map(ClientStream::output);
    }

    private Outcome outcome(ProgramStreams of) {
        try {
            return switch (call) {
                case Call.Exec exec -> backend.exec(exec, of);
                case Call.Attach attach -> backend.attach(attach, of);
            };
        } catch (Failure e) {
            return new Outcome.Failed(Objects.requireNonNull(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("a session for {} has failed", call.word(), e);
            return new Outcome.Failed("an internal fault; hint: see the engine's log");
        }
    }

    private void end(Outcome outcome) {
        try (OutputStream errors = outputOf(StreamName.ERROR).orElseThrow()) {
            finish(StreamName.STDOUT);
            finish(StreamName.STDERR);
            errors.write(dialect.report(outcome));
        } catch (IOException e) {
            LOG.debug("the client has left before it was told the outcome {}", outcome);
        }
        streams.values().forEach(stream -> stream.input().close());
        connection.finish();
    }
}
