package dev.hako.app.container;

import dev.hako.app.caller.Caller;
import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.ImageNames;
import dev.hako.app.value.KeyValue;
import dev.hako.engine.config.ContainerConfig;
import java.util.ArrayList;
import java.util.List;

/// All options that say what a container is.
public final class ContainerFlags {
    private static final Option<String> NAME =
            Option.text("--name", "NAME", "What to call the container");
    private static final Option<String> ENTRYPOINT =
            Option.text("--entrypoint", "PROGRAM", "Program to run instead of the image's");

    /// The wall that programs run behind.
    public static final Option<String> ISOLATION =
            Option.text(
                            "--isolation",
                            "NAME",
                            "Wall to run behind; hako info lists those there are")
                    .offering(Candidates.Known.ISOLATIONS);

    private static final Option<KeyValue> LABEL =
            Option.of("-l, --label", "KEY[=VALUE]", KeyValue::parse, "Label to find it by");
    private static final Option<String> LABEL_FILE =
            Option.text("--label-file", "FILE", "Set the labels listed in a file");
    private static final Option<KeyValue> ANNOTATION =
            Option.of(
                    "--annotation",
                    "KEY=VALUE",
                    KeyValue::parseBoth,
                    "Note to the isolation and to hooks");

    private static final List<Option<?>> OWN =
            List.of(NAME, ENTRYPOINT, ISOLATION, LABEL, LABEL_FILE, ANNOTATION);

    /// All of them, by group.
    public static final List<List<Option<?>>> GROUPS =
            List.of(
                    OWN,
                    ProcessFlags.ALL,
                    EnvironmentFlags.ALL,
                    SecurityFlags.ALL,
                    NamespaceFlags.ALL,
                    NetworkFlags.ALL,
                    EgressFlags.ALL,
                    LimitFlags.ALL,
                    StorageFlags.ALL,
                    LifecycleFlags.ALL,
                    LogFlags.ALL,
                    HealthFlags.ALL);

    private ContainerFlags() {}

    /// What the line asks for. Its first argument is the image, the rest are the program's.
    ///
    /// @param inputOnce whether the program's standard input ends with the caller's
    public static ContainerConfig read(ParsedLine line, Caller caller, boolean inputOnce) {
        List<String> words = line.arguments();
        ContainerConfig.Builder config =
                ContainerConfig.of(ImageNames.absolute(words.getFirst(), caller))
                        .command(words.subList(1, words.size()))
                        .process(ProcessFlags.read(line, caller, inputOnce))
                        .security(SecurityFlags.read(line, caller))
                        .namespaces(NamespaceFlags.read(line, caller))
                        .limits(LimitFlags.read(line))
                        .storage(StorageFlags.read(line, caller))
                        .lifecycle(LifecycleFlags.read(line))
                        .health(HealthFlags.read(line));
        line.value(NAME).filter(name -> !name.isEmpty()).ifPresent(config::name);
        line.value(ENTRYPOINT).ifPresent(program -> config.entrypoint(entrypoint(program)));
        line.value(ISOLATION).ifPresent(config::isolation);
        labels(line, caller).forEach(label -> config.label(label.key(), label.value()));
        line.values(ANNOTATION).forEach(note -> config.annotation(note.key(), note.value()));
        return config.build();
    }

    /// Whether the line asks for a terminal, open standard input, or removal at the end.
    public static boolean terminal(ParsedLine line) {
        return line.flag(ProcessFlags.TERMINAL);
    }

    public static boolean interactive(ParsedLine line) {
        return line.flag(ProcessFlags.INTERACTIVE);
    }

    /// An empty program removes the image's.
    private static List<String> entrypoint(String program) {
        return program.isEmpty() ? List.of() : List.of(program);
    }

    private static List<KeyValue> labels(ParsedLine line, Caller caller) {
        List<KeyValue> labels = new ArrayList<>();
        for (String file : line.values(LABEL_FILE)) {
            EnvironmentFlags.file(caller, file).forEach(label -> labels.add(KeyValue.parse(label)));
        }
        labels.addAll(line.values(LABEL));
        return labels;
    }
}
