package dev.hako.door.streaming.session;

import java.util.List;

/// What a client may have done once it brings the token.
public sealed interface Call {
    /// The word by which it stands in a URL.
    String word();

    /// A call for a program's standard streams.
    sealed interface OfProgram extends Call {
        StreamChoice streams();
    }

    /// Runs a program in a container.
    ///
    /// @param container its id
    /// @param command the program and its arguments; not empty
    record Exec(String container, List<String> command, StreamChoice streams) implements OfProgram {
        public Exec {
            command = List.copyOf(command);
            if (command.isEmpty()) {
                throw new IllegalArgumentException("no command");
            }
        }

        @Override
        public String word() {
            return "exec";
        }
    }

    /// Attaches to a container's own program.
    ///
    /// @param container its id
    record Attach(String container, StreamChoice streams) implements OfProgram {
        @Override
        public String word() {
            return "attach";
        }
    }

    /// Forwards connections into a pod's network.
    ///
    /// @param pod its id
    /// @param ports those that a client gets which cannot name them itself
    record PortForward(String pod, List<Integer> ports) implements Call {
        public PortForward {
            ports = List.copyOf(ports);
            if (!ports.stream().allMatch(Ports::isPort)) {
                throw new IllegalArgumentException("invalid port among " + ports);
            }
        }

        @Override
        public String word() {
            return "portforward";
        }
    }
}
