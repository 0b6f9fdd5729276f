package dev.hako.engine.library;

import dev.hako.engine.event.Actions;
import dev.hako.engine.event.EventJournal;
import dev.hako.engine.event.EventType;
import dev.hako.failure.Failure;
import dev.hako.image.Image;
import dev.hako.image.Images;
import dev.hako.image.LocalImage;
import dev.hako.image.policy.Policy;
import dev.hako.image.registry.Access;
import dev.hako.image.source.Document;
import dev.hako.image.source.ImageDestination;
import dev.hako.image.source.ImageSource;
import dev.hako.image.store.Collected;
import dev.hako.image.store.ImageStore;
import dev.hako.image.store.Lease;
import dev.hako.image.store.StoreSource;
import dev.hako.image.store.StoredImage;
import dev.hako.image.transfer.Delivery;
import dev.hako.image.transfer.Fetch;
import dev.hako.image.transfer.Platforms;
import dev.hako.image.transfer.TransferListener;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Platform;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An engine's images.
public final class ImageLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(ImageLibrary.class);

    private final Images images;
    private final Fetch fetch;
    private final EventJournal events;
    private final Supplier<List<ImageUser>> users;
    private final StepCache steps;

    /// @param users the containers that are made of stored images
    /// @param steps what builds have made
    public ImageLibrary(
            Images images,
            Fetch fetch,
            EventJournal events,
            Supplier<List<ImageUser>> users,
            StepCache steps) {
        this.steps = steps;
        this.images = images;
        this.fetch = fetch;
        this.events = events;
        this.users = users;
    }

    /// All there are, the newest first.
    public List<StoredImage> list() {
        return store().all().stream()
                .sorted((one, other) -> ImageAge.of(other).compareTo(ImageAge.of(one)))
                .toList();
    }

    /// The image of a name, a digest, an id or the beginning of one.
    ///
    /// @throws Failure `CONFLICT` if several ids begin so
    public Optional<StoredImage> find(String reference) {
        return store().find(reference);
    }

    /// The image of a name, a digest, an id or the beginning of one.
    ///
    /// @throws Failure `NOT_FOUND` if there is none
    public StoredImage image(String reference) {
        return store().image(reference);
    }

    /// Whether a container could be made of it now, whatever it is: a stored image, or one that is
    /// somewhere on this machine.
    ///
    /// @param platform that must run it; empty: any will do
    public boolean isHere(String reference, Optional<Platform> platform) {
        return Images.isOfMachine(reference) || find(reference, platform).isPresent();
    }

    /// The image of a name, a digest, an id or the beginning of one.
    ///
    /// @param platform that must run it
    public Optional<StoredImage> find(String reference, Optional<Platform> platform) {
        return store().find(reference, platform);
    }

    /// Gives what is called so another name, and takes that name from whatever had it. A name means
    /// the images of all platforms that it stands for.
    ///
    /// @throws Failure `NOT_FOUND` if there is none
    public void tag(String reference, ImageReference name) {
        StoredImage image = image(reference);
        store().name(store().set(reference), name, null);
        tell(Actions.TAG, image.id(), name.familiar());
    }

    /// How images are removed.
    public ImageRemoval removal() {
        return new ImageRemoval(this);
    }

    /// How images come from and go to archives.
    public ImageArchives archives() {
        return new ImageArchives(this);
    }

    /// How images come from and go to registries.
    ///
    /// @param access with whose rights
    /// @param policy which images may be used
    public ImageExchange exchange(Access access, Policy policy) {
        return new ImageExchange(this, access, policy);
    }

    /// How images are made of archives of files.
    ///
    /// @param policy which images may be used
    public ImageImport importing(Policy policy) {
        return new ImageImport(this, policy);
    }

    /// Brings an image in, from wherever it is.
    ///
    /// @param action in the words of events, such as `pull`
    public StoredImage bringIn(
            ImageSource source, Fetch.Request request, String action, TransferListener listener) {
        StoredImage image = fetch.run(source, request, listener);
        tellOf(action, image, request.names());
        return image;
    }

    /// Brings an image in that is in a directory or a file of this machine.
    ///
    /// @param platforms of which the images are wanted
    /// @param policy which images may be used
    /// @throws Failure `DENIED` if this one may not
    public StoredImage bringIn(
            LocalImage local, Platforms platforms, Policy policy, TransferListener listener) {
        policy.admit(local.provenance());
        return bringIn(local, platforms, listener);
    }

    private StoredImage bringIn(LocalImage local, Platforms platforms, TransferListener listener) {
        try (ImageSource source = local.open(scratch())) {
            Fetch.Request request = new Fetch.Request(platforms, List.of(), false);
            return bringIn(source, request, Actions.PULL, listener);
        }
    }

    /// What users call so, as containers are made of it. An image in a directory or a file is
    /// brought in; whoever made the name has asked his policy.
    ///
    /// @param platform that is wanted; empty: this machine's comes before others
    public Image resolve(String reference, Optional<Platform> platform) {
        return LocalImage.parse(reference)
                .map(local -> bringIn(local, Platforms.of(platform), TransferListener.NONE))
                .map(image -> images.stored(reference, image))
                .orElseGet(() -> images.resolveFor(reference, platform));
    }

    /// Keeps what users call so from being removed, until a container is made of it.
    public Lease lease(List<String> references) {
        return references.stream().anyMatch(Images::isStored) ? store().lease() : Lease.NONE;
    }

    /// Takes what is called so to a directory or an archive of this machine: of a name, the images
    /// of all platforms that are here.
    ///
    /// @throws Failure `NOT_FOUND` if there is none
    public void push(String reference, ImageDestination destination, TransferListener listener) {
        StoredImage image = image(reference);
        deliver(reference, destination, listener);
        tell(Actions.PUSH, image.id(), destination.name());
    }

    /// What a name stands for, as it came: an index though not all its images are here.
    public Document original(String reference) {
        return store().original(store().set(reference));
    }

    /// What is taken elsewhere of what is called so: its manifest, or the index as it came. If some
    /// of the index's images are not here, it is the only one that is, or an index of those that
    /// are.
    public Document outgoing(String reference) {
        return store().document(store().set(reference));
    }

    /// Takes what is called so to where it is wanted. Nothing of it is removed meanwhile.
    ///
    /// @return what was taken, an index or a manifest
    Document deliver(String reference, ImageDestination destination, TransferListener listener) {
        try (Lease _ = store().lease()) {
            StoreSource source = new StoreSource(store(), reference, store().set(reference));
            return new Delivery(source, destination).run(listener);
        }
    }

    /// Bytes that an image's layers take, shared ones included.
    public long sizeBytes(StoredImage image) {
        return new ImageSizes(store()).bytes(image);
    }

    /// How much room images take, each and together.
    public ImageSizes sizes() {
        return new ImageSizes(store());
    }

    /// The containers that are made of an image.
    public List<ImageUser> users(StoredImage image) {
        return users.get().stream().filter(user -> user.image().equals(image.id())).toList();
    }

    /// All containers that are made of stored images.
    public List<ImageUser> users() {
        return users.get();
    }

    /// Removes what no image and no container needs any more. What cannot be removed now is removed
    /// another time.
    public Collected collect() {
        try {
            return store().collect();
        } catch (Failure e) {
            LOG.warn("{}", e.getMessage());
            return new Collected(List.of(), 0);
        }
    }

    /// Removes what a container that is gone was the last to need.
    public void collectAfter(Digest manifest) {
        if (!store().isNamed(manifest)) {
            collect();
        }
    }

    public ImageStore store() {
        return fetch.store();
    }

    /// What steps of builds have made.
    public StepCache steps() {
        return steps;
    }

    Fetch fetch() {
        return fetch;
    }

    /// Resolves what containers are made of.
    public Images images() {
        return images;
    }

    /// Where files may be put for a moment.
    public Path scratch() {
        return store().layout().directory();
    }

    void tellOf(String action, StoredImage image, List<ImageReference> names) {
        if (names.isEmpty()) {
            tell(action, image.id(), image.id().toString());
        }
        names.forEach(name -> tell(action, image.id(), name.familiar()));
    }

    void tell(String action, Digest id, String name) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put("name", name);
        events.record(EventType.IMAGE, action, id.toString(), attributes);
    }
}
