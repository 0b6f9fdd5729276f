package dev.hako.engine.library;

import static java.util.stream.Collectors.toSet;

import dev.hako.engine.event.Actions;
import dev.hako.failure.Failure;
import dev.hako.image.policy.Policy;
import dev.hako.image.registry.Access;
import dev.hako.image.registry.Registries;
import dev.hako.image.registry.RegistryDestination;
import dev.hako.image.registry.RegistrySource;
import dev.hako.image.source.Document;
import dev.hako.image.store.ImageSet;
import dev.hako.image.store.StoredImage;
import dev.hako.image.transfer.Fetch;
import dev.hako.image.transfer.Platforms;
import dev.hako.image.transfer.TransferListener;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Platform;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    /// Brings the images of a name in, unless they are here already: that takes one question.
    ///
    /// @param platforms of which the images are wanted
    /// @throws Failure naming registry, repository and why
    public Pulled pull(ImageReference name, Platforms platforms, TransferListener listener) {
        try (RegistrySource source = registries.source(name, access)) {
            Optional<StoredImage> before = here(name, platforms);
            if (before.isPresent()) {
                Optional<Digest> same = unchanged(source, name);
                if (same.isPresent()) {
                    return new Pulled(before.get(), same.get(), false);
                }
            }
            Document top = source.top();
            policy.admit(name, top.descriptor().digest(), source);
            Fetch.Request request = new Fetch.Request(platforms, List.of(name), true);
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

    /// The image that the name has here; nothing if not all that is wanted is here.
    private Optional<StoredImage> here(ImageReference name, Platforms platforms) {
        String reference = name.toString();
        Platform machine = library.store().machine();
        return switch (platforms) {
            case Platforms.Own _ -> library.find(reference, Optional.of(machine));
            case Platforms.One(Platform platform) -> library.find(reference, Optional.of(platform));
            case Platforms.Every _, Platforms.Available _ ->
                    library.find(reference).filter(_ -> isAllHere(name));
        };
    }

    /// An image by itself may be one of an index that an older Hako did not keep.
    private boolean isAllHere(ImageReference name) {
        ImageSet set = library.store().set(name.toString());
        Digest first = set.manifests().getFirst().digest();
        return library.store().isWhole(set)
                && (set.index().isPresent() || library.store().isOrigin(name, first));
    }

    /// The digest that the name stands for, if what is here is of it.
    private Optional<Digest> unchanged(RegistrySource source, ImageReference name)
            throws IOException {
        Optional<Descriptor> same =
                source.topDescriptor().filter(top -> library.store().isOrigin(name, top.digest()));
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

    /// What a name stands for in its registry: an index or a manifest, as it is there.
    public Document document(ImageReference name) {
        try (RegistrySource source = registries.source(name, access)) {
            return source.top();
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    "cannot get what \"" + name.familiar() + "\" stands for: " + e.getMessage(),
                    e);
        }
    }

    /// Takes the images that have a name to the registry that the name speaks of: all platforms'
    /// that are here.
    ///
    /// @return what the name stands for there, an index or a manifest
    public Document push(ImageReference name, TransferListener listener) {
        StoredImage image = library.image(name.toString());
        try (RegistryDestination destination = registries.destination(name, access)) {
            elsewhere(name).forEach(destination::mountable);
            Document top = library.deliver(name.toString(), destination, listener);
            library.store().pushed(name, top.descriptor().digest());
            library.tell(Actions.PUSH, image.id(), name.familiar());
            return top;
        }
    }

    /// In which other repositories of the same registry the images' layers are, by the images that
    /// came from there or went there.
    private Map<Digest, List<String>> elsewhere(ImageReference name) {
        Map<Digest, List<String>> elsewhere = new HashMap<>();
        Set<Digest> layers =
                library.store().set(name.toString()).manifests().stream()
                        .map(manifest -> library.store().pinned(manifest.digest()))
                        .flatMap(image -> image.manifest().layers().stream())
                        .map(Descriptor::digest)
                        .collect(toSet());
        for (StoredImage other : library.list()) {
            List<String> repositories =
                    other.digests().stream()
                            .filter(each -> each.registry().equals(name.registry()))
                            .map(ImageReference::repository)
                            .filter(repository -> !repository.equals(name.repository()))
                            .distinct()
                            .toList();
            if (!repositories.isEmpty()) {
                other.manifest().layers().stream()
                        .map(Descriptor::digest)
                        .filter(layers::contains)
                        .forEach(layer -> elsewhere.putIfAbsent(layer, repositories));
            }
        }
        return elsewhere;
    }
}
