package dev.hako.engine.library;

import dev.hako.engine.event.Actions;
import dev.hako.engine.event.EventJournal;
import dev.hako.engine.event.EventType;
import dev.hako.failure.Failure;
import dev.hako.image.Images;
import dev.hako.image.LocalImage;
import dev.hako.image.policy.Policy;
import dev.hako.image.registry.Access;
import dev.hako.image.source.ImageSource;
import dev.hako.image.store.Collected;
import dev.hako.image.store.ImageStore;
import dev.hako.image.store.StoredImage;
import dev.hako.image.transfer.Fetch;
import dev.hako.image.transfer.TransferListener;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
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

    /// @param users the containers that are made of stored images
    public ImageLibrary(
            Images images, Fetch fetch, EventJournal events, Supplier<List<ImageUser>> users) {
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
    public boolean isHere(String reference) {
        return Images.isOfMachine(reference) || find(reference).isPresent();
    }

    /// Gives an image another name, and takes that name from whatever had it.
    public void tag(StoredImage image, ImageReference name) {
        store().name(image.descriptor(), name, null);
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
    /// @param policy which of their images may be used
    public ImageExchange exchange(Access access, Policy policy) {
        return new ImageExchange(this, access, policy);
    }

    /// How images are made of archives of files.
    public ImageImport importing() {
        return new ImageImport(this);
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
    public StoredImage bringIn(LocalImage local, TransferListener listener) {
        try (ImageSource source = local.open(scratch())) {
            return bringIn(source, Fetch.Request.NAMELESS, Actions.PULL, listener);
        }
    }

    /// Bytes that an image's files take when unpacked, shared layers included.
    public long sizeBytes(StoredImage image) {
        return new ImageSizes(store()).unpackedBytes(image);
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
