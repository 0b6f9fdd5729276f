package dev.hako.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.app.command.CommandRunner;
import dev.hako.app.command.Commands;
import dev.hako.app.product.Installation;
import dev.hako.engine.Engine;
import dev.hako.engine.EngineSettings;
import dev.hako.engine.Locations;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Open;
import dev.hako.kernel.UnixSocket;
import dev.hako.launcher.wire.Frame;
import dev.hako.launcher.wire.FrameReader;
import dev.hako.launcher.wire.Sender;
import dev.hako.launcher.wire.Wire;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One conversation over a pair of sockets, on the test's own thread.
class ConversationTest {
    @TempDir Path directory;
    private final EventLoop loop = EventLoop.start("test");
    private final UnixSocket.Pair pair = UnixSocket.pair();
    private final WireClient client = new WireClient(pair.left(), loop);
    private Engine engine;
    private CommandRunner runner;

    @BeforeEach
    void open() {
        Locations locations = new Locations(directory.resolve("root"), directory.resolve("run"));
        engine = Engine.open(EngineSettings.embedded(locations));
        Installation installation =
                new Installation(directory, locations, "0".repeat(32), Optional.empty());
        runner = new CommandRunner(new Commands(engine, installation, Clock.systemUTC()));
    }

    @AfterEach
    void close() {
        client.close();
        pair.close();
        engine.close();
        loop.close();
    }

    private boolean converse() {
        return new Conversation(pair.right().nonBlocking(), loop)
                .serve(runner, WireClient.BUILD, () -> {});
    }

    @Test
    void answersOneRequest() throws InterruptedException {
        client.request(WireClient.BUILD, directory, "ps", "-q");
        assertThat(converse()).isTrue();
        assertThat(client.answer()).isEqualTo(new WireClient.Answer("", "", 0));
    }

    @Test
    void readsNothingBehindTheRequest() throws InterruptedException {
        client.request(WireClient.BUILD, directory, "--version");
        client.send(new Frame.Signal(2));
        try (Fd kept = pair.right().fd().duplicate();
                FrameReader rest = new FrameReader(UnixSocket.of(kept), Sender.CLIENT)) {
            converse();
            assertThat(rest.read(loop)).contains(new Frame.Signal(2));
        }
    }

    @Test
    void takesARequestInPieces() throws InterruptedException {
        Thread sender =
                Thread.startVirtualThread(() -> {
                    try {
                        client.request(WireClient.BUILD, directory, "help", "x".repeat(1 << 20));
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
        assertThat(converse()).isTrue();
        sender.join();
        assertThat(client.answer().error()).startsWith("hako: unknown command \"xxx");
    }

    @Test
    void aClientMayLeaveWithoutAWord() {
        pair.left().close();
        assertThat(converse()).isTrue();
    }

    @Test
    void refusesWordsThatAreNotUtf8() throws InterruptedException {
        try (Fd open = Open.open("/", Open.O_PATH)) {
            client.send(
                    new Frame.Request(
                            Wire.VERSION,
                            0,
                            ByteBuffer.wrap(WireClient.BUILD),
                            0,
                            0,
                            022,
                            ByteBuffer.wrap(new byte[] {'/'}),
                            List.of(
                                    ByteBuffer.wrap(new byte[] {'h'}),
                                    ByteBuffer.wrap(new byte[] {-1})),
                            List.of(),
                            open));
        }
        assertThat(converse()).isTrue();
        assertThat(client.answer())
                .isEqualTo(
                        new WireClient.Answer(
                                "", "hako: a word of the command line is not UTF-8\n", 125));
    }

    @Test
    void anInterruptedConversationThatHasNotBegunSendsItsClientElsewhere()
            throws InterruptedException {
        Thread.currentThread().interrupt();
        assertThat(converse()).isTrue();
        assertThat(Thread.interrupted()).isFalse();
        assertThat(client.answer().exit()).isEqualTo(-2);
    }
}
