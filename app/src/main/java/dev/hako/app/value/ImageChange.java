package dev.hako.app.value;

import dev.hako.failure.Failure;
import dev.hako.oci.image.Execution;
import dev.hako.oci.json.InvalidDocumentException;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One instruction of a Dockerfile that changes how an image's containers run.
///
/// @param instruction in capital letters
/// @param rest of the line
public record ImageChange(String instruction, String rest) {
    private static final List<String> SHELL = List.of("/bin/sh", "-c");
    private static final List<String> KNOWN =
            List.of(
                    "CMD",
                    "ENTRYPOINT",
                    "ENV",
                    "EXPOSE",
                    "LABEL",
                    "ONBUILD",
                    "USER",
                    "VOLUME",
                    "WORKDIR");

    /// Reads an instruction.
    public static ImageChange parse(String text) {
        String[] parts = text.strip().split("\\s+", 2);
        ImageChange change =
                new ImageChange(
                        parts[0].toUpperCase(Locale.ROOT), parts.length == 2 ? parts[1] : "");
        if (!KNOWN.contains(change.instruction)) {
            throw Failure.invalid("it is none of " + String.join(", ", KNOWN));
        }
        if (change.rest.isEmpty()) {
            throw Failure.invalid(change.instruction + " needs a value");
        }
        var _ = change.apply(Execution.NONE);
        return change;
    }

    /// The same way to run, changed by instructions in their order. A new entrypoint takes away the
    /// image's command, but not one that is given besides.
    public static Execution applyAll(List<ImageChange> changes, Execution old) {
        Execution changed = old;
        for (boolean entrypoints : new boolean[] {true, false}) {
            for (ImageChange change : changes) {
                if (change.is("ENTRYPOINT") == entrypoints) {
                    changed = change.apply(changed);
                }
            }
        }
        return changed;
    }

    private Execution apply(Execution old) {
        return new Execution(
                is("USER") ? rest.strip() : old.user(),
                is("EXPOSE") ? joined(old.exposedPorts(), ports()) : old.exposedPorts(),
                is("ENV") ? environment(old.env()) : old.env(),
                is("ENTRYPOINT") ? command() : old.entrypoint(),
                is("CMD") ? command() : is("ENTRYPOINT") ? List.of() : old.cmd(),
                is("VOLUME")
                        ? joined(old.volumes(), array().orElseGet(() -> words(rest)))
                        : old.volumes(),
                is("WORKDIR") ? directory(old.workingDir()) : old.workingDir(),
                is("LABEL") ? labels(old.labels()) : old.labels(),
                old.stopSignal(),
                old.healthcheck(),
                is("ONBUILD") ? joined(old.onBuild(), List.of(rest)) : old.onBuild(),
                old.shell());
    }

    private boolean is(String name) {
        return instruction.equals(name);
    }

    private static List<String> joined(List<String> old, List<String> more) {
        List<String> all = new ArrayList<>(old);
        all.addAll(more);
        return all;
    }

    /// `["a", "b"]`, or a line for a shell.
    private List<String> command() {
        return array().orElseGet(() -> joined(SHELL, List.of(rest)));
    }

    private Optional<List<String>> array() {
        if (!rest.startsWith("[")) {
            return Optional.empty();
        }
        byte[] document = ("{\"words\":" + rest + "}").getBytes(StandardCharsets.UTF_8);
        try {
            return Optional.of(Json.read("list", document, in -> in.list("words", Kind.STRING)));
        } catch (InvalidDocumentException e) {
            throw Failure.invalid("not a list such as [\"program\", \"argument\"]");
        }
    }

    private List<String> ports() {
        List<String> ports = new ArrayList<>();
        for (String word : words(rest)) {
            if (!word.matches("\\d{1,5}(-\\d{1,5})?(/(tcp|udp|sctp))?")) {
                throw Failure.invalid("\"" + word + "\" is no port such as 80 or 53/udp");
            }
            ports.add(word.contains("/") ? word : word + "/tcp");
        }
        return ports;
    }

    private String directory(@Nullable String old) {
        String directory = rest.strip();
        return Path.of(old == null ? "/" : old).resolve(directory).normalize().toString();
    }

    private List<String> environment(List<String> old) {
        Map<String, String> variables = new LinkedHashMap<>();
        old.forEach(entry -> variables.put(entry.split("=", 2)[0], entry.split("=", 2)[1]));
        variables.putAll(assignments());
        List<String> entries = new ArrayList<>();
        variables.forEach((name, value) -> entries.add(name + "=" + value));
        return entries;
    }

    private Map<String, String> labels(Map<String, String> old) {
        Map<String, String> labels = new LinkedHashMap<>(old);
        labels.putAll(assignments());
        return labels;
    }

    /// `NAME=value NAME="other value"`, or one name and its value with a blank between.
    private Map<String, String> assignments() {
        Map<String, String> found = new LinkedHashMap<>();
        List<String> words = words(rest);
        if (!words.getFirst().contains("=")) {
            String[] pair = rest.strip().split("\\s+", 2);
            if (pair.length < 2) {
                throw Failure.invalid("\"" + rest + "\" has not the form NAME=value");
            }
            return Map.of(pair[0], pair[1]);
        }
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw Failure.invalid("\"" + word + "\" has not the form NAME=value");
            }
            found.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return found;
    }

    /// Words parted by blanks, with quotes and backslashes as a shell has them.
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
                continue;
            }
            begun = true;
            if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else {
                word.append(c);
            }
        }
        if (quote != 0) {
            throw Failure.invalid("a quote is not closed");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
