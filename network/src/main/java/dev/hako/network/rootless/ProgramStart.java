package dev.hako.network.rootless;

import dev.hako.failure.Failure;
import dev.hako.kernel.ExitStatus;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Open;
import dev.hako.kernel.Pidfd;
import dev.hako.kernel.Poll;
import dev.hako.kernel.ProcessIdentity;
import dev.hako.kernel.Signal;
import dev.hako.kernel.Spawn;
import dev.hako.network.program.Transcript;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A child that ends soon, having left behind the process that stays, or after an answer.
///
/// @param name what the program is called in messages
/// @param command its file and its arguments
record ProgramStart(String name, List<String> command) {
    static final Duration DEADLINE = Duration.ofSeconds(15);

    private static final int MOST_BYTES = 1 << 14;

    /// What passt says of a machine without a system log, for each line that it would log.
    private static final String NO_LOG = "to syslog";

    ProgramStart {
        command = List.copyOf(command);
    }

    /// Runs it, with these descriptors besides its outputs or instead of them.
    ///
    /// @return what it wrote to its output
    /// @throws Failure if it cannot be run, takes too long or fails, in its own words
    String run(Map<Integer, Fd> descriptors) {
        try (Transcript output = Transcript.open("output", MOST_BYTES);
                Transcript error = Transcript.open("error", MOST_BYTES);
                Fd nothing = Open.open("/dev/null", Open.O_RDONLY)) {
            var numbered = new TreeMap<Integer, Fd>(Map.of(0, nothing));
            numbered.put(1, output.fd());
            numbered.put(2, error.fd());
            numbered.putAll(descriptors);
            ExitStatus status = run(numbered);
            if (status.code() != 0) {
                throw failed(error.text(MOST_BYTES));
            }
            return output.text(MOST_BYTES);
        }
    }

    /// The first line of what it answers to its arguments alone.
    String firstLine() {
        return Transcript.plain(run(Map.of()).lines().findFirst().orElse(name));
    }

    private ExitStatus run(TreeMap<Integer, Fd> descriptors) {
        Spawn spawn =
                Spawn.of(
                                command.getFirst(),
                                command.subList(1, command.size()).toArray(String[]::new))
                        .withDescriptors(descriptors)
                        .withNewSession();
        try (Pidfd child = spawn.start()) {
            boolean ended = Poll.await(child.fd(), Poll.POLLIN, DEADLINE) != 0;
            if (!ended) {
                child.send(Signal.SIGKILL);
            }
            ExitStatus status = child.await();
            if (!ended) {
                throw slow();
            }
            return status;
        }
    }

    Failure slow() {
        return Failure.of(
                Failure.Kind.UNAVAILABLE,
                name + " took more than " + DEADLINE.toSeconds() + " s and was killed");
    }

    /// What it said when it failed.
    Failure failed(String error) {
        String words =
                error.lines()
                        .filter(line -> !line.endsWith(NO_LOG))
                        .collect(Collectors.joining("; "));
        String said = Transcript.plain(words);
        return Failure.of(
                Failure.Kind.UNAVAILABLE,
                name + ": " + (said.isEmpty() ? "it failed without a word" : said));
    }

    /// The process that it left behind.
    ProcessIdentity process(String number) {
        try {
            return ProcessIdentity.find(Integer.parseInt(number.strip()))
                    .orElseThrow(() -> failed("it has ended"));
        } catch (NumberFormatException e) {
            throw failed("it did not say its number");
        }
    }
}
