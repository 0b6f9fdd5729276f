package dev.hako.image.store;

import dev.hako.failure.Failure;
import dev.hako.image.blob.Blobs;
import dev.hako.image.layer.LayerStore;
import dev.hako.image.layout.ImageLayout;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageConfig;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The images of an engine, shared with all engines of the same place.
public final class ImageStore {
    private static final String LOCK = "lock";

    private final ImageLayout layout;
    private final LayerStore layers;
    private final Path lock;
    private final Supplier<Set<Digest>> pins;

    /// @param pins the digests of the manifests that containers are made of
    private ImageStore(ImageLayout layout, LayerStore layers, Supplier<Set<Digest>> pins) {
        this.layout = layout;
        this.layers = layers;
        this.lock = layout.directory().resolve(LOCK);
        this.pins = pins;
    }

    /// Opens a store, which is made if it is not there.
    ///
    /// @param directory of the image layout
    /// @param layers where its layers are unpacked
    /// @param pins asked for the digests of the manifests that containers are made of
    public static ImageStore open(Path directory, LayerStore layers, Supplier<Set<Digest>> pins) {
        ImageLayout layout = ImageLayout.make(directory);
        return new ImageStore(layout, layers, pins);
    }

    public ImageLayout layout() {
        return layout;
    }

    public Blobs blobs() {
        return layout.blobs();
    }

    public LayerStore layers() {
        return layers;
    }

    /// Keeps everything from being removed.
    public Lease lease() {
        return Lease.take(lock);
    }

