package dev.hako.image.registry;

import dev.hako.failure.Failure;
import dev.hako.image.registry.http.UserAgent;
import dev.hako.image.source.Document;
import dev.hako.image.source.ReferredSource;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// An image in a registry, or in a mirror of it: whatever a mirror does not give is asked of the
/// next, and of the registry at last.
public final class RegistrySource implements ReferredSource {
    private final ImageReference reference;
    private final List<Repository> places;
    private final UserAgent agent;

    RegistrySource(ImageReference reference, List<Repository> places, UserAgent agent) {
        this.reference = reference;
        this.places = List.copyOf(places);
        this.agent = agent;
    }

    @Override
    public String name() {
        return reference.toString();
    }

    @Override
    public Document top() throws IOException {
        return first(place -> new ManifestGet(place).get(key()));
    }

    /// What the registry says that the name stands for, without the document: one short question,
    /// which public registries do not count. Nothing if the registry does not say enough.
    public Optional<Descriptor> topDescriptor() throws IOException {
        return first(place -> new ManifestHead(place).head(key()));
    }

    @Override
    public Document document(Descriptor descriptor) throws IOException {
        return first(place -> document(place, descriptor));
    }

    @Override
    public InputStream blob(Descriptor descriptor, long offset) throws IOException {
        String intent = "cannot get blob " + descriptor.digest() + " of \"" + home().shown() + "\"";
        return new ResumingStream(
                        descriptor,
                        from -> first(place -> new BlobGet(place).open(descriptor, from)),
                        agent,
                        intent)
                .from(offset);
    }

    /// All tags of the repository.
    public List<String> tags() throws IOException {
        return new TagList(home()).all();
    }

    @Override
    public List<Descriptor> referrers(Digest subject) throws IOException {
        return new Referrers(home()).of(subject);
    }

    @Override
    public Optional<Document> tagged(String tag) throws IOException {
        return new ManifestGet(home()).find(tag);
    }

    @Override
    public void close() {
        agent.close();
    }

    /// The digest names the content, whatever the tag says.
    private String key() {
        Digest digest = reference.digest();
        return digest == null ? Objects.requireNonNull(reference.tag()) : digest.toString();
    }

    private Repository home() {
        return places.getLast();
    }

    private static Document document(Repository place, Descriptor descriptor) throws IOException {
        if (ManifestTypes.isRead(descriptor.mediaType())) {
            Document got = new ManifestGet(place).get(descriptor.digest().toString());
            boolean same =
                    got.descriptor().mediaType().equals(descriptor.mediaType())
                            && got.bytes().length == descriptor.sizeBytes();
            if (!same) {
                throw Failure.invalid(
                        "cannot get manifest %s of \"%s\": it is not of the kind and size that its index says"
                                .formatted(descriptor.digest(), place.shown()));
            }
            return new Document(descriptor, got.bytes());
        }
        return new Document(descriptor, small(place, descriptor));
    }

    private static byte[] small(Repository place, Descriptor descriptor) throws IOException {
        String intent = "cannot get blob " + descriptor.digest() + " of \"" + place.shown() + "\"";
        if (descriptor.sizeBytes() > Json.MAX_BYTES) {
            throw Failure.invalid(intent + ": a document has at most " + Json.MAX_BYTES + " bytes");
        }
        try (InputStream in = new BlobGet(place).open(descriptor, 0)) {
            byte[] bytes = in.readNBytes((int) descriptor.sizeBytes() + 1);
            byte[] hash = descriptor.digest().algorithm().messageDigest().digest(bytes);
            if (!Digest.of(descriptor.digest().algorithm(), hash).equals(descriptor.digest())) {
                throw Failure.invalid(intent + ": it has another content than its digest says");
            }
            return bytes;
        }
    }

    private interface Question<T> {
        T ask(Repository place) throws IOException;
    }

    private <T> T first(Question<T> question) throws IOException {
        for (Repository mirror : places.subList(0, places.size() - 1)) {
            try {
                return question.ask(mirror);
            } catch (Failure e) {
                if (e.kind() == Failure.Kind.CANCELLED) {
                    throw e;
                }
            }
        }
        return question.ask(home());
    }
}
