package dev.hako.compare.cri;

import dev.hako.compare.host.Programs;
import dev.hako.compare.host.Spawner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// An image of one small program that waits for its end, as an archive of an OCI layout. Nothing is
/// pulled for it.
public final class ProbeImage {
    /// What it is called everywhere.
    public static final String NAME = "compare.local/probe:1";

    /// What its archive is called in the folder that it is made in.
    public static final String FILE = "image.tar";

    private ProbeImage() {}

    /// Makes the archive in a folder that is its own.
    ///
    /// @return its file
    public static Path make(Path folder) {
        try {
            Path root = Files.createDirectories(folder.resolve("root"));
            Path layout = folder.resolve("layout");
            Spawner.program(root);
            byte[] layer = Files.readAllBytes(tar(root, folder.resolve("layer.tar")));
            new ImageLayout(layout).write(NAME, List.of(ImageLayout.Layer.plain(layer)));
            return tar(layout, folder.resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes an archive of a tree, all root's, and answers it.
    static Path tar(Path tree, Path archive) {
        Programs.run(
                List.of(
                        "tar",
                        "--owner=0",
                        "--group=0",
                        "-C",
                        tree.toString(),
                        "-cf",
                        archive.toString(),
                        "."));
        return archive;
    }
}
