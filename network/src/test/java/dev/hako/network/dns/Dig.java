package dev.hako.network.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Programs that ask name servers: `dig` and others.
final class Dig {
    private Dig() {}

    /// What `dig` prints when it asks this server once, and waits for three seconds.
    static String ask(InetSocketAddress server, String... words) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("dig", "@" + server.getAddress().getHostAddress()));
        command.addAll(List.of("-p", Integer.toString(server.getPort())));
        command.addAll(List.of("+tries=1", "+time=3"));
        command.addAll(List.of(words));
        return run(command);
    }

    /// The values that it prints with `+short`.
    static List<String> values(InetSocketAddress server, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("+short");
        return ask(server, all.toArray(String[]::new)).lines().toList();
    }

    /// What a program prints, whatever its exit status; it has half a minute.
    static String run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            process.onExit()
                    .orTimeout(30, TimeUnit.SECONDS)
                    .exceptionally(_ -> process.destroyForcibly());
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
