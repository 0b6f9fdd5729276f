package dev.hako.app.completion;

import dev.hako.app.caller.Caller;
import dev.hako.app.cli.Candidates;
import dev.hako.app.completion.Offer.Word;
import dev.hako.app.output.Words;
import dev.hako.engine.Container;
import dev.hako.engine.ContainerState;
import dev.hako.engine.Engine;
import dev.hako.engine.Pod;
import dev.hako.failure.Failure;
import dev.hako.image.store.StoredImage;
import dev.hako.isolation.Support;
import dev.hako.kernel.Capability;
import dev.hako.kernel.Signal;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Looks up what is there now: containers and volumes of the engine, variables of the caller,
/// programs of the machine.
///
/// @param caller who pressed Tab
public record Lookup(Engine engine, Caller caller) {
    private static final int LAST_NAMED_SIGNAL = 31;
    private static final List<Path> PROGRAMS =
            List.of(
                    Path.of("/usr/local/bin"),
                    Path.of("/usr/bin"),
                    Path.of("/bin"),
                    Path.of("/usr/local/sbin"),
                    Path.of("/usr/sbin"),
                    Path.of("/sbin"));

    /// All there are of this kind, whatever they begin with.
    List<Word> words(Candidates.Known known, String begun) {
        return switch (known) {
            case CONTAINERS -> containers(_ -> true, begun);
            case LIVE_CONTAINERS -> containers(ContainerState::live, begun);
            case IDLE_CONTAINERS -> containers(state -> !state.live(), begun);
            case VOLUMES -> volumes();
            case INSPECTED ->
                    Stream.concat(containers(_ -> true, begun).stream(), volumes().stream())
                            .toList();
            case PODS -> pods(begun);
            case STORED_IMAGES -> images(begun);
            case ISOLATIONS -> isolations();
            case VARIABLES -> variables();
            case SIGNALS ->
                    IntStream.rangeClosed(1, LAST_NAMED_SIGNAL)
                            .mapToObj(number -> new Word(signal(number, begun), ""))
                            .toList();
            case CAPABILITIES -> capabilities();
            default -> List.of();
        };
    }

    /// Names; ids only for a user who has begun one.
    private List<Word> containers(Predicate<ContainerState> wanted, String begun) {
        List<Word> words = new ArrayList<>();
        for (Container container : engine.containers()) {
            ContainerState state = container.state();
            if (wanted.test(state)) {
                String what = state.word() + ", " + container.config().image();
                words.add(new Word(container.name(), what));
                if (!begun.isEmpty()) {
                    words.add(new Word(Words.shortId(container.id()), container.name()));
                }
            }
        }
        return words;
    }

    private List<Word> volumes() {
        return engine.volumes().list().stream()
                .map(volume -> new Word(volume.name(), "volume"))
                .toList();
    }

    /// Names; ids only for a user who has begun one.
    private List<Word> images(String begun) {
        List<Word> words = new ArrayList<>();
        for (StoredImage image : engine.images().list()) {
            String id = Words.shortId(image.id().hex());
            image.tags().forEach(tag -> words.add(new Word(tag.familiar(), id)));
            if (!begun.isEmpty() || image.tags().isEmpty()) {
                words.add(new Word(id, "image"));
            }
        }
        return words;
    }

    private List<Word> pods(String begun) {
        List<Word> words = new ArrayList<>();
        for (Pod pod : engine.pods().all()) {
            words.add(new Word(pod.name(), pod.state().word()));
            if (!begun.isEmpty()) {
                words.add(new Word(Words.shortId(pod.id()), pod.name()));
            }
        }
        return words;
    }

    /// Only those that work here.
    private List<Word> isolations() {
        return engine.info().isolations().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Support.Supported)
                .map(entry -> new Word(entry.getKey(), ""))
                .toList();
    }

    private List<Word> variables() {
        return caller.environment().stream()
                .map(entry -> entry.split("=", 2)[0])
                .map(name -> new Word(name, ""))
                .toList();
    }

    private static String signal(int number, String begun) {
        String name = new Signal(number).name();
        return begun.startsWith("S") ? name : name.substring("SIG".length());
    }

    private static List<Word> capabilities() {
        List<Word> words = new ArrayList<>(List.of(new Word("ALL", "Every capability")));
        Arrays.stream(Capability.values())
                .map(each -> each.name().substring("CAP_".length()))
                .forEach(name -> words.add(new Word(name, "")));
        return words;
    }

    /// Whether an image or container holds the machine's own programs.
    boolean isOfHost(String reference) {
        try {
            return reference.equals("host")
                    || engine.container(reference).config().image().equals("host");
        } catch (Failure e) {
            return false;
        }
    }

    /// Programs of the machine whose names begin like this.
    List<Word> programs(String begun) {
        TreeSet<String> names = new TreeSet<>();
        PROGRAMS.stream()
                .filter(Files::isDirectory)
                .forEach(folder -> addNames(folder, begun, names));
        return names.stream().map(name -> new Word(name, "")).toList();
    }

    private static void addNames(Path folder, String begun, TreeSet<String> names) {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folder, file -> startsWith(file, begun))) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        } catch (IOException e) {
            throw Failure.internal("cannot list \"" + folder + "\": " + e, e);
        }
    }

    private static boolean startsWith(Path file, String begun) {
        return file.getFileName().toString().startsWith(begun);
    }
}
