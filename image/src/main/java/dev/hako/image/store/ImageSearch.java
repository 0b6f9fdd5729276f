package dev.hako.image.store;

import dev.hako.failure.Failure;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Platform;
import dev.hako.oci.json.InvalidDocumentException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds an image by what users write: names before ids, as Docker does.
record ImageSearch(ImageStore store) {
    private static final String SHA256 = "sha256:";
    private static final Pattern ID = Pattern.compile("(sha256:)?[0-9a-f]{1,64}");

    /// @param platform that the image must run on; empty: this machine's comes before others
    Optional<StoredImage> find(String reference, Optional<Platform> platform) {
        List<NamedManifest> named = named(reference);
        return named.isEmpty() && ID.matcher(reference).matches()
                ? byId(reference).filter(image -> fits(image, platform))
                : chosen(named, platform).map(this::whole);
    }

    /// Everything that is meant: a name means all platforms of its index.
    Optional<ImageSet> set(String reference) {
        List<NamedManifest> named = named(reference);
        if (named.isEmpty()) {
            return find(reference, Optional.empty()).map(image -> ImageSet.of(image.descriptor()));
        }
        NamedManifest first = named.getFirst();
        Map<Digest, Descriptor> manifests = new LinkedHashMap<>();
        named.stream()
                .filter(entry -> entry.isBeside(first) || entry.isOf(first.manifest().digest()))
                .forEach(entry ->
                        manifests.putIfAbsent(entry.manifest().digest(), entry.manifest()));
        return Optional.of(
                isByManifest(first, reference)
                        ? ImageSet.of(first.manifest())
                        : new ImageSet(first.index(), List.copyOf(manifests.values())));
    }

    /// Whether the user asks for a manifest, be it one of an index.
    private static boolean isByManifest(NamedManifest entry, String reference) {
        return reference.endsWith("@" + entry.manifest().digest());
    }

    /// The entries that a name, maybe with a digest, stands for.
    private List<NamedManifest> named(String reference) {
        if (reference.startsWith(SHA256)) {
            return List.of();
        }
        try {
            ImageReference wanted = ImageReference.parse(reference);
            return store.entries().stream().filter(entry -> matches(entry, wanted)).toList();
        } catch (InvalidDocumentException e) {
            if (ID.matcher(reference).matches()) {
                return List.of();
            }
            throw e;
        }
    }

    private Optional<StoredImage> chosen(List<NamedManifest> entries, Optional<Platform> platform) {
        List<StoredImage> images =
                entries.stream()
                        .map(entry -> entry.manifest().digest())
                        .distinct()
                        .map(store::pinned)
                        .toList();
        Optional<StoredImage> best =
                platform.orElse(store.machine()).best(images, image -> image.config().platform());
        return platform.isPresent() ? best : best.or(() -> images.stream().findFirst());
    }

    private static boolean fits(StoredImage image, Optional<Platform> platform) {
        return platform.isEmpty() || platform.get().runs(image.config().platform());
    }

    /// With all names of images that have the same id.
    private StoredImage whole(StoredImage image) {
        return store.all().stream()
                .filter(each -> each.id().equals(image.id()))
                .findFirst()
                .map(each ->
                        new StoredImage(
                                image.descriptor(),
                                image.manifest(),
                                image.config(),
                                each.names(),
                                each.digests()))
                .orElse(image);
    }

    /// A digest is what a tag stood for, or that of the index or the manifest itself.
    private static boolean matches(NamedManifest entry, ImageReference wanted) {
        Digest digest = wanted.digest();
        if (digest == null || entry.name().isEmpty()) {
            return entry.isCalled(wanted);
        }
        ImageReference name = entry.name().get();
        boolean same =
                entry.isOf(digest)
                        || entry.origin().equals(Optional.of(digest))
                        || entry.index().equals(Optional.of(digest));
        return name.registry().equals(wanted.registry())
                && name.repository().equals(wanted.repository())
                && same;
    }

    private Optional<StoredImage> byId(String reference) {
        String begun =
                reference.startsWith(SHA256) ? reference.substring(SHA256.length()) : reference;
        List<StoredImage> meant =
                store.all().stream().filter(image -> image.id().hex().startsWith(begun)).toList();
        if (meant.size() > 1) {
            throw Failure.conflict("the ids of several images begin with \"" + reference + "\"")
                    .hint("write more of it");
        }
        return meant.stream().findFirst();
    }
}
