package dev.hako.image.store;

import dev.hako.image.layout.ImageLayout;
import dev.hako.image.tarball.ImageArchive;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.json.InvalidDocumentException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An entry of a store's index.
///
/// @param manifest of one image
/// @param name what it is called; empty: nothing
/// @param origin the digest that the name stood for in its registry, which may be an index's
record NamedManifest(Descriptor manifest, Optional<ImageReference> name, Optional<Digest> origin) {
    private static final String ORIGIN = "dev.hako.image.origin";

    static NamedManifest of(Descriptor entry) {
        return new NamedManifest(
                entry.withAnnotations(Map.of()),
                parsed(entry.annotations().get(ImageLayout.REF_NAME), ImageReference::parse),
                parsed(entry.annotations().get(ORIGIN), Digest::parse));
    }

    private interface Parser<T> {
        T parse(String text);
    }

    private static <T> Optional<T> parsed(@Nullable String text, Parser<T> parser) {
        try {
            return text == null ? Optional.empty() : Optional.of(parser.parse(text));
        } catch (InvalidDocumentException _) {
            return Optional.empty();
        }
    }

    Descriptor entry() {
        Map<String, String> annotations = new TreeMap<>();
        name.ifPresent(text -> annotations.put(ImageLayout.REF_NAME, text.toString()));
        name.ifPresent(text -> annotations.put(ImageArchive.FULL_NAME, text.toString()));
        origin.ifPresent(digest -> annotations.put(ORIGIN, digest.toString()));
        return manifest.withAnnotations(annotations);
    }

    /// The same image without a name.
    NamedManifest nameless() {
        return new NamedManifest(manifest, Optional.empty(), Optional.empty());
    }

    boolean isCalled(ImageReference other) {
        return name.equals(Optional.of(other));
    }

    /// What it is called by its digest in its registry.
    Optional<ImageReference> byDigest() {
        return name.flatMap(called ->
                origin.map(digest ->
                        new ImageReference(called.registry(), called.repository(), null, digest)));
    }
}
