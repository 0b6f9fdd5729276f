package dev.hako.image;

import dev.hako.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Finds images by what users call them.
public final class Images {
    private static final String HOST = "host";
    private static final String ROOTFS = "rootfs:";

    private final HostImage host;

    /// @param directory where images are put together; its parent exists
    public Images(Path directory) {
        this.host = new HostImage(Path.of("/"), directory.resolve(HOST));
    }

    /// The image that users call so.
    ///
    /// @param reference `host` or `rootfs:DIR` with an absolute DIR
    /// @throws Failure `NOT_FOUND` or `INVALID` with the images there are
    public Image resolve(String reference) {
        if (reference.equals(HOST)) {
            return host.image();
        }
        if (reference.startsWith(ROOTFS)) {
            return rootfs(reference, reference.substring(ROOTFS.length()));
        }
        throw Failure.notFound("no such image \"" + reference + "\"")
                .hint(
                        "use \"host\" for this machine's programs, or \"rootfs:DIR\" for a"
                                + " directory");
    }

    private static Image rootfs(String reference, String directory) {
        Path root = Path.of(directory);
        if (!root.isAbsolute()) {
            throw Failure.invalid(
                    "invalid image \"" + reference + "\": the directory is not absolute");
        }
        if (!Files.isDirectory(root)) {
            throw Failure.notFound("no such image \"" + reference + "\": " + problem(root));
        }
        requireOverlayName(reference, directory);
        return new Image(
                reference,
                List.of(new Image.Part("/", List.of(directory), false)),
                Image.Defaults.NONE);
    }

    private static String problem(Path root) {
        return Files.exists(root) ? "it is not a directory" : "the directory does not exist";
    }

    /// Overlayfs separates its lower directories by colons and its options by commas.
    private static void requireOverlayName(String reference, String directory) {
        if (directory.chars().anyMatch(c -> c == ':' || c == ',' || c == '\\' || c < ' ')) {
            throw Failure.invalid(
                            "invalid image \""
                                    + reference
                                    + "\": its path has one of : , \\ or a"
                                    + " control character in it")
                    .hint("rename the directory, or use a symbolic link to it");
        }
    }
}
