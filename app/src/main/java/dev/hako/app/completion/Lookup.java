package dev.hako.app.completion;

import dev.hako.app.caller.Caller;
import dev.hako.app.cli.Candidates;
import dev.hako.app.completion.Offer.Word;
import dev.hako.app.network.ShownNetwork;
import dev.hako.app.network.ShownNetworks;
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

/// Looks up what is there now: containers, networks and volumes of the engine, variables of the
/// caller, programs of the machine.
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

    /// All there are of this kind, whatever they begin with; ids only where no name begins so.
    List<Word> words(Candidates.Known known, String begun) {
        return switch (known) {
            case CONTAINERS -> containers(_ -> true).words(begun);
            case LIVE_CONTAINERS -> containers(ContainerState::live).words(begun);
            case IDLE_CONTAINERS -> containers(state -> !state.live()).words(begun);
            case VOLUMES -> volumes();
            case NETWORKS -> networks().words(begun);
            case INSPECTED -> containers(_ -> true).and(networks()).and(volumes()).words(begun);
            case PODS -> pods().words(begun);
            case STORED_IMAGES -> images().words(begun);
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

    /// What has names and ids. Who presses Tab hardly ever means an id: ids are random, and of
    /// sixteen things one has an id that begins with the letter that a name was begun with.
    private record Named(List<Word> names, List<Word> ids) {
        Named() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        void add(String name, String what, String id) {
            names.add(new Word(name, what));
            ids.add(new Word(Words.shortId(id), name));
        }

        Named and(Named others) {
            names.addAll(others.names);
            ids.addAll(others.ids);
            return this;
        }

        Named and(List<Word> others) {
            names.addAll(others);
            return this;
        }

        List<Word> words(String begun) {
            return names.stream().anyMatch(name -> name.text().startsWith(begun)) ? names : ids;
        }
    }

    private Named containers(Predicate<ContainerState> wanted) {
        Named all = new Named();
        for (Container container : engine.containers()) {
            ContainerState state = container.state();
            if (wanted.test(state)) {
                String what = state.word() + ", " + container.config().image();
                all.add(container.name(), what, container.id());
            }
        }
        return all;
    }

    private Named networks() {
        Named all = new Named();
        for (ShownNetwork network : new ShownNetworks(engine).all()) {
            all.add(network.networkName(), network.driver(), network.id());
        }
        return all;
    }

    private List<Word> volumes() {
        return engine.volumes().list().stream()
                .map(volume -> new Word(volume.name(), "volume"))
                .toList();
    }

    /// An image without a name is called by its id.
    private Named images() {
        Named all = new Named();
        for (StoredImage image : engine.images().list()) {
            Word id = new Word(Words.shortId(image.id().hex()), "image");
            image.tags().forEach(tag -> all.names.add(new Word(tag.familiar(), id.text())));
            (image.tags().isEmpty() ? all.names : all.ids).add(id);
        }
        return all;
    }

    private Named pods() {
        Named all = new Named();
        for (Pod pod : engine.pods().all()) {
            all.add(pod.name(), pod.state().word(), pod.id());
        }
        return all;
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
