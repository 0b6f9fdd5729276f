package dev.hako.build.dockerfile;

import dev.hako.build.dockerfile.Instruction.Arg.Declaration;
import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Makes an instruction of a line.
final class InstructionParser {
    private static final Set<String> NETWORKS = Set.of("default", "none", "host");
    private static final Set<String> COPY =
            Set.of("from", "chown", "chmod", "link", "parents", "exclude");
    private static final Set<String> ADD = Set.of("chown", "chmod", "link", "exclude", "checksum");
    private static final Set<String> NOT_ON_BUILD = Set.of("FROM", "ONBUILD", "MAINTAINER");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final LogicalLine line;
    private final char escape;

    private InstructionParser(LogicalLine line, char escape) {
        this.line = line;
        this.escape = escape;
    }

    /// @throws Failure `INVALID` or `UNSUPPORTED`, with the line and the instruction
    static Instruction parse(LogicalLine line, char escape) {
        return new InstructionParser(line, escape).instruction();
    }

    private Instruction instruction() {
        return switch (line.keyword()) {
            case "ARG" -> arg();
            case "ENV" -> new Instruction.Env(Pairs.read(line, escape));
            case "LABEL" -> new Instruction.Label(Pairs.read(line, escape));
            case "RUN" -> run();
            case "COPY" -> copy();
            case "ADD" -> add();
            case "WORKDIR" -> new Instruction.Workdir(text());
            case "USER" -> new Instruction.User(text());
            case "VOLUME" -> new Instruction.Volume(list(text()));
            case "EXPOSE" -> new Instruction.Expose(Words.split(text(), escape));
            case "CMD" -> new Instruction.Cmd(command(line.rest()));
            case "ENTRYPOINT" -> new Instruction.Entrypoint(command(line.rest()));
            case "SHELL" -> shell();
            case "STOPSIGNAL" -> new Instruction.StopSignal(oneWord());
            case "MAINTAINER" -> new Instruction.Maintainer(text());
            case "HEALTHCHECK" -> HealthcheckParser.parse(line, escape);
            case "ONBUILD" -> onBuild();
            default ->
                    throw line.invalid("there is no such instruction")
                            .hint("look for a \\ that is missing in the line above");
        };
    }

    private String text() {
        if (line.rest().isEmpty()) {
            throw line.invalid("there is nothing behind it");
        }
        return line.rest();
    }

    private String oneWord() {
        List<String> words = Words.split(text(), escape);
        if (words.size() != 1) {
            throw line.invalid("there is more than one word behind it");
        }
        return words.getFirst();
    }

    private Instruction arg() {
        List<Declaration> declarations = new ArrayList<>();
        for (String word : Words.split(text(), escape)) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (name.isEmpty()) {
                throw line.invalid("\"" + word + "\" has no name");
            }
            declarations.add(
                    new Declaration(
                            name,
                            equals < 0
                                    ? Optional.empty()
                                    : Optional.of(word.substring(equals + 1))));
        }
        return new Instruction.Arg(declarations);
    }

    private Command command(String text) {
        return ExecForm.read(text)
                .<Command>map(Command.Exec::new)
                .orElseGet(() -> new Command.Shell(text, line.documents()));
    }

    private Instruction run() {
        Flags flags = Flags.read(line, escape, Set.of("mount", "network"));
        List<RunMount> mounts =
                flags.list("mount").stream()
                        .map(mount -> RunMountParser.parse(line, mount))
                        .toList();
        String network = flags.value("network").orElse("default");
        if (!NETWORKS.contains(network)) {
            throw line.invalid(
                    "\"--network\" is default, none or host, and not \"" + network + "\"");
        }
        if (flags.arguments().isEmpty()) {
            throw line.invalid("there is no command");
        }
        return new Instruction.Run(command(flags.arguments()), mounts, network);
    }

    private Instruction copy() {
        Flags flags = Flags.read(line, escape, COPY);
        return new Instruction.Copy(flags.value("from"), transfer(flags));
    }

    private Instruction add() {
        Flags flags = Flags.read(line, escape, ADD);
        return new Instruction.Add(flags.value("checksum"), transfer(flags));
    }

    private Transfer transfer(Flags flags) {
        List<String> words = list(flags.arguments());
        List<HereDocument> documents = line.documents();
        if (words.size() < 2) {
            throw line.invalid("it needs at least one source and a target");
        }
        List<String> sources =
                words.subList(0, words.size() - 1).stream()
                        .filter(word -> documents.isEmpty() || !HereDocumentMarks.isMark(word))
                        .toList();
        return new Transfer(
                sources,
                documents,
                words.getLast(),
                flags.value("chown"),
                flags.value("chmod"),
                flags.isSet("link"),
                flags.isSet("parents"),
                flags.list("exclude"));
    }

    private static List<String> list(String text) {
        return ExecForm.read(text).orElseGet(() -> List.of(SPACE.split(text.strip())));
    }

    private Instruction shell() {
        List<String> words =
                ExecForm.read(line.rest())
                        .orElseThrow(() -> line.invalid("it is not of the form [\"a\", \"b\"]"));
        if (words.isEmpty()) {
            throw line.invalid("it names no shell");
        }
        return new Instruction.Shell(words);
    }

    private Instruction onBuild() {
        String text = text();
        String keyword = SPACE.split(text, 2)[0];
        String name = keyword.toUpperCase(Locale.ROOT);
        if (NOT_ON_BUILD.contains(name)) {
            throw line.invalid(name + " cannot be left to later builds");
        }
        LogicalLine later = line.as(name, text.substring(keyword.length()).strip());
        return new Instruction.OnBuild(text, parse(later, escape));
    }
}