    List<NamedManifest> entries() {
        try {
            return layout.index().manifests().stream().map(NamedManifest::of).toList();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Failure unreadable(Exception e) {
        return Failure.internal(
                "cannot read the images in \"" + layout.directory() + "\": " + e.getMessage(), e);
    }

    /// All images, in the order in which they came.
    public List<StoredImage> all() {
        Map<Digest, List<NamedManifest>> byManifest = new LinkedHashMap<>();
        for (NamedManifest entry : entries()) {
            byManifest
                    .computeIfAbsent(entry.manifest().digest(), _ -> new ArrayList<>())
                    .add(entry);
        }
        Map<Digest, StoredImage> byId = new LinkedHashMap<>();
        for (List<NamedManifest> entries : byManifest.values()) {
            StoredImage image = read(entries);
            byId.merge(image.id(), image, ImageStore::joined);
        }
        return List.copyOf(byId.values());
    }

    /// One configuration with layers that are packed in two ways.
    private static StoredImage joined(StoredImage one, StoredImage other) {
        return new StoredImage(
                one.descriptor(),
                one.manifest(),
                one.config(),
                joined(one.names(), other.names()),
                joined(one.digests(), other.digests()));
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        more.stream().filter(each -> !all.contains(each)).forEach(all::add);
        return all;
    }

    private StoredImage read(List<NamedManifest> entries) {
        Descriptor descriptor = entries.getFirst().manifest();
        try {
            Manifest manifest = Manifest.parse(blobs().document(descriptor));
            ImageConfig config = ImageConfig.parse(blobs().document(manifest.config()));
            return new StoredImage(
                    descriptor,
                    manifest,
                    config,
                    entries.stream().flatMap(entry -> entry.name().stream()).toList(),
                    entries.stream()
                            .flatMap(entry -> entry.byDigest().stream())
                            .distinct()
                            .toList());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// The image that users call so: a name, a digest, an id or the beginning of one.
    ///
    /// @throws Failure `CONFLICT` if several ids begin so
    public Optional<StoredImage> find(String reference) {
        return new ImageSearch(this).find(reference);
    }

    /// The image that users call so.
    ///
    /// @throws Failure `NOT_FOUND` if there is none
    public StoredImage image(String reference) {
        return find(reference)
                .orElseThrow(() ->
                        Failure.notFound("no such image \"" + reference + "\"")
                                .hint("`hako images` lists them, `hako pull` gets others"));
    }

    /// Whether the index has an image, with a name or without.
    public boolean isNamed(Digest manifest) {
        return entries().stream().anyMatch(entry -> entry.manifest().digest().equals(manifest));
    }

    /// Whether a name's image came from a registry where the name stood for this digest.
    public boolean isOrigin(ImageReference name, Digest digest) {
        return entries().stream()
                .anyMatch(entry ->
                        entry.isCalled(name) && entry.origin().equals(Optional.of(digest)));
    }

    /// An image by the digest of its manifest, whether it has a name or not.
    public StoredImage pinned(Digest manifest) {
        List<NamedManifest> entries =
                entries().stream()
                        .filter(entry -> entry.manifest().digest().equals(manifest))
                        .toList();
        return read(entries.isEmpty() ? List.of(unnamed(manifest)) : entries);
    }

    /// An image that a container keeps, though nothing is called so any more.
    private NamedManifest unnamed(Digest digest) {
        long size = blobs().path(digest).toFile().length();
        Descriptor any = Descriptor.of(MediaTypes.OCI_MANIFEST, digest, size);
        try {
            String mediaType = Manifest.parse(blobs().document(any)).mediaType();
            return new NamedManifest(
                    mediaType == null ? any : Descriptor.of(mediaType, digest, size),
                    Optional.empty(),
                    Optional.empty());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// Gives an image, all of which is there, a name. Who had the name before has it no more, but
    /// stays.
    ///
    /// @param origin what the name stands for in its registry, if the image is from one
    public void name(Descriptor manifest, ImageReference name, @Nullable Digest origin) {
        NamedManifest named =
                new NamedManifest(
                        manifest.withAnnotations(Map.of()),
                        Optional.of(name),
                        Optional.ofNullable(origin));
        change(entries -> {
            List<NamedManifest> others = without(entries, entry -> entry.isCalled(name));
            others.removeIf(entry -> entry.name().isEmpty() && isSame(entry.manifest(), manifest));
            others.add(named);
            return others;
        });
    }

    private static boolean isSame(Descriptor one, Descriptor other) {
        return one.digest().equals(other.digest());
    }

    /// Keeps an image, all of which is there, without a name.
    public void keep(Descriptor manifest) {
        change(entries -> {
            List<NamedManifest> all = new ArrayList<>(entries);
            if (all.stream().noneMatch(entry -> isSame(entry.manifest(), manifest))) {
                all.add(
                        new NamedManifest(
                                manifest.withAnnotations(Map.of()),
                                Optional.empty(),
                                Optional.empty()));
            }
            return all;
        });
    }

    /// Takes names from their images, which stay.
    public void untag(Set<ImageReference> names) {
        change(entries ->
                without(entries, entry -> entry.name().filter(names::contains).isPresent()));
    }

    /// Entries without the unwanted ones; an image that would lose its last entry keeps one without
    /// a name.
    private static List<NamedManifest> without(
            List<NamedManifest> entries, Predicate<NamedManifest> unwanted) {
        List<NamedManifest> kept = new ArrayList<>(entries);
        kept.removeIf(unwanted);
        for (NamedManifest entry : entries) {
            if (kept.stream().noneMatch(other -> isSame(other.manifest(), entry.manifest()))) {
                kept.add(entry.nameless());
            }
        }
        return kept;
    }

    /// Forgets an image by all its names. What it is made of goes with the next [#collect].
    public void forget(Digest id) {
        Set<Digest> manifests = new HashSet<>();
        for (NamedManifest entry : entries()) {
            if (read(List.of(entry)).id().equals(id)) {
                manifests.add(entry.manifest().digest());
            }
        }
        change(entries ->
                entries.stream()
                        .filter(entry -> !manifests.contains(entry.manifest().digest()))
                        .toList());
    }

    private void change(UnaryOperator<List<NamedManifest>> change) {
        update(descriptors ->
                change.apply(descriptors.stream().map(NamedManifest::of).toList()).stream()
                        .map(NamedManifest::entry)
                        .toList());
    }

    private void update(UnaryOperator<List<Descriptor>> change) {
        try {
            layout.update(change);
        } catch (IOException e) {
            throw Failure.of(
                            Failure.Kind.EXHAUSTED,
                            "cannot write the images in \"" + layout.directory() + "\": " + e,
                            e)
                    .hint("see whether the disk is full or read-only");
        }
    }

    /// Removes what neither a name nor a container needs; nothing while somebody holds a lease.
    public Collected collect() {
        Optional<Lease> alone = Lease.tryAlone(lock);
        if (alone.isEmpty()) {
            return Collected.NOTHING;
        }
        try (Lease _ = alone.get()) {
            return new Collection(this, pins.get()).run();
        } catch (IOException e) {
            throw Failure.internal("cannot remove what no image needs: " + e, e);
        }
    }
}
