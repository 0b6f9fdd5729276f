package dev.hako.image;

import dev.hako.failure.Failure;
import dev.hako.image.store.StoredImage;
import dev.hako.image.transfer.Fetch;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/// Finds images by what users call them.
public final class Images {
    private static final String HOST = "host";
    private static final String ROOTFS = "rootfs:";
    private static final String NOTHING = "empty";

    private final HostImage host;
    private final Path directory;
    private final Fetch fetch;

    /// @param directory where images are put together, on a file system that forgets
    /// @param fetch unpacks what was lost unpacked
    public Images(Path directory, Fetch fetch) {
        this.host = new HostImage(Path.of("/"), directory.resolve(HOST));
        this.directory = directory;
        this.fetch = fetch;
    }

    /// The image that users call so.
    ///
    /// @param reference `host`, `rootfs:DIR` with an absolute DIR, or the name or id of a stored
    ///   image
    /// @throws Failure `NOT_FOUND` or `INVALID` with the images there are
    public Image resolve(String reference) {
        return resolveFor(reference, Optional.empty());
    }

    /// The image that users call so.
    ///
    /// @param platform that a stored image must be for; empty: this machine's comes before others
    public Image resolveFor(String reference, Optional<Platform> platform) {
        if (reference.equals(HOST)) {
            return host.image();
        }
        if (reference.startsWith(ROOTFS)) {
            return rootfs(reference, reference.substring(ROOTFS.length()));
        }
        return stored(
                reference,
                fetch.store()
                        .find(reference, platform)
                        .orElseThrow(() -> otherPlatform(reference, platform)));
    }

    /// @throws Failure `NOT_FOUND` if there is none for any platform
    private Failure otherPlatform(String reference, Optional<Platform> platform) {
        StoredImage other = fetch.store().image(reference);
        return Failure.notFound(
                        "the image \""
                                + reference
                                + "\" is for "
                                + other.config().platform()
                                + " here, not for "
                                + platform.map(Platform::toString).orElse("any"))
                .hint("`hako pull --platform` gets other platforms' images");
    }

    /// Whether such a name means something of this machine, and no image of the store.
    public static boolean isOfMachine(String reference) {
        return !isStored(reference) || LocalImage.parse(reference).isPresent();
    }

    /// Whether such a name means an image that is in the store, or comes there.
    public static boolean isStored(String reference) {
        return !reference.equals(HOST) && !reference.startsWith(ROOTFS);
    }

    /// The image that a container was made of, whoever has its name by now.
    ///
    /// @param manifest of a stored image; empty: it was none
    public Image resolve(String reference, Optional<Digest> manifest) {
        return manifest.map(digest -> stored(reference, fetch.store().pinned(digest)))
                .orElseGet(() -> resolve(reference));
    }

    /// A stored image, which users call so, or call what it was brought in from.
    public Image stored(String reference, StoredImage image) {
        fetch.mend(image);
        List<String> lowers = new ArrayList<>();
        for (Digest layer : stack(image)) {
            lowers.add(fetch.store().layers().directory(layer).toString());
        }
        if (lowers.isEmpty()) {
            lowers.add(emptyDirectory());
        }
        return new Image(
                reference,
                List.of(new Image.Part("/", lowers, false)),
                Image.Defaults.of(image.config().config()),
                Optional.of(new Image.Origin(image.descriptor().digest(), image.id())));
    }

    /// An image's layers, the uppermost first. One that comes again below itself changes nothing
    /// there: what it says is said above all that lies between. Overlayfs would refuse it.
    private static SequencedSet<Digest> stack(StoredImage image) {
        return new LinkedHashSet<>(image.config().diffIds().reversed());
    }

    /// The layers of a stored image as EROFS images, the uppermost first; those that are missing
    /// are made.
    ///
    /// @throws Failure if one cannot be made
    public List<Path> disks(Digest manifest) {
        StoredImage image = fetch.store().pinned(manifest);
        fetch.mend(image);
        List<Path> disks = new ArrayList<>();
        try {
            for (Digest layer : stack(image)) {
                disks.add(fetch.store().layers().disk(layer));
            }
        } catch (IOException e) {
            throw Failure.internal("cannot make a disk of a layer: " + e.getMessage(), e);
        }
        return disks;
    }

    private String emptyDirectory() {
        try {
            return Files.createDirectories(directory.resolve(NOTHING)).toString();
        } catch (IOException e) {
            throw Failure.internal("cannot make an empty directory: " + e, e);
        }
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
