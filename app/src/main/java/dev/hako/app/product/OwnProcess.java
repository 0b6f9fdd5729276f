package dev.hako.app.product;

import dev.hako.engine.Locations;
import dev.hako.failure.Failure;
import dev.hako.isolation.Revival;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The command line and environment that this JVM was started with.
///
/// @param java the JVM's program and its options, without the main class
/// @param engine whether it runs an engine, and not something that only uses one
/// @param environment `NAME=value` entries
public record OwnProcess(List<String> java, boolean engine, List<String> environment) {
    private static final String MAIN_CLASS = "dev.hako.app.Main";
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    public OwnProcess {
        java = List.copyOf(java);
        environment = List.copyOf(environment);
    }

    /// Those of the running JVM.
    ///
    /// @throws Failure `INTERNAL` if the kernel does not tell
    public static OwnProcess read() {
        try {
            String text = Files.readString(COMMAND_LINE, StandardCharsets.UTF_8);
            return of(Arrays.asList(text.split("\0")), System.getenv());
        } catch (IOException e) {
            throw Failure.internal("cannot read \"" + COMMAND_LINE + "\": " + e, e);
        }
    }

    static OwnProcess of(List<String> words, Map<String, String> variables) {
        int main = words.indexOf(MAIN_CLASS);
        List<String> environment = new ArrayList<>();
        variables.forEach((name, value) -> {
            if (outlivesLogin(name)) {
                environment.add(name + "=" + value);
            }
        });
        return new OwnProcess(main < 0 ? words : words.subList(0, main), main >= 0, environment);
    }

    /// What an engine needs of an environment. A terminal's or a service manager's variables would
    /// be wrong for one that is started later.
    private static boolean outlivesLogin(String name) {
        return switch (name) {
            case "PATH", "HOME", "USER", "LANG" -> true;
            default ->
                    name.startsWith("HAKO_")
                            || name.startsWith("XDG_")
                            || name.toLowerCase(Locale.ROOT).endsWith("_proxy");
        };
    }

    /// How a container's monitor starts an engine like this one; empty if this JVM runs something
    /// else.
    public Optional<Revival> revival(Locations locations) {
        if (!engine) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>(java);
        command.addAll(
                List.of(MAIN_CLASS, "engine", "--auto", "--lock-fd", "3", "--listen-fd", "4"));
        return Optional.of(
                new Revival(
                        command, environment, locations.engineSocket(), locations.engineLock()));
    }
}
