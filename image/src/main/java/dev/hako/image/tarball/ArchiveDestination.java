package dev.hako.image.tarball;

import dev.hako.failure.Failure;
import dev.hako.image.archive.Content;
import dev.hako.image.archive.Entry;
import dev.hako.image.archive.Metadata;
import dev.hako.image.archive.TarWriter;
import dev.hako.image.layout.ImageLayout;
import dev.hako.image.source.BlobSource;
import dev.hako.image.source.Document;
import dev.hako.image.source.ImageDestination;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Index;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.image.Platform;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Writes images to an archive, one blob after the other. It is whole once [#finish] has written
/// what its images are called.
public final class ArchiveDestination implements ImageDestination {
    private static final Metadata FILE = new Metadata(0644, 0, 0, Instant.EPOCH, Map.of());

    private final String name;
    private final TarWriter archive;
    private final Set<Digest> written = new LinkedHashSet<>();
    private final Set<Descriptor> entries = new LinkedHashSet<>();
    private final Map<Digest, ArchiveManifest.Item> items = new LinkedHashMap<>();
    private final Map<Digest, Manifest> images = new LinkedHashMap<>();
    private final Platform machine;
    private Set<ImageReference> names = Set.of();
    private String tag = "";

    /// An archive that is called so in messages.
    ///
    /// @param machine whose image of an index those read who know no indexes
    public ArchiveDestination(String name, OutputStream out, Platform machine) throws IOException {
        this.name = name;
        this.machine = machine;
        this.archive = new TarWriter(out);
        add(ImageLayout.MARK, ImageLayout.version());
    }

    /// What the next image is to be called; nothing: it has no name.
    public synchronized ArchiveDestination calling(Set<ImageReference> others) {
        names = Set.copyOf(others);
        tag = "";
        return this;
    }

    /// What the next image is to be called in the layout, as `oci-archive:FILE:TAG` has it.
    public synchronized ArchiveDestination calling(String text) {
        names = Set.of();
        tag = text;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized boolean has(Descriptor blob) {
        return written.contains(blob.digest());
    }

    @Override
    public synchronized void put(Descriptor blob, BlobSource from) throws IOException {
        if (written.add(blob.digest())) {
            add(member(blob.digest()), blob.sizeBytes(), new Passing(blob, from));
        }
    }

    @Override
    public synchronized void put(Document document) throws IOException {
        if (written.add(document.descriptor().digest())) {
            add(member(document.descriptor().digest()), document.bytes());
        }
        if (MediaTypes.isManifest(document.descriptor().mediaType())) {
            Manifest manifest = Manifest.parse(document.bytes());
            if (manifest.isImage()) {
                images.put(document.descriptor().digest(), manifest);
            }
        }
    }

    @Override
    public synchronized void name(Document top) throws IOException {
        put(top);
        Descriptor bare = top.descriptor().withAnnotations(Map.of());
        if (names.isEmpty()) {
            entries.add(
                    tag.isEmpty() ? bare : bare.withAnnotations(Map.of(ImageLayout.REF_NAME, tag)));
        }
        for (ImageReference name : names) {
            entries.add(bare.withAnnotations(annotations(name)));
        }
        imageOf(top)
                .ifPresent(image ->
                        items.merge(
                                image,
                                item(Objects.requireNonNull(images.get(image))),
                                ArchiveDestination::joined));
        images.clear();
    }

    /// Of an index the machine's image, or the first.
    private Optional<Digest> imageOf(Document top) {
        return MediaTypes.isManifest(top.descriptor().mediaType())
                ? Optional.of(top.descriptor().digest()).filter(images::containsKey)
                : Index.parse(top.bytes())
                        .manifestFor(machine)
                        .map(Descriptor::digest)
                        .filter(images::containsKey)
                        .or(() -> images.keySet().stream().findFirst());
    }

    private static Map<String, String> annotations(ImageReference name) {
        String tag = name.tag();
        return tag == null
                ? Map.of(ImageArchive.FULL_NAME, name.toString())
                : Map.of(ImageArchive.FULL_NAME, name.toString(), ImageLayout.REF_NAME, tag);
    }

    private ArchiveManifest.Item item(Manifest manifest) {
        return new ArchiveManifest.Item(
                member(manifest.config().digest()),
                names.stream()
                        .filter(name -> name.digest() == null)
                        .map(ImageReference::familiar)
                        .sorted()
                        .toList(),
                manifest.layers().stream().map(layer -> member(layer.digest())).toList());
    }

    private static ArchiveManifest.Item joined(
            ArchiveManifest.Item one, ArchiveManifest.Item other) {
        Set<String> all = new LinkedHashSet<>(one.names());
        all.addAll(other.names());
        return new ArchiveManifest.Item(one.config(), List.copyOf(all), one.layers());
    }

    private static String member(Digest digest) {
        return "blobs/" + digest.algorithm() + "/" + digest.hex();
    }

    private void add(String path, byte[] bytes) throws IOException {
        add(path, bytes.length, new Content.Bytes(bytes));
    }

    private void add(String path, long sizeBytes, Content content) throws IOException {
        archive.add(new Entry(NativePath.of(path), new Entry.Regular(sizeBytes), FILE), content);
    }

    /// Passes a blob on from where it is. The writer of archives takes all content as a stream, and
    /// never asks for a file.
    private record Passing(Descriptor blob, BlobSource from) implements Content {
        @Override
        public void writeTo(Fd file) {
            throw new UnsupportedOperationException("archives are streams");
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            try (InputStream in = from.blob(blob, 0)) {
                long count = in.transferTo(out);
                if (count != blob.sizeBytes()) {
                    throw Failure.invalid(
                            "the blob "
                                    + blob.digest()
                                    + " has "
                                    + count
                                    + " bytes, but should have "
                                    + blob.sizeBytes());
                }
            }
        }
    }

    /// Writes what the images are called, and the end of the archive.
    public synchronized void finish() throws IOException {
        add("index.json", Json.write(Index.of(List.copyOf(entries))));
        ArchiveManifest manifest = new ArchiveManifest(List.copyOf(items.values()));
        add(ArchiveManifest.FILE, manifest.bytes());
        add(RepositoriesFile.FILE, RepositoriesFile.of(manifest).bytes());
        archive.close();
    }

    @Override
    public void close() {
        // The stream is its owner's, who closes it.
    }
}
