package dev.hako.image.layer;

import dev.hako.failure.Failure;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.MediaTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Unpacks an archive in a process of its own, which may be in a user namespace, makes a disk of
/// it, and says what became of it.
final class UnpackMain {
    private UnpackMain() {}

    /// Takes a store's directory and an archive, or `-` and the diff-id of what it is given.
    public static void main(String[] args) throws IOException {
        LayerStore store = LayerStore.open(Path.of(args[0]), true);
        if (args.length > 2) {
            store.unpack(Digest.parse(args[2]), System.in, MediaTypes.OCI_LAYER);
            return;
        }
        byte[] archive = Files.readAllBytes(Path.of(args[1]));
        try {
            Path tree = Layers.unpack(store, archive);
            store.disk(Digest.sha256(archive));
            store.settle();
            System.out.println(tree);
            TreeFacts.of(tree).forEach(System.out::println);
        } catch (Failure e) {
            System.out.println(e.getMessage());
        }
    }
}
