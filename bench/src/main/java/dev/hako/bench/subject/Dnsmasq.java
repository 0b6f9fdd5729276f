package dev.hako.bench.subject;

import dev.hako.compare.host.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Debian's dnsmasq on the loopback device, with two hundred names.
public final class Dnsmasq implements AutoCloseable {
    private static final int NAMES = 200;

    private final Process process;
    private final int port;

    private Dnsmasq(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts one, if there is one; it may take a moment until it answers.
    ///
    /// @param port where nobody listens yet
    public static Optional<Dnsmasq> start(int port) {
        return Programs.find("dnsmasq")
                .map(program -> new Dnsmasq(run(program.toString(), port), port));
    }

    private static Process run(String program, int port) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                program,
                                "--keep-in-foreground",
                                "--conf-file=/dev/null",
                                "--no-resolv",
                                "--no-hosts",
                                "--user=root",
                                "--pid-file=",
                                "--bind-interfaces",
                                "--listen-address=127.0.0.1",
                                "--port=" + port));
        for (int i = 1; i <= NAMES; i++) {
            command.add("--host-record=box" + i + ",127.1.0." + i);
            command.add("--host-record=box" + i + ".example,127.1.0." + i);
        }
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
