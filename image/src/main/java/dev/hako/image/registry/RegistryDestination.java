package dev.hako.image.registry;

import dev.hako.image.registry.http.UserAgent;
import dev.hako.image.source.BlobSource;
import dev.hako.image.source.Document;
import dev.hako.image.source.ImageDestination;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A name in a registry that an image is pushed to.
public final class RegistryDestination implements ImageDestination {
    private final ImageReference reference;
    private final Repository repository;
    private final UserAgent agent;
    private final Map<Digest, URI> begun = new ConcurrentHashMap<>();
    private final Map<Digest, List<String>> elsewhere = new ConcurrentHashMap<>();

    RegistryDestination(ImageReference reference, Repository repository, UserAgent agent) {
        this.reference = reference;
        this.repository = repository;
        this.agent = agent;
    }

    /// Says in which repositories of the same registry a blob may be: it need not be sent then.
    public void mountable(Digest blob, List<String> repositories) {
        elsewhere.put(blob, List.copyOf(repositories));
    }

    @Override
    public String name() {
        return reference.toString();
    }

    @Override
    public boolean has(Descriptor blob) throws IOException {
        return new BlobHead(repository).exists(blob) || mounted(blob);
    }

    /// One repository is asked only: a registry that does not take it from there starts an upload.
    private boolean mounted(Descriptor blob) {
        Optional<String> from =
                elsewhere.getOrDefault(blob.digest(), List.of()).stream()
                        .filter(other -> !other.equals(repository.name()))
                        .findFirst();
        if (from.isEmpty()) {
            return false;
        }
        return switch (new BlobMount(repository).mount(blob, from.get())) {
            case BlobMount.Outcome.Mounted _ -> true;
            case BlobMount.Outcome.Begun(URI upload) -> {
                begun.put(blob.digest(), upload);
                yield false;
            }
            case BlobMount.Outcome.Refused _ -> false;
        };
    }

    @Override
    public void put(Descriptor blob, BlobSource from) throws IOException {
        Optional<URI> upload = Optional.ofNullable(begun.remove(blob.digest()));
        new BlobUpload(repository, blob, offset -> from.blob(blob, offset)).send(upload);
    }

    /// A configuration is a blob to registries.
    @Override
    public void put(Document document) throws IOException {
        Descriptor descriptor = document.descriptor();
        if (!ManifestTypes.isRead(descriptor.mediaType())) {
            byte[] bytes = document.bytes();
            new BlobUpload(repository, descriptor, at -> tail(bytes, (int) at))
                    .send(Optional.empty());
            return;
        }
        new ManifestPut(repository).put(document.descriptor().digest().toString(), document);
    }

    private static InputStream tail(byte[] bytes, int from) {
        return new ByteArrayInputStream(bytes, from, bytes.length - from);
    }

    @Override
    public void name(Document top) throws IOException {
        String tag = reference.tag();
        String key = tag == null ? top.descriptor().digest().toString() : tag;
        new ManifestPut(repository).put(key, top);
    }

    @Override
    public void close() {
        agent.close();
    }
}
