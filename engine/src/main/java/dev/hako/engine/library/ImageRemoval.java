package dev.hako.engine.library;

import dev.hako.engine.event.Actions;
import dev.hako.failure.Failure;
import dev.hako.image.store.Collected;
import dev.hako.image.store.StoredImage;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.json.InvalidDocumentException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Removes images, by Docker's rules: a name is taken away, and what has no name left goes, unless
/// a container is made of it.
public final class ImageRemoval {
    private final ImageLibrary library;

    ImageRemoval(ImageLibrary library) {
        this.library = library;
    }

    /// What has been removed.
    ///
    /// @param untagged names
    /// @param deleted digests of configurations and of layers (by chain)
    /// @param bytes of the disk that are free now
    public record Removed(List<String> untagged, List<String> deleted, long bytes) {
        public Removed {
            untagged = List.copyOf(untagged);
            deleted = List.copyOf(deleted);
        }
    }

    /// Removes what is called so.
    ///
    /// @param force whether what stopped containers are made of, and what has several names, may go
    /// @throws Failure `NOT_FOUND`, or `CONFLICT` with who needs it
    public Removed remove(String reference, boolean force) {
        StoredImage image = library.image(reference);
        Optional<ImageReference> name = nameIn(reference, image);
        if (name.isEmpty()) {
            return removeById(reference, image, force);
        }
        Set<ImageReference> rest = new LinkedHashSet<>(image.names());
        rest.remove(name.get());
        boolean last = rest.stream().allMatch(other -> other.digest() != null);
        if (!last) {
            return untag(image, Set.of(name.get()));
        }
        List<ImageUser> users = library.users(image);
        if (!users.isEmpty() && !force) {
            throw Failure.conflict(
                            "unable to remove repository reference \""
                                    + reference
                                    + "\" (must force) - container "
                                    + users.getFirst().shortId()
                                    + " is using its referenced image "
                                    + shortId(image))
                    .hint("remove the container, or give -f");
        }
        boolean live = users.stream().anyMatch(ImageUser::live);
        return live ? untag(image, Set.copyOf(image.names())) : removeWhole(image);
    }

    private static Optional<ImageReference> nameIn(String reference, StoredImage image) {
        try {
            ImageReference name = ImageReference.parse(reference);
            return image.names().stream()
                    .filter(other -> other.equals(name) || isByDigest(other, name))
                    .findFirst();
        } catch (InvalidDocumentException _) {
            return Optional.empty();
        }
    }

    private static boolean isByDigest(ImageReference other, ImageReference name) {
        return name.digest() != null
                && other.registry().equals(name.registry())
                && other.repository().equals(name.repository());
    }

    private Removed removeById(String reference, StoredImage image, boolean force) {
        for (ImageUser user : library.users(image)) {
            if (user.live() || !force) {
                throw Failure.conflict(
                                "unable to delete "
                                        + shortId(image)
                                        + (user.live()
                                                ? " (cannot be forced) - image is being used by"
                                                        + " running container "
                                                : " (must be forced) - image is being used by"
                                                        + " stopped container ")
                                        + user.shortId())
                        .hint(user.live() ? "stop the container first" : "give -f");
            }
        }
        long repositories =
                image.names().stream()
                        .map(name -> name.registry() + "/" + name.repository())
                        .distinct()
                        .count();
        if (repositories > 1 && !force) {
            throw Failure.conflict(
                            "unable to delete "
                                    + reference
                                    + " (must be forced) - image is referenced in multiple"
                                    + " repositories")
                    .hint("remove it by its names, or give -f");
        }
        return removeWhole(image);
    }

    private Removed untag(StoredImage image, Set<ImageReference> names) {
        library.store().untag(names);
        List<String> untagged = names.stream().map(ImageReference::familiar).sorted().toList();
        untagged.forEach(name -> library.tell(Actions.UNTAG, image.id(), name));
        return new Removed(untagged, List.of(), 0);
    }

    private Removed removeWhole(StoredImage image) {
        List<String> untagged = new ArrayList<>();
        image.names().forEach(name -> untagged.add(name.familiar()));
        image.digests().stream()
                .map(ImageReference::familiar)
                .filter(name -> !untagged.contains(name))
                .forEach(untagged::add);
        image.tags().forEach(name -> library.tell(Actions.UNTAG, image.id(), name.familiar()));
        library.store().forget(image.id());
        library.tell(Actions.DELETE, image.id(), image.id().toString());
        Collected collected = library.collect();
        return new Removed(untagged, deleted(image, collected), collected.bytes());
    }

    /// The image, and the chains of those layers that went with it, uppermost first.
    private static List<String> deleted(StoredImage image, Collected collected) {
        List<String> deleted = new ArrayList<>();
        List<Digest> chains = chains(image.config().diffIds());
        for (int i = 0; i < chains.size(); i++) {
            if (collected.layers().contains(image.config().diffIds().get(i))) {
                deleted.addFirst(chains.get(i).toString());
            }
        }
        deleted.addFirst(image.id().toString());
        return deleted;
    }

    /// What a layer and all below it are called together: image-spec config.md, "Layer ChainID".
    private static List<Digest> chains(List<Digest> diffIds) {
        List<Digest> chains = new ArrayList<>();
        for (Digest diffId : diffIds) {
            chains.add(
                    chains.isEmpty()
                            ? diffId
                            : Digest.sha256(
                                    (chains.getLast() + " " + diffId)
                                            .getBytes(StandardCharsets.US_ASCII)));
        }
        return chains;
    }

    private static String shortId(StoredImage image) {
        return image.id().hex().substring(0, 12);
    }

    /// Removes the images that no container is made of.
    ///
    /// @param all whether those that have a name go, too
    /// @param wanted which of them
    public Removed prune(boolean all, Predicate<StoredImage> wanted) {
        List<String> untagged = new ArrayList<>();
        List<String> deleted = new ArrayList<>();
        long bytes = 0;
        for (StoredImage image : library.list()) {
            boolean candidate = all || image.dangling();
            if (candidate && wanted.test(image) && library.users(image).isEmpty()) {
                Removed removed = removeWhole(image);
                untagged.addAll(removed.untagged());
                deleted.addAll(removed.deleted());
                bytes += removed.bytes();
            }
        }
        return new Removed(untagged, deleted, bytes);
    }
}
