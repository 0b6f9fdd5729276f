package dev.hako.door.cri.stream;

import dev.hako.door.streaming.session.Outcome;
import dev.hako.door.streaming.session.ProgramStreams;
import dev.hako.engine.Streams;
import dev.hako.failure.Failure;
import dev.hako.isolation.WindowSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// A client's streams joined to a program's.
///
/// @param program closed by whoever opened it
record Session(Streams program, ProgramStreams client) {
    private static final int CHUNK = 16 << 10;

    /// Runs until the program has ended or the client has left.
    Outcome run() {
        client.sizes().listen(size -> program.resize(new WindowSize(size.rows(), size.columns())));
        var _ = client.gone().thenRun(program::leave);
        Thread feeder = Thread.ofVirtual().name("hako-session-input").start(this::feed);
        try {
            return new Outcome.Exited(
                    program.pump(
                            client.output().orElse(OutputStream.nullOutputStream()),
                            client.error().orElse(OutputStream.nullOutputStream())));
        } catch (UncheckedIOException e) {
            return new Outcome.Failed("the client has left");
        } finally {
            end(feeder);
        }
    }

    private void feed() {
        if (client.input().isEmpty()) {
            return;
        }
        byte[] bytes = new byte[CHUNK];
        try (InputStream from = client.input().get()) {
            for (int count = from.read(bytes); count >= 0; count = from.read(bytes)) {
                program.write(Arrays.copyOf(bytes, count));
            }
            program.endInput();
        } catch (IOException | Failure e) {
            // One of the two has left, which the other direction tells.
        }
    }

    /// Nobody uses the program's streams once they are closed.
    private static void end(Thread feeder) {
        boolean interrupted = false;
        while (true) {
            feeder.interrupt();
            try {
                feeder.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
