package dev.hako.build.dockerfile;

import dev.hako.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A Dockerfile: the variables before its first stage, and its stages.
///
/// @param syntax the front end that its first line names; this one is for `docker/dockerfile:1`
/// @param escape the character that takes away a character's meaning
/// @param globals `ARG` before the first `FROM`
public record Dockerfile(
        Optional<String> syntax, char escape, List<Step> globals, List<Stage> stages) {
    /// More than anybody has written.
    static final int MAX_BYTES = 2 << 20;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-_.]*");
    private static final char BYTE_ORDER_MARK = '\ufeff';

    public Dockerfile {
        globals = List.copyOf(globals);
        stages = List.copyOf(stages);
    }

    /// Reads one.
    ///
    /// @param name for messages, such as its path
    /// @throws Failure `INVALID`, or `UNSUPPORTED` for what only Docker's builder has, with the
    ///   line and the instruction
    public static Dockerfile parse(String name, byte[] utf8) {
        try {
            List<String> lines = lines(text(utf8));
            Directives directives = Directives.read(lines);
            return new Reader(directives).read(LogicalLines.read(lines, directives));
        } catch (Failure e) {
            throw e.during("cannot read \"" + name + "\"");
        }
    }

    /// Reads an instruction that an image leaves to builds that begin with it.
    ///
    /// @param line of the `FROM` that names the image
    /// @throws Failure `INVALID` or `UNSUPPORTED`
    public static Step trigger(int line, String text) {
        String[] words = text.strip().split("\\s+", 2);
        String keyword = words[0].toUpperCase(Locale.ROOT);
        LogicalLine read =
                new LogicalLine(line, keyword, words.length < 2 ? "" : words[1], List.of());
        return new Step(line, text, InstructionParser.parse(read, '\\'));
    }

    private static String text(byte[] utf8) {
        if (utf8.length > MAX_BYTES) {
            throw Failure.invalid("it has more than 2 MiB");
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
            if (text.indexOf('\0') >= 0) {
                throw Failure.invalid("it has a byte that is 0, and is no text");
            }
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw Failure.invalid("it is not in UTF-8");
        }
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }

    /// Puts instructions into stages.
    private static final class Reader {
        private final Directives directives;
        private final List<Step> globals = new ArrayList<>();
        private final List<Stage> stages = new ArrayList<>();

        /// What the last stage does, as far as it has been read.
        private List<Step> steps = new ArrayList<>();

        private final Set<String> names = new HashSet<>();

        private Reader(Directives directives) {
            this.directives = directives;
        }

        private Dockerfile read(List<LogicalLine> lines) {
            for (LogicalLine line : lines) {
                if (line.keyword().equals("FROM")) {
                    endStage();
                    stages.add(stage(line));
                } else {
                    step(line);
                }
            }
            endStage();
            if (stages.isEmpty()) {
                throw Failure.invalid("it has no stage").hint("begin with FROM and an image");
            }
            return new Dockerfile(directives.syntax(), directives.escape(), globals, stages);
        }

        private void step(LogicalLine line) {
            Instruction instruction = InstructionParser.parse(line, directives.escape());
            Step step = new Step(line.number(), line.keyword() + " " + line.rest(), instruction);
            if (!stages.isEmpty()) {
                steps.add(step);
            } else if (instruction instanceof Instruction.Arg) {
                globals.add(step);
            } else {
                throw line.invalid("it comes before the first FROM");
            }
        }

        private void endStage() {
            if (!stages.isEmpty()) {
                stages.add(stages.removeLast().with(steps));
                steps = new ArrayList<>();
            }
        }

        private Stage stage(LogicalLine line) {
            Flags flags = Flags.read(line, directives.escape(), Set.of("platform"));
            List<String> words = Words.split(flags.arguments(), directives.escape());
            boolean named = words.size() == 3 && words.get(1).equalsIgnoreCase("AS");
            if (words.size() != 1 && !named) {
                throw line.invalid("it is not of the form FROM image or FROM image AS name");
            }
            Optional<String> name =
                    named ? Optional.of(name(line, words.get(2))) : Optional.empty();
            return new Stage(
                    line.number(), words.getFirst(), flags.value("platform"), name, List.of());
        }

        private String name(LogicalLine line, String word) {
            String name = word.toLowerCase(Locale.ROOT);
            if (!NAME.matcher(name).matches() || name.equals("scratch")) {
                throw line.invalid("\"" + word + "\" cannot be a stage's name");
            }
            if (!names.add(name)) {
                throw line.invalid("another stage is called \"" + name + "\", too");
            }
            return name;
        }
    }
}
