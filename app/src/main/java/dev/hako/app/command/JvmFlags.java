package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.ParsedLine;
import dev.hako.failure.Failure;
import java.util.List;

/// The options of `hako build --jvm`.
final class JvmFlags {
    static final Option<String> JAR =
            Option.text("--jvm", "JAR", "Build an image of this application, without a Dockerfile")
                    .offering(Candidates.Known.FILES);
    static final Option<String> BASE =
            Option.text(
                    "--base",
                    "IMAGE",
                    "With --jvm, what has the C library; debian:stable-slim if not given");
    static final Option<String> JDK =
            Option.text(
                    "--jdk", "DIR", "With --jvm, whose runtime it is; the engine's if not given");
    static final Option<String> MODULE =
            Option.text(
                    "--add-modules", "MODULE[,MODULE]", "With --jvm, modules that no class names");
    static final Option<String> RUNTIME =
            Option.text("--jvm-option", "OPTION", "With --jvm, an option of the runtime");
    static final Option<String> TRAIN =
            Option.text(
                    "--train",
                    "WORDS",
                    "With --jvm, run it so, and prepare the classes that it has used");
    static final List<Option<?>> ALL = List.of(JAR, BASE, JDK, MODULE, RUNTIME, TRAIN);

    private JvmFlags() {}

    /// Refuses what the two ways to build do not share.
    static void check(ParsedLine line) {
        boolean jvm = line.value(JAR).isPresent();
        if (!jvm) {
            refuse(line, "is only for --jvm", List.of(BASE, JDK, MODULE, RUNTIME, TRAIN));
            if (line.arguments().isEmpty()) {
                throw Failure.invalid("\"hako build\" needs a directory, or - for standard input")
                        .hint("in most cases it is the directory you are in: hako build .");
            }
            return;
        }
        if (!line.arguments().isEmpty()) {
            throw Failure.invalid(
                    "--jvm needs no context, but there is \"" + line.arguments().getFirst() + "\"");
        }
        refuse(
                line,
                "is of Dockerfiles, and not for --jvm",
                List.of(
                        BuildCommand.FILE,
                        BuildCommand.TARGET,
                        BuildCommand.CONTEXT,
                        BuildCommand.ARGUMENT,
                        BuildCommand.SECRET,
                        BuildCommand.DEBUG_SHELL,
                        PullCommand.PLATFORM));
    }

    private static void refuse(ParsedLine line, String why, List<Option<?>> options) {
        for (Option<?> option : options) {
            if (!line.values(option).isEmpty()) {
                throw Failure.invalid(option + " " + why);
            }
        }
    }
}
