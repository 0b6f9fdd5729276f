package dev.hako.network.cni;

import com.google.gson.JsonObject;
import dev.hako.failure.Failure;
import dev.hako.kernel.ExitStatus;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Memfd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Pidfd;
import dev.hako.kernel.Poll;
import dev.hako.kernel.Signal;
import dev.hako.kernel.Spawn;
import dev.hako.kernel.ThisProcess;
import dev.hako.network.program.Transcript;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Runs one plugin to its end: section 2 of the specification.
///
/// @param folders where its program is looked for, in this order
/// @param deadline how long it may take
record PluginRun(List<Path> folders, Duration deadline) {
    /// The longest answer, in bytes.
    static final int MOST_BYTES = Documents.MOST_BYTES;

    private static final int STREAM_BYTES = 2 * MOST_BYTES;
    private static final int SHOWN_BYTES = 4096;
    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    PluginRun {
        folders = List.copyOf(folders);
    }

    /// What it has said.
    private record Answer(ExitStatus status, byte[] output, byte[] error) {
        String end() {
            return switch (status) {
                case ExitStatus.Exited(int code) -> "it ended with status " + code;
                case ExitStatus.Killed(Signal signal, _) -> "it was killed by " + signal.name();
            };
        }
    }

    /// Runs it.
    ///
    /// @param variables `CNI_…` but the path
    /// @return what it wrote; empty if nothing
    /// @throws PluginFailure if it says why it failed
    /// @throws Failure if it cannot be run, takes too long, or does not say why it failed
    byte[] of(String type, Map<String, String> variables, JsonObject config) {
        String plugin = "plugin \"" + type + "\"";
        Path program = find(type);
        byte[] input = Documents.write(config);
        var answer = new CompletableFuture<Answer>();
        Thread.ofPlatform()
                .daemon()
                .name("cni-" + type)
                .start(() -> {
                    try {
                        answer.complete(run(spawn(program, variables), input));
                    } catch (RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                });
        try {
            return judged(plugin, answer.join());
        } catch (CompletionException e) {
            throw e.getCause() instanceof Failure failure
                    ? failure.during(plugin)
                    : Failure.internal(plugin + ": " + e.getMessage(), e);
        }
    }

    /// Refuses a plugin whose program is not there.
    Path find(String type) {
        return folders.stream()
                .map(folder -> folder.resolve(type))
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        Failure.notFound("no plugin \"" + type + "\" in " + joined(", "))
                                .hint(
                                        "install it there, as Debian's package"
                                                + " containernetworking-plugins does"));
    }

    private String joined(String separator) {
        return String.join(separator, folders.stream().map(Path::toString).toList());
    }

    /// It is a session of its own, so that with it all ends that it has started.
    private Spawn spawn(Path program, Map<String, String> variables) {
        var environment = new TreeMap<>(variables);
        environment.put("CNI_PATH", joined(":"));
        environment.put("PATH", PATH);
        List<NativePath> words =
                environment.entrySet().stream()
                        .map(entry -> NativePath.of(entry.getKey() + "=" + entry.getValue()))
                        .toList();
        return Spawn.of(program.toString()).withEnvironment(words).withNewSession();
    }

    private Answer run(Spawn spawn, byte[] input) {
        try (Fd in = Memfd.sealed("config", input);
                Transcript out = Transcript.open("output", STREAM_BYTES);
                Transcript error = Transcript.open("error", STREAM_BYTES);
                Pidfd child =
                        spawn.withDescriptors(Map.of(0, in, 1, out.fd(), 2, error.fd())).start()) {
            boolean ended = Poll.await(child.fd(), Poll.POLLIN, deadline) != 0;
            if (!ended) {
                ThisProcess.kill(-child.pid(), Signal.SIGKILL);
            }
            ExitStatus status = child.await();
            if (!ended) {
                throw Failure.of(
                        Failure.Kind.UNAVAILABLE,
                        "it took more than " + deadline.toMillis() + " ms and was killed");
            }
            return new Answer(status, out.bytes(MOST_BYTES + 1), error.bytes(SHOWN_BYTES));
        } catch (KernelException e) {
            throw Failure.of(Failure.Kind.UNAVAILABLE, "it cannot be run: " + e.text(), e);
        }
    }

    private static byte[] judged(String plugin, Answer answer) {
        if (answer.output.length > MOST_BYTES) {
            throw Failure.invalid(plugin + ": it said more than " + MOST_BYTES + " bytes");
        }
        if (answer.status.code() == 0) {
            return answer.output;
        }
        if (answer.output.length == 0) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    plugin + ": " + answer.end() + ": " + shown(answer.error));
        }
        throw told(plugin, answer);
    }

    private static Failure told(String plugin, Answer answer) {
        try {
            JsonObject error = Documents.read(plugin, answer.output);
            return PluginFailure.of(plugin, new Fields(plugin, error));
        } catch (Failure unreadable) {
            return Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    plugin
                            + ": "
                            + answer.end()
                            + ", saying what is no error of CNI: "
                            + shown(answer.output));
        }
    }

    private static String shown(byte[] text) {
        String plain = Transcript.plain(new String(text, StandardCharsets.UTF_8));
        return plain.isEmpty() ? "it did not say why" : plain;
    }
}
