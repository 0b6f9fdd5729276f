package dev.hako.engine.library;

import dev.hako.engine.event.Actions;
import dev.hako.failure.Failure;
import dev.hako.image.store.StoreSource;
import dev.hako.image.store.StoredImage;
import dev.hako.image.tarball.ArchiveDestination;
import dev.hako.image.tarball.ImageArchive;
import dev.hako.image.transfer.Delivery;
import dev.hako.image.transfer.Fetch;
import dev.hako.image.transfer.TransferListener;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.json.InvalidDocumentException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Takes images to archives and out of them.
public final class ImageArchives {
    private final ImageLibrary library;

    ImageArchives(ImageLibrary library) {
        this.library = library;
    }

    /// Writes images to one archive.
    ///
    /// @param references what users call them: of a name, that name is in the archive; of a name
    ///   without a tag, all of its tags
    public void save(List<String> references, OutputStream out) throws IOException {
        Map<StoredImage, Set<ImageReference>> chosen = chosen(references);
        ArchiveDestination archive = new ArchiveDestination(out);
        for (Map.Entry<StoredImage, Set<ImageReference>> each : chosen.entrySet()) {
            StoredImage image = each.getKey();
            StoreSource source =
                    new StoreSource(library.store(), image.id().toString(), image.descriptor());
            archive.calling(each.getValue());
            new Delivery(source, archive).run(TransferListener.NONE);
            library.tell(Actions.SAVE, image.id(), image.id().toString());
        }
        archive.finish();
    }

    private Map<StoredImage, Set<ImageReference>> chosen(List<String> references) {
        Map<StoredImage, Set<ImageReference>> chosen = new LinkedHashMap<>();
        for (String reference : references) {
            List<StoredImage> repository = inRepository(reference);
            if (repository.isEmpty()) {
                StoredImage image = library.image(reference);
                named(reference, image)
                        .ifPresentOrElse(
                                name -> names(chosen, image).add(name), () -> names(chosen, image));
            }
            for (StoredImage image : repository) {
                image.tags().stream()
                        .filter(tag -> isIn(reference, tag))
                        .forEach(names(chosen, image)::add);
            }
        }
        return chosen;
    }

    private static Set<ImageReference> names(
            Map<StoredImage, Set<ImageReference>> chosen, StoredImage image) {
        return chosen.computeIfAbsent(image, _ -> new LinkedHashSet<>());
    }

    /// The images whose names a name without a tag stands for.
    private List<StoredImage> inRepository(String reference) {
        boolean tagged = reference.lastIndexOf(':') > reference.lastIndexOf('/');
        return tagged || reference.indexOf('@') >= 0
                ? List.of()
                : library.list().stream()
                        .filter(image ->
                                image.tags().stream().anyMatch(tag -> isIn(reference, tag)))
                        .toList();
    }

    private static boolean isIn(String reference, ImageReference tag) {
        return parsed(reference)
                .filter(name -> name.registry().equals(tag.registry()))
                .filter(name -> name.repository().equals(tag.repository()))
                .isPresent();
    }

    private static Optional<ImageReference> named(String reference, StoredImage image) {
        return parsed(reference).filter(image.tags()::contains);
    }

    private static Optional<ImageReference> parsed(String reference) {
        try {
            return Optional.of(ImageReference.parse(reference));
        } catch (InvalidDocumentException _) {
            return Optional.empty();
        }
    }

    /// What an archive brought.
    ///
    /// @param names what it was called there; nothing: it has no name
    public record Loaded(StoredImage image, List<ImageReference> names) {}

    /// Brings all images of an archive in, under the names that they have there.
    public List<Loaded> load(ImageArchive archive, TransferListener listener) throws IOException {
        List<Loaded> loaded = new ArrayList<>();
        for (ImageArchive.Archived archived : archive.images()) {
            Fetch.Request request = new Fetch.Request(Optional.empty(), archived.names(), false);
            StoredImage image = library.bringIn(archived.source(), request, Actions.LOAD, listener);
            loaded.add(new Loaded(image, archived.names()));
        }
        if (loaded.isEmpty()) {
            throw Failure.invalid("the archive has no images in it");
        }
        return loaded;
    }
}
