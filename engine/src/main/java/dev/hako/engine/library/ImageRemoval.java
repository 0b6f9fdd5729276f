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
        static final Removed NOTHING = new Removed(List.of(), List.of(), 0);

        public Removed {
            untagged = List.copyOf(untagged);
            deleted = List.copyOf(deleted);
        }

        /// Both; a name that several images had is taken away once.
        Removed and(Removed other) {
            List<String> names = new ArrayList<>(untagged);
            other.untagged.stream().filter(name -> !names.contains(name)).forEach(names::add);
            List<String> digests = new ArrayList<>(deleted);
            digests.addAll(other.deleted);
            return new Removed(names, digests, bytes + other.bytes);
        }
    }

    /// Removes what is called so: of a name, the images of all platforms that have no other.
    ///
    /// @param force whether what stopped containers are made of, and what has several names, may go
    /// @throws Failure `NOT_FOUND`, or `CONFLICT` with who needs it
    public Removed remove(String reference, boolean force) {
        StoredImage image = library.image(reference);
        Optional<ImageReference> name = nameIn(reference, image);
        if (name.isEmpty()) {
            return removeById(reference, image, force);
        }
        List<StoredImage> last =
                library.list().stream()
                        .filter(each -> each.names().contains(name.get()))
                        .filter(each -> isLast(name.get(), each))
                        .toList();
        if (last.isEmpty()) {
            return untag(image, Set.of(name.get()));
        }
        last.forEach(each -> requireUnused(reference, each, force));
        Removed removed = Removed.NOTHING;
        for (StoredImage each : last) {
            boolean live = library.users(each).stream().anyMatch(ImageUser::live);
            removed = removed.and(live ? untag(each, Set.copyOf(each.names())) : removeWhole(each));
        }
        library.store().untag(Set.of(name.get()));
        return removed;
    }

    /// Whether an image has no other name but digests.
    private static boolean isLast(ImageReference name, StoredImage image) {
        return image.names().stream()
                .allMatch(other -> other.equals(name) || other.digest() != null);
    }

    private void requireUnused(String reference, StoredImage image, boolean force) {
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

    /// Removes an image with all its names, whoever uses it: what containers are made of stays
    /// until they are gone.
    public Removed forget(StoredImage image) {
        return removeWhole(image);
    }

    private Removed untag(StoredImage image, Set<ImageReference> names) {
        library.store().untag(names);
        List<String> untagged = names.stream().map(ImageReference::familiar).sorted().toList();
        untagged.forEach(name -> library.tell(Actions.UNTAG, image.id(), name));
        return new Removed(untagged, List.of(), 0);
    }

    /// A name that another platform's image has, too, stays.
    private Removed removeWhole(StoredImage image) {
        library.store().forget(image.id());
        List<ImageReference> names = gone(image.names());
        List<String> untagged = new ArrayList<>();
        names.forEach(name -> untagged.add(name.familiar()));
        gone(image.digests()).stream()
                .map(ImageReference::familiar)
                .filter(name -> !untagged.contains(name))
                .forEach(untagged::add);
        names.stream()
                .filter(name -> name.digest() == null)
                .forEach(name -> library.tell(Actions.UNTAG, image.id(), name.familiar()));
        library.tell(Actions.DELETE, image.id(), image.id().toString());
        Collected collected = library.collect();
        return new Removed(untagged, deleted(image, collected), collected.bytes());
    }

    private List<ImageReference> gone(List<ImageReference> names) {
        return names.stream().filter(name -> library.find(name.toString()).isEmpty()).toList();
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
        Removed removed = Removed.NOTHING;
        for (StoredImage image : library.list()) {
            boolean candidate = all || image.dangling();
            if (candidate && wanted.test(image) && library.users(image).isEmpty()) {
                removed = removed.and(removeWhole(image));
            }
        }
        return removed;
    }
}
