package dev.hako.image.store;

import dev.hako.failure.Failure;
import dev.hako.image.blob.Blobs;
import dev.hako.image.layer.LayerStore;
import dev.hako.image.layout.ImageLayout;
import dev.hako.image.source.Document;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
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
    private final Platform machine;
    private final Supplier<Set<Digest>> pins;
    private final ReadDocuments read;

    /// @param pins the digests of the manifests that containers are made of
    private ImageStore(
            ImageLayout layout, LayerStore layers, Platform machine, Supplier<Set<Digest>> pins) {
        this.layout = layout;
        this.layers = layers;
        this.lock = layout.directory().resolve(LOCK);
        this.machine = machine;
        this.pins = pins;
        this.read = new ReadDocuments(layout);
    }

    /// Opens a store, which is made if it is not there.
    ///
    /// @param directory of the image layout
    /// @param layers where its layers are unpacked
    /// @param machine what this machine is
    /// @param pins asked for the digests of the manifests that containers are made of
    public static ImageStore open(
            Path directory, LayerStore layers, Platform machine, Supplier<Set<Digest>> pins) {
        ImageLayout layout = ImageLayout.make(directory);
        return new ImageStore(layout, layers, machine, pins);
    }

    /// What this machine is.
    public Platform machine() {
        return machine;
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
            return read.entries();
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
            ReadDocuments.Content content = read.content(descriptor);
            return new StoredImage(
                    descriptor,
                    content.manifest(),
                    content.config(),
                    entries.stream().flatMap(entry -> entry.name().stream()).toList(),
                    entries.stream()
                            .flatMap(entry -> entry.byDigest().stream())
                            .distinct()
                            .toList());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// The image that users call so: a name, a digest, an id or the beginning of one. Of several
    /// platforms, this machine's comes first.
    ///
    /// @throws Failure `CONFLICT` if several ids begin so
    public Optional<StoredImage> find(String reference) {
        return find(reference, Optional.empty());
    }

    /// The image that users call so.
    ///
    /// @param platform that must run it; empty: any will do, this machine's before others
    public Optional<StoredImage> find(String reference, Optional<Platform> platform) {
        return new ImageSearch(this).find(reference, platform);
    }

    /// All that users call so: of a name, every platform's image that is here.
    ///
    /// @throws Failure `NOT_FOUND` if there is none
    public ImageSet set(String reference) {
        return new ImageSearch(this).set(reference).orElseThrow(() -> notFound(reference));
    }

    /// What a set can be given away as: its index or manifest as it came; if some of the index's
    /// images are not here, the only one that is, or an index of those that are.
    public Document document(ImageSet set) {
        try {
            if (set.index().filter(blobs()::exists).isPresent()) {
                return StoredIndex.read(blobs(), set.index().get()).available();
            }
            Descriptor manifest = set.manifests().getFirst();
            return new Document(manifest, blobs().document(manifest));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// Whether nothing of a set is missing here.
    public boolean isWhole(ImageSet set) {
        return document(set).descriptor().digest().equals(original(set).descriptor().digest());
    }

    /// The index or the manifest that a set's name stands for, as it came.
    public Document original(ImageSet set) {
        try {
            return set.index().filter(blobs()::exists).isPresent()
                    ? StoredIndex.read(blobs(), set.index().get()).document()
                    : document(ImageSet.of(set.manifests().getFirst()));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// The image that users call so.
    ///
    /// @throws Failure `NOT_FOUND` if there is none
    public StoredImage image(String reference) {
        return find(reference).orElseThrow(() -> notFound(reference));
    }

    private static Failure notFound(String reference) {
        return Failure.notFound("no such image \"" + reference + "\"")
                .hint("`hako images` lists them, `hako pull` gets others");
    }

    /// Whether the index has an image, with a name or without.
    public boolean isNamed(Digest manifest) {
        return entries().stream().anyMatch(entry -> entry.isOf(manifest));
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
                entries().stream().filter(entry -> entry.isOf(manifest)).toList();
        return read(entries.isEmpty() ? List.of(unnamed(manifest)) : entries);
    }

    /// An image that a container keeps, though nothing is called so any more.
    private NamedManifest unnamed(Digest digest) {
        long size = blobs().path(digest).toFile().length();
        Descriptor any = Descriptor.of(MediaTypes.OCI_MANIFEST, digest, size);
        try {
            String mediaType = Manifest.parse(blobs().document(any)).mediaType();
            return NamedManifest.unnamed(
                    mediaType == null ? any : Descriptor.of(mediaType, digest, size));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// Gives images, all of which are there, a name. Who had the name before has it no more, but
    /// stays; of the same index, other platforms' images keep it.
    ///
    /// @param origin what the name stands for in its registry, if they are from one
    public void name(ImageSet set, ImageReference name, @Nullable Digest origin) {
        List<NamedManifest> named = named(set, Optional.of(name), origin);
        change(entries -> {
            List<NamedManifest> others =
                    without(
                            entries,
                            entry -> entry.isCalled(name) && !entry.isBeside(named.getFirst()));
            others.removeIf(entry ->
                    set.has(entry.manifest().digest())
                            && (entry.isCalled(name) || entry.name().isEmpty()));
            others.addAll(named);
            return others;
        });
    }

    private static List<NamedManifest> named(
            ImageSet set, Optional<ImageReference> name, @Nullable Digest origin) {
        return set.manifests().stream()
                .map(manifest ->
                        new NamedManifest(manifest, name, Optional.ofNullable(origin), set.index()))
                .toList();
    }

    /// Notes what a name stands for in its registry, now that its images are there.
    public void pushed(ImageReference name, Digest digest) {
        change(entries ->
                entries.stream()
                        .map(entry -> entry.isCalled(name) ? entry.at(digest) : entry)
                        .toList());
    }

    /// Keeps images, all of which are there, without a name.
    public void keep(ImageSet set) {
        change(entries -> {
            List<NamedManifest> all = new ArrayList<>(entries);
            for (NamedManifest kept : named(set, Optional.empty(), null)) {
                if (all.stream().noneMatch(entry -> entry.isOf(kept.manifest().digest()))) {
                    all.add(kept);
                }
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
            if (kept.stream().noneMatch(other -> other.isOf(entry.manifest().digest()))) {
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

    /// What all of it takes of the disk. Nothing is walked: layers have it on record.
    public DiskUse diskUse() {
        try (Lease _ = lease()) {
            DiskUse use = DiskUse.NOTHING;
            for (Digest layer : layers.all()) {
                use = use.and(layers.sizeBytes(layer), layers.entries(layer));
                use = use.and(layers.diskBytes(layer), 0);
            }
            for (Digest blob : blobs().all()) {
                use = use.and(Files.size(blobs().path(blob)), 1);
            }
            return use;
        } catch (IOException e) {
            throw unreadable(e);
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
