package dev.hako.image.layer;

import dev.hako.image.archive.TreeMarks;
import dev.hako.image.erofs.ErofsWriter;
import dev.hako.kernel.Attributes;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.nio.file.Path;

/// A layer's files as an image, beside them.
///
/// @param layer what it is of
record LayerDisk(LayerDirectory.Found layer) {
    private static final String FILE = "disk.erofs";
    private static final int READ = Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW;
    private static final int WRITE = Open.O_RDWR | Open.O_CREAT | Open.O_TRUNC | Open.O_NOFOLLOW;

    /// Nobody but root comes to the store; but a guest that is given the file may be nobody.
    private static final int READABLE = 0444;

    Path path() {
        return layer.directory().resolve(FILE);
    }

    /// Writes it, in place of what a killed process left. Nobody uses that one: no document is
    /// there by which it could have been seen.
    void write(TreeMarks marks) {
        try (Fd files = Open.open(layer.files().toString(), READ);
                Fd image = Open.openat(Fd.CWD, NativePath.of(path().toString()), WRITE, 0600)) {
            ErofsWriter.write(files, marks, image);
            Attributes.fchmod(image, READABLE);
        }
    }
}
