package dev.hako.image.store;

import dev.hako.failure.Failure;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.json.InvalidDocumentException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds an image by what users write: names before ids, as Docker does.
record ImageSearch(ImageStore store) {
    private static final String SHA256 = "sha256:";
    private static final Pattern ID = Pattern.compile("(sha256:)?[0-9a-f]{1,64}");

    Optional<StoredImage> find(String reference) {
        Optional<StoredImage> named =
                reference.startsWith(SHA256) ? Optional.empty() : byName(reference);
        return named.isPresent() || !ID.matcher(reference).matches() ? named : byId(reference);
    }

    private Optional<StoredImage> byName(String reference) {
        ImageReference wanted;
        try {
            wanted = ImageReference.parse(reference);
        } catch (InvalidDocumentException e) {
            if (ID.matcher(reference).matches()) {
                return Optional.empty();
            }
            throw e;
        }
        return store.entries().stream()
                .filter(entry -> matches(entry, wanted))
                .findFirst()
                .map(entry -> store.pinned(entry.manifest().digest()))
                .map(this::whole);
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

    /// A digest is what a tag stood for, or that of the manifest itself.
    private static boolean matches(NamedManifest entry, ImageReference wanted) {
        Digest digest = wanted.digest();
        if (digest == null || entry.name().isEmpty()) {
            return entry.isCalled(wanted);
        }
        ImageReference name = entry.name().get();
        boolean same = entry.manifest().digest().equals(digest);
        return name.registry().equals(wanted.registry())
                && name.repository().equals(wanted.repository())
                && (same || entry.origin().equals(Optional.of(digest)));
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
