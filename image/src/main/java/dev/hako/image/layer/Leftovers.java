package dev.hako.image.layer;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.Flock;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Open;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What killed processes and stopped machines leave in a store.
record Leftovers(LayerDirectory layers) {
    private static final int READ = Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW;

    /// Names the boot in which all was looked at.
    private static final String LOOKED_AT = "boot";

    /// Removes trees that no layer is seen by and nobody fills. Once in each boot it reads what is
    /// known of the others, too: some may not have reached the disk.
    void collect() {
        try {
            Path mark = layers.path().resolve(LOOKED_AT);
            boolean known = isOfThisBoot(mark);
            (known ? layers.unseen() : layers.entries(layers.trees())).forEach(this::look);
            collectLocks();
            if (!known) {
                Files.writeString(mark, BootId.now());
            }
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.DENIED,
                    "cannot tidy up \"" + layers.path() + "\": " + e.getMessage(),
                    e);
        }
    }

    private static boolean isOfThisBoot(Path mark) throws IOException {
        try {
            return new String(Files.readAllBytes(mark), StandardCharsets.UTF_8)
                    .equals(BootId.now());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void look(Path tree) {
        Optional<LayerDocument> document = layers.document(tree);
        if (document.isEmpty()) {
            deleteUnlessFilled(tree);
        } else {
            layers.deleteUnseen(tree, document.get().diffId());
        }
    }

    private void deleteUnlessFilled(Path tree) {
        try (Fd directory = Open.open(tree.toString(), READ)) {
            if (Flock.tryExclusive(directory) && layers.document(tree).isEmpty()) {
                FileTree.delete(tree);
            }
        } catch (KernelException e) {
            // It has gone, or become something else, meanwhile.
            if (Files.exists(tree)) {
                throw e;
            }
        }
    }

    /// A lock's file goes with its holder, unless he was killed.
    private void collectLocks() throws IOException {
        List<Path> files = layers.entries(layers.locks());
        for (Path file : files) {
            Optional<LayerLock> free = LayerLock.tryTake(file);
            if (free.isPresent()) {
                free.get().close();
            }
        }
    }
}
