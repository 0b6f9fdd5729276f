package dev.hako.build.solve;

import dev.hako.image.layout.Layer;
import dev.hako.image.store.StoredImage;
import dev.hako.oci.image.Execution;
import dev.hako.oci.image.ImageConfig.History;
import dev.hako.oci.image.Platform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a stage has come to.
///
/// @param layers the lowest first
/// @param execution how containers run
/// @param created when the newest layer was made, or the base; empty: nothing is known of it
record State(
        List<Layer> layers,
        Execution execution,
        Platform platform,
        List<History> history,
        Optional<Instant> created) {
    State {
        layers = List.copyOf(layers);
        history = List.copyOf(history);
    }

    /// Nothing.
    static State scratch(Platform platform) {
        return new State(List.of(), Execution.NONE, platform, List.of(), Optional.empty());
    }

    /// An image.
    static State of(StoredImage image) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < image.config().diffIds().size(); i++) {
            layers.add(
                    new Layer(image.manifest().layers().get(i), image.config().diffIds().get(i)));
        }
        return new State(
                layers,
                image.config().config(),
                image.config().platform(),
                image.config().history(),
                Optional.ofNullable(image.config().created()));
    }

    /// The same with another way to run, and a line of history if there is something to say.
    State with(Execution changed, Optional<String> by) {
        List<History> all = new ArrayList<>(history);
        by.ifPresent(text -> all.add(new History(created.orElse(null), null, text, null, true)));
        return new State(layers, changed, platform, all, created);
    }

    /// The same with one layer more.
    State with(Layer layer, Instant at, String by) {
        List<Layer> more = new ArrayList<>(layers);
        more.add(layer);
        List<History> all = new ArrayList<>(history);
        all.add(new History(at, null, by, null, false));
        Instant newest = created.filter(before -> before.isAfter(at)).orElse(at);
        return new State(more, execution, platform, all, Optional.of(newest));
    }

    /// What containers of it would see, by the digests of its layers.
    String files() {
        StringBuilder text = new StringBuilder();
        layers.forEach(layer -> text.append(layer.diffId()).append('\n'));
        return text.toString();
    }

    String workingDirectory() {
        String directory = execution.workingDir();
        return directory == null || directory.isEmpty() ? "/" : directory;
    }
}
