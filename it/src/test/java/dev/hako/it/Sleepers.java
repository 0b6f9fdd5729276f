package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/// Containers that sleep, for tests of their networks.
///
/// @param hako runs them
record Sleepers(Hako hako) {
    /// A container that sleeps.
    String box(String name, String... options) {
        List<String> words = new ArrayList<>(List.of("run", "-d", "--name", name));
        words.addAll(List.of(options));
        words.addAll(List.of("host", "sleep", "600"));
        return hako.answer(words.toArray(String[]::new));
    }

    /// The command that would make such a container, and does not.
    Result refused(String name, String... options) {
        List<String> words = new ArrayList<>(List.of("run", "-d", "--name", name));
        words.addAll(List.of(options));
        words.addAll(List.of("host", "sleep", "600"));
        Result result = hako.run(words.toArray(String[]::new));
        assertThat(result.status()).isEqualTo(125);
        return result;
    }

    String address(String name, String network) {
        String field = "{{(index .NetworkSettings.Networks \"" + network + "\").IPAddress}}";
        return hako.answer("inspect", "-f", field, name);
    }

    boolean reaches(String name, String address) {
        return hako.run("exec", name, "ping", "-c1", "-W1", address).status() == 0;
    }

    /// The names of the host's interfaces.
    List<String> interfaces() {
        return hako.shell("ip -o link | cut -d: -f2 | cut -d@ -f1").output().lines().toList();
    }
}
