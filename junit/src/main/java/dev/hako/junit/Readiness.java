package dev.hako.junit;

import dev.hako.engine.Container;
import dev.hako.engine.ContainerState;
import dev.hako.engine.ExecConfig;
import dev.hako.engine.Streams;
import java.util.List;
import java.util.regex.Pattern;

/// When a box can be used. Asked again and again until it is so; see [Box#readyWhen].
public sealed interface Readiness {
    /// Whether the box can be used now.
    boolean reached(Container container);

    /// As soon as its program has been executed.
    static Readiness started() {
        return new Started();
    }

    /// When a line of its output matches.
    ///
    /// @param expression a regular expression that matches a part of the line
    static Readiness logLine(String expression) {
        return new LogLine(Pattern.compile(expression));
    }

    /// When some process in it, or in the network that it shares, listens on a TCP port.
    static Readiness listening(int port) {
        return new Listening(port);
    }

    /// When a command that is run in it exits with 0.
    static Readiness command(String... command) {
        return new Command(List.of(command));
    }

    /// See [#started].
    record Started() implements Readiness {
        @Override
        public boolean reached(Container container) {
            return true;
        }

        @Override
        public String toString() {
            return "its program is started";
        }
    }

    /// See [#logLine].
    record LogLine(Pattern pattern) implements Readiness {
        @Override
        public boolean reached(Container container) {
            return BoxLog.lines(container).stream().anyMatch(line -> pattern.matcher(line).find());
        }

        @Override
        public String toString() {
            return "a line of its log matches \"" + pattern + "\"";
        }
    }

    /// See [#listening].
    record Listening(int port) implements Readiness {
        @Override
        public boolean reached(Container container) {
            return container.state() instanceof ContainerState.Running running
                    && TcpListeners.of(running.pid()).contains(port);
        }

        @Override
        public String toString() {
            return "something in it listens on port " + port;
        }
    }

    /// See [#command].
    record Command(List<String> command) implements Readiness {
        @Override
        public boolean reached(Container container) {
            ExecConfig config = ExecConfig.of(command.toArray(String[]::new));
            try (Streams streams = Streams.exec(container, config)) {
                return streams.toEnd().code() == 0;
            }
        }

        @Override
        public String toString() {
            return "the command " + command + " succeeds in it";
        }
    }
}
