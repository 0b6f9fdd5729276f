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
/// @param index the digest of the index that the name stands for; empty: the manifest by itself
record NamedManifest(
        Descriptor manifest,
        Optional<ImageReference> name,
        Optional<Digest> origin,
        Optional<Digest> index) {
    private static final String ORIGIN = "dev.hako.image.origin";
    private static final String INDEX = "dev.hako.image.index";

    static NamedManifest of(Descriptor entry) {
        return new NamedManifest(
                entry.withAnnotations(Map.of()),
                parsed(entry.annotations().get(ImageLayout.REF_NAME), ImageReference::parse),
                parsed(entry.annotations().get(ORIGIN), Digest::parse),
                parsed(entry.annotations().get(INDEX), Digest::parse));
    }

    /// An image that is not called anything.
    static NamedManifest unnamed(Descriptor manifest) {
        return new NamedManifest(manifest, Optional.empty(), Optional.empty(), Optional.empty());
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
        index.ifPresent(digest -> annotations.put(INDEX, digest.toString()));
        return manifest.withAnnotations(annotations);
    }

    /// The same image without a name.
    NamedManifest nameless() {
        return new NamedManifest(manifest, Optional.empty(), Optional.empty(), index);
    }

    /// The same, now that a registry has it.
    NamedManifest at(Digest digest) {
        return new NamedManifest(manifest, name, Optional.of(digest), index);
    }

    boolean isOf(Digest other) {
        return manifest.digest().equals(other);
    }

    /// Whether the other is for the same index, maybe for another platform.
    boolean isBeside(NamedManifest other) {
        return index.isPresent() && index.equals(other.index);
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
