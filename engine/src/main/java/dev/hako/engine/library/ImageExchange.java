package dev.hako.engine.library;

import dev.hako.engine.event.Actions;
import dev.hako.failure.Failure;
import dev.hako.image.policy.Policy;
import dev.hako.image.registry.Access;
import dev.hako.image.registry.Registries;
import dev.hako.image.registry.RegistryDestination;
import dev.hako.image.registry.RegistrySource;
import dev.hako.image.source.Document;
import dev.hako.image.store.StoreSource;
import dev.hako.image.store.StoredImage;
import dev.hako.image.transfer.Delivery;
import dev.hako.image.transfer.Fetch;
import dev.hako.image.transfer.TransferListener;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Platform;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Brings images from registries, and takes them there.
public final class ImageExchange {
    private final ImageLibrary library;
    private final Registries registries = new Registries();
    private final Access access;
    private final Policy policy;

    /// @param access with whose rights registries are used
    /// @param policy which of their images may be
    ImageExchange(ImageLibrary library, Access access, Policy policy) {
        this.library = library;
        this.access = access;
        this.policy = policy;
    }

    /// What a pull has brought.
    ///
    /// @param digest that the name stands for
    /// @param fresh whether the name stood for another image before, or for none
    public record Pulled(StoredImage image, Digest digest, boolean fresh) {}

    /// Brings the image of a name in, unless it is here already: that takes one question.
    ///
    /// @param platform empty: this machine's
    /// @throws Failure naming registry, repository and why
    public Pulled pull(
            ImageReference name, Optional<Platform> platform, TransferListener listener) {
        try (RegistrySource source = registries.source(name, access)) {
            Optional<StoredImage> before = library.store().find(name.toString());
            if (before.isPresent()) {
                Optional<Digest> same = unchanged(source, name, before.get(), platform);
                if (same.isPresent()) {
                    return new Pulled(before.get(), same.get(), false);
                }
            }
            Document top = source.top();
            policy.admit(name, top.descriptor().digest(), source);
            Fetch.Request request = new Fetch.Request(platform, List.of(name), true);
            StoredImage image = library.fetch().run(source, top, request, listener);
            library.tell(Actions.PULL, image.id(), name.familiar());
            boolean fresh = before.filter(old -> old.id().equals(image.id())).isEmpty();
            return new Pulled(image, top.descriptor().digest(), fresh);
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    "cannot pull \"" + name.familiar() + "\": " + e.getMessage(),
                    e);
        }
    }

    /// The digest that the name stands for, if the image here is of it.
    private Optional<Digest> unchanged(
            RegistrySource source,
            ImageReference name,
            StoredImage here,
            Optional<Platform> platform)
            throws IOException {
        boolean right = platform.orElse(library.fetch().machine()).runs(here.config().platform());
        Optional<Descriptor> same =
                right
                        ? source.topDescriptor()
                                .filter(top -> library.store().isOrigin(name, top.digest()))
                        : Optional.empty();
        if (same.isPresent()) {
            policy.admit(name, same.get().digest(), source);
        }
        return same.map(Descriptor::digest);
    }

    /// All tags that the repository of a name has.
    public List<String> tags(ImageReference name) {
        try (RegistrySource source = registries.source(name, access)) {
            return source.tags();
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    "cannot list the tags of \"" + name.familiar() + "\": " + e.getMessage(),
                    e);
        }
    }

    /// Takes the image that has a name to the registry that the name speaks of.
    ///
    /// @return its manifest
    public Document push(ImageReference name, TransferListener listener) {
        StoredImage image = library.image(name.toString());
        StoreSource source = new StoreSource(library.store(), name.toString(), image.descriptor());
        try (RegistryDestination destination = registries.destination(name, access)) {
            Document manifest = new Delivery(source, destination).run(listener);
            library.store().name(image.descriptor(), name, manifest.descriptor().digest());
            library.tell(Actions.PUSH, image.id(), name.familiar());
            return manifest;
        }
    }
}
