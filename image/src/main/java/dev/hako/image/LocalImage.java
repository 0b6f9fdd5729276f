package dev.hako.image;

import dev.hako.failure.Failure;
import dev.hako.image.layout.DirectoryFiles;
import dev.hako.image.layout.LayoutSource;
import dev.hako.image.policy.Provenance;
import dev.hako.image.source.ImageSource;
import dev.hako.image.tarball.ImageArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// An image in a directory or a file: `oci:DIR[:TAG]`, `oci-archive:FILE[:TAG]` or
/// `docker-archive:FILE[:TAG]`, as skopeo and podman call them.
///
/// @param path of the directory or file
/// @param tag which of the images there; empty: the only one
public record LocalImage(Kind kind, Path path, Optional<String> tag) {
    private static final String TAG = "[A-Za-z0-9_][A-Za-z0-9._/@:-]{0,511}";

    /// What it is in.
    public enum Kind {
        OCI("oci:"),
        OCI_ARCHIVE("oci-archive:"),
        DOCKER_ARCHIVE("docker-archive:");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        /// How names of this kind begin.
        public String prefix() {
            return prefix;
        }
    }

    /// Reads such a name; empty if it is of another kind. The path is as it was written, and ends
    /// at the first colon.
    ///
    /// @throws Failure `INVALID` if there is no path, or the tag is none
    public static Optional<LocalImage> parse(String text) {
        return Arrays.stream(Kind.values())
                .filter(kind -> text.startsWith(kind.prefix))
                .findFirst()
                .map(kind -> of(kind, text));
    }

    private static LocalImage of(Kind kind, String text) {
        String rest = text.substring(kind.prefix.length());
        int colon = rest.indexOf(':');
        String path = colon < 0 ? rest : rest.substring(0, colon);
        Optional<String> tag =
                colon < 0 ? Optional.empty() : Optional.of(rest.substring(colon + 1));
        if (path.isEmpty()) {
            throw Failure.invalid(
                    "\"" + text + "\" names no " + (kind == Kind.OCI ? "directory" : "file"));
        }
        if (tag.isPresent() && !tag.get().matches(TAG)) {
            throw Failure.invalid("invalid tag \"" + tag.get() + "\"")
                    .hint("use at most 128 of a-z A-Z 0-9 _ . -, and begin with no . or -");
        }
        return new LocalImage(kind, Path.of(path), tag);
    }

    /// The same at an absolute path.
    public LocalImage at(Path absolute) {
        return new LocalImage(kind, absolute, tag);
    }

    /// As it is written.
    @Override
    public String toString() {
        return kind.prefix + path + tag.map(text -> ":" + text).orElse("");
    }

    /// Where it is, whatever links lead there.
    public Provenance provenance() {
        return Provenance.of(kind.prefix, path);
    }

    /// Opens it for reading.
    ///
    /// @param scratch where a compressed archive is unpacked to
    public ImageSource open(Path scratch) {
        if (kind == Kind.OCI) {
            return new LayoutSource(new DirectoryFiles(path), toString(), tag);
        }
        try {
            return imageOf(ImageArchive.open(path, scratch));
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    "cannot read the archive \"" + path + "\": " + e.getMessage(),
                    e);
        }
    }

    /// The image, whose archive is closed with it.
    private ImageSource imageOf(ImageArchive archive) throws IOException {
        try {
            return archive.image(toString(), tag);
        } catch (IOException | RuntimeException e) {
            archive.close();
            throw e;
        }
    }
}
