package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import java.util.List;

/// What `hako --help` prints.
final class Overview {
    private static final int NAME_WIDTH = 13;
    private static final String HEAD =
            """
            Usage:  hako COMMAND [OPTIONS] [ARG...]

            A container engine in which isolation is a choice.

            Commands:
            """;
    private static final String TAIL =
            """

            Options:
                  --help      Show this help
              -v, --version   Show the version

            Environment:
              HAKO_ROOT           Directory of what survives a reboot
              HAKO_RUN            Directory of sockets and of what does not survive
              HAKO_NETWORK        Network of containers that name none; bridge if not set
              HAKO_IDLE_MINUTES   How long an engine that started by itself stays idle; 10 if not set

            Examples:
              # Run a program in a container that is gone afterwards
              hako run --rm host echo hello
              # See whether this machine is ready
              hako doctor

            Run 'hako COMMAND --help' for more information
            """;

    private Overview() {}

    static String of(List<CommandForm> forms, List<CommandGroup> groups) {
        StringBuilder text = new StringBuilder(HEAD);
        forms.forEach(form -> append(text, form.name(), form.summary()));
        text.append("\nGroups of commands:\n");
        groups.forEach(group -> append(text, group.name(), group.summary()));
        return text.append(TAIL).toString();
    }

    private static void append(StringBuilder text, String name, String summary) {
        text.append("  ").append(name).repeat(' ', NAME_WIDTH - name.length());
        text.append(summary).append('\n');
    }
}
