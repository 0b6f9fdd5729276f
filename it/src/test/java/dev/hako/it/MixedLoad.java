package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Users of an engine that may die at any moment. A command may fail then, and must say so; what it
/// did say must be true, and a container that it has made must be found whole.
final class MixedLoad {
    static final String STEADY = "steady";
    private static final int LINES = 30;
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Hako hako;
    private final AtomicInteger done = new AtomicInteger();
    private volatile boolean ending;

    MixedLoad(Hako hako) {
        this.hako = hako;
    }

    /// How many commands have done what they should; the others failed for want of an engine.
    int done() {
        return done.get();
    }

    /// Lets every user finish what is begun.
    void end() {
        ending = true;
    }

    void runsInTheForeground() {
        for (int code = 1; !ending; code = code % 100 + 1) {
            Result result = hako.run("run", "--rm", "host", "sh", "-c", counting(0, code));
            if (succeeded(result, code)) {
                assertThat(result).isEqualTo(new Result(code, numbers(LINES), ""));
            }
        }
    }

    void runsInTheBackground() {
        for (int i = 1; !ending; i++) {
            String name = "detached-" + i;
            int code = i % 100;
            String script = counting(0.02, code);
            Result result = hako.run("run", "-d", "--name", name, "host", "sh", "-c", script);
            if (succeeded(result, 0)) {
                assertThat(insist("wait", name).output()).isEqualTo(code + "\n");
                assertThat(insist("logs", name).output()).isEqualTo(numbers(LINES));
                remove(name);
            }
        }
    }

    void stops() {
        String script = "trap 'exit 3' TERM; echo ready; while :; do sleep 0.05; done";
        for (int i = 1; !ending; i++) {
            String name = "stopped-" + i;
            Result result = hako.run("run", "-d", "--name", name, "host", "sh", "-c", script);
            if (succeeded(result, 0)) {
                Await.until(
                        name, DEADLINE, () -> hako.run("logs", name).output().equals("ready\n"));
                insist("stop", name);
                assertThat(insist("wait", name).output()).isEqualTo("3\n");
                remove(name);
            }
        }
    }

    void executesAndReadsLogs() {
        while (!ending) {
            execute();
            readLog();
        }
    }

    private void execute() {
        Result result = hako.run("exec", STEADY, "sh", "-c", "echo in; echo side >&2; exit 5");
        if (succeeded(result, 5)) {
            assertThat(result).isEqualTo(new Result(5, "in\n", "side\n"));
        }
    }

    private void readLog() {
        Result result = hako.run("logs", STEADY);
        if (succeeded(result, 0)) {
            assertThat(isCount(result.output())).as(result.output()).isTrue();
        }
    }

    /// Whether the lines are the numbers from 1 on, each once and in order.
    static boolean isCount(String output) {
        List<String> lines = output.lines().toList();
        return IntStream.range(0, lines.size())
                .allMatch(i -> lines.get(i).equals(String.valueOf(i + 1)));
    }

    private boolean succeeded(Result result, int expected) {
        if (result.status() == expected && !result.error().startsWith("hako: ")) {
            done.incrementAndGet();
            return true;
        }
        assertThat(result.status()).as(result.toString()).isIn(1, 125);
        assertThat(result.error()).startsWith("hako: ");
        return false;
    }

    private Result insist(String... command) {
        List<Result> tries = new ArrayList<>();
        Await.until(
                String.join(" ", command),
                DEADLINE,
                () -> {
                    tries.add(hako.run(command));
                    return tries.getLast().status() == 0;
                });
        done.incrementAndGet();
        return tries.getLast();
    }

    /// The answer to a removal may be lost with the engine: then the next one finds nothing.
    private void remove(String name) {
        Await.until(
                "the removal of " + name,
                DEADLINE,
                () -> {
                    Result result = hako.run("rm", name);
                    return result.status() == 0 || result.error().contains("no such container");
                });
        done.incrementAndGet();
    }

    private static String counting(double pauseSeconds, int code) {
        String pause = pauseSeconds > 0 ? "sleep " + pauseSeconds + ";" : "";
        return "i=0; while [ $i -lt %d ]; do i=$((i+1)); echo $i; %s done; exit %d"
                .formatted(LINES, pause, code);
    }

    private static String numbers(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> i + "\n")
                .collect(Collectors.joining());
    }
}
