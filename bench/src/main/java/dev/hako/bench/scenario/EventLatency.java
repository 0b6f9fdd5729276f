package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.TIME;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.bench.subject.Hako;
import dev.hako.compare.figure.Samples;
import dev.hako.kernel.Pidfd;
import dev.hako.kernel.Poll;
import dev.hako.kernel.Signal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// How soon a running `hako events` has printed that a container's process has ended, once it has
/// for the kernel.
final class EventLatency implements Scenario {
    private static final double LIMIT_MICROS = 5_000;
    private static final double NANOS_PER_MICRO = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String BOX = "mortal";
    private static final List<String> START =
            List.of(
                    "run",
                    "--detach",
                    "--name",
                    BOX,
                    "--network",
                    "none",
                    "host",
                    "sleep",
                    "infinity");

    /// From an hour ago, so that it does not matter when the listener begins.
    private static final List<String> LISTEN =
            List.of("events", "--since", "1h", "--filter", "event=die", "--format", "{{.ID}}");

    @Override
    public String name() {
        return "events";
    }

    @Override
    public String title() {
        return "the end of a process as a running `hako events` tells it";
    }

    @Override
    public List<Line> measure(Setting setting) {
        int warmUps = setting.rounds(100, 40);
        int rounds = setting.rounds(100, 30);
        try (Hako hako = setting.hako("events")) {
            Process listener = hako.begin(ProcessBuilder.Redirect.PIPE, LISTEN);
            try (BufferedReader lines = listener.inputReader(StandardCharsets.UTF_8)) {
                hako.command(warmUps, 1, Hako.TRUE);
                for (int i = 0; i < warmUps; i++) {
                    lines.readLine();
                }
                Samples samples =
                        Samples.of(
                                Stream.generate(() -> micros(hako, lines))
                                        .limit(rounds)
                                        .mapToDouble(Double::doubleValue));
                Target target = new Target.AtMost(LIMIT_MICROS);
                return List.of(Line.of("from the end to the line", TIME, samples, target));
            } finally {
                listener.destroy();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double micros(Hako hako, BufferedReader lines) {
        hako.command(1, 1, START);
        try (Pidfd process = Pidfd.open(hako.process(BOX))) {
            process.send(Signal.SIGKILL);
            Poll.await(process.fd(), Poll.POLLIN, PATIENCE);
            long ended = System.nanoTime();
            lines.readLine();
            double micros = (System.nanoTime() - ended) / NANOS_PER_MICRO;
            hako.command(1, 1, List.of("rm", BOX));
            return micros;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
