package dev.hako.build.solve;

import dev.hako.build.files.Arrangement;
import dev.hako.build.files.LayerTarget;
import dev.hako.build.files.RootView;
import dev.hako.engine.library.StepResult;
import dev.hako.image.archive.Metadata;
import dev.hako.oci.image.Digest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// `WORKDIR`: makes a directory that is not there.
///
/// @param state before it
/// @param path absolute
record WorkdirStep(Layers layers, State state, String path, Arrangement.Owner owner)
        implements FileStep {
    private static final int DIRECTORY = 0755;

    @Override
    public Optional<StepResult> find() {
        return layers.find(key());
    }

    private Digest key() {
        return Key.of("workdir")
                .with("files", state.files())
                .with("path", path)
                .with("owner", owner.toString())
                .with("epoch", String.valueOf(layers.epoch()))
                .digest();
    }

    @Override
    public StepResult make(BuildListener.Vertex vertex) throws IOException {
        Metadata made = new Metadata(DIRECTORY, owner.uid(), owner.gid(), layers.now(), Map.of());
        try (RootView root = layers.root(state.layers())) {
            StepResult result =
                    layers.make(
                            "WORKDIR " + path,
                            layer -> new LayerTarget(root, layer, made).make(path));
            layers.keep(key(), result);
            return result;
        }
    }

    /// Whether it is there already, so that nothing is to be done.
    boolean isThere() {
        try (RootView root = layers.root(state.layers())) {
            return root.isDirectory(path);
        }
    }
}
