package dev.hako.image.layer;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Unpacks an archive in a process of its own, which may be in a user namespace, and says what
/// became of it.
final class UnpackMain {
    private UnpackMain() {}

    /// Takes a store's directory and an archive.
    public static void main(String[] args) throws IOException {
        LayerStore store = LayerStore.open(Path.of(args[0]), true);
        byte[] archive = Files.readAllBytes(Path.of(args[1]));
        try {
            Path tree = Layers.unpack(store, archive);
            store.settle();
            System.out.println(tree);
            TreeFacts.of(tree).forEach(System.out::println);
        } catch (Failure e) {
            System.out.println(e.getMessage());
        }
    }
}
