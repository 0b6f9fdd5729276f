package dev.hako.image.tarball;

import dev.hako.failure.Failure;
import dev.hako.image.layout.ImageLayout;
import dev.hako.image.layout.LayoutSource;
import dev.hako.image.policy.Provenance;
import dev.hako.image.source.ImageSource;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Index;
import dev.hako.oci.json.InvalidDocumentException;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A tar archive with images in it, of either kind.
public final class ImageArchive implements AutoCloseable {
    /// What containerd and Docker call an image in an archive's index.
    public static final String FULL_NAME = "io.containerd.image.name";

    private static final String INDEX = "index.json";

    private static final String STDIN = "standard input";

    private final String name;
    private final ArchiveFiles files;

    private ImageArchive(String name, ArchiveFiles files) {
        this.name = name;
        this.files = files;
    }

    /// Opens an archive.
    ///
    /// @param scratch where a compressed one is unpacked to
    /// @throws Failure `NOT_FOUND`, or `INVALID` if it is no archive of images
    public static ImageArchive open(Path file, Path scratch) throws IOException {
        try {
            FileChannel channel = FileChannel.open(file);
            if (Spool.isPlain(channel)) {
                return of(file.toString(), channel);
            }
            try (channel) {
                return of(file.toString(), Spool.of(channel, scratch));
            }
        } catch (NoSuchFileException _) {
            throw Failure.notFound("there is no file \"" + file + "\"");
        }
    }

    /// Reads an archive from a stream, compressed or not.
    public static ImageArchive read(InputStream in, Path scratch) throws IOException {
        return of(STDIN, Spool.of(in, scratch));
    }

    private static ImageArchive of(String name, FileChannel channel) throws IOException {
        try {
            return new ImageArchive(name, ArchiveFiles.of(name, channel));
        } catch (Failure e) {
            channel.close();
            throw e.during("cannot read the archive \"" + name + "\"");
        }
    }

    /// An image in the archive.
    ///
    /// @param source where it is had; it is closed with the archive
    /// @param names what it is to be called
    public record Archived(ImageSource source, List<ImageReference> names) {}

    /// Where its images come from: `oci-archive:` if it has an index, `docker-archive:` otherwise.
    public Provenance provenance() {
        String kind = isLayout() ? "oci-archive:" : "docker-archive:";
        return name.equals(STDIN) ? Provenance.of(kind, "-") : Provenance.of(kind, Path.of(name));
    }

    /// All images in it.
    public List<Archived> images() throws IOException {
        return isLayout() ? ofLayout(index()) : ofDocker(manifest());
    }

    /// One image of it. Whoever closes it closes the archive.
    ///
    /// @param called what the user calls it, for messages
    /// @param tag empty: the only one
    public ImageSource image(String called, Optional<String> tag) throws IOException {
        if (isLayout()) {
            return new LayoutSource(files, called, tag.flatMap(this::entryOf));
        }
        List<Archived> meant =
                images().stream()
                        .filter(image -> tag.isEmpty() || hasTag(image, tag.get()))
                        .toList();
        if (meant.size() != 1) {
            throw Failure.of(
                            meant.isEmpty() ? Failure.Kind.NOT_FOUND : Failure.Kind.INVALID,
                            (meant.isEmpty() ? "no such image \"" : "several images may be \"")
                                    + called
                                    + "\"")
                    .hint("there are " + names());
        }
        return meant.getFirst().source();
    }

    /// The index's own name for a tag, or for a full name.
    private Optional<String> entryOf(String tag) {
        try {
            for (Descriptor entry : index().manifests()) {
                String called = entry.annotations().get(ImageLayout.REF_NAME);
                boolean meant =
                        tag.equals(called)
                                || tag.equals(entry.annotations().get(FULL_NAME))
                                || names(entry).stream().anyMatch(name -> isCalled(name, tag));
                if (meant && called != null) {
                    return Optional.of(called);
                }
            }
        } catch (IOException e) {
            throw Failure.internal("cannot read the archive \"" + name + "\": " + e, e);
        }
        return Optional.of(tag);
    }

    private static boolean hasTag(Archived image, String tag) {
        return image.names().stream().anyMatch(name -> isCalled(name, tag));
    }

    private static boolean isCalled(ImageReference name, String text) {
        return text.equals(name.tag())
                || text.equals(name.familiar())
                || text.equals(name.toString());
    }

    private String names() throws IOException {
        return String.join(
                ", ",
                images().stream()
                        .flatMap(image -> image.names().stream())
                        .map(ImageReference::familiar)
                        .toList());
    }

    private boolean isLayout() {
        if (!files.has(INDEX) && !files.has(ArchiveManifest.FILE)) {
            throw Failure.invalid(
                            "\""
                                    + name
                                    + "\" is no archive of images: it has neither index.json nor"
                                    + " manifest.json")
                    .hint(
                            files.has(RepositoriesFile.FILE)
                                    ? "Docker before 1.10 wrote it; a Docker of today does not"
                                            + " read it either"
                                    : "`hako import` makes an image of an archive of files");
        }
        return files.has(INDEX);
    }

    private Index index() throws IOException {
        return Index.parse(small(INDEX));
    }

    private ArchiveManifest manifest() throws IOException {
        return ArchiveManifest.parse(small(ArchiveManifest.FILE));
    }

    private byte[] small(String member) throws IOException {
        try (InputStream in = files.open(member, 0)) {
            return in.readNBytes(Json.MAX_BYTES + 1);
        }
    }

    private List<Archived> ofLayout(Index index) {
        List<Archived> images = new ArrayList<>();
        for (Descriptor entry : index.manifests()) {
            images.add(new Archived(new EntrySource(files, name, entry), names(entry)));
        }
        return images;
    }

    /// A short tag alone, as `oci-archive:FILE:TAG` has it, is no name of a repository.
    private static List<ImageReference> names(Descriptor entry) {
        String full = entry.annotations().get(FULL_NAME);
        String ref = entry.annotations().get(ImageLayout.REF_NAME);
        if (full != null) {
            return parsed(full).stream().toList();
        }
        return ref != null && (ref.indexOf(':') >= 0 || ref.indexOf('/') >= 0)
                ? parsed(ref).stream().toList()
                : List.of();
    }

    private static Optional<ImageReference> parsed(String text) {
        try {
            return Optional.of(ImageReference.parse(text));
        } catch (InvalidDocumentException _) {
            return Optional.empty();
        }
    }

    private List<Archived> ofDocker(ArchiveManifest manifest) {
        return manifest.images().stream()
                .map(image ->
                        new Archived(
                                new DockerArchiveSource(files, name, image),
                                image.names().stream()
                                        .flatMap(text -> parsed(text).stream())
                                        .toList()))
                .toList();
    }

    @Override
    public void close() {
        files.close();
    }
}
