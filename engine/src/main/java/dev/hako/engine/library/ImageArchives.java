package dev.hako.engine.library;

import dev.hako.engine.event.Actions;
import dev.hako.failure.Failure;
import dev.hako.image.policy.Policy;
import dev.hako.image.store.StoredImage;
import dev.hako.image.tarball.ArchiveDestination;
import dev.hako.image.tarball.ImageArchive;
import dev.hako.image.transfer.Fetch;
import dev.hako.image.transfer.Platforms;
import dev.hako.image.transfer.TransferListener;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.json.InvalidDocumentException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    /// @param references what users call them: of a name, that name is in the archive, with all
    ///   platforms' images that are here; of a name without a tag, all of its tags
    public void save(List<String> references, OutputStream out) throws IOException {
        Map<String, Set<ImageReference>> chosen = new LinkedHashMap<>();
        references.forEach(reference -> choose(reference, chosen));
        ArchiveDestination archive =
                new ArchiveDestination("an archive", out, library.store().machine());
        for (Map.Entry<String, Set<ImageReference>> each : chosen.entrySet()) {
            StoredImage image = library.image(each.getKey());
            archive.calling(each.getValue());
            library.deliver(each.getKey(), archive, TransferListener.NONE);
            library.tell(Actions.SAVE, image.id(), image.id().toString());
        }
        archive.finish();
    }

    /// Adds what a user calls so, and the names that it has in the archive.
    private void choose(String reference, Map<String, Set<ImageReference>> chosen) {
        List<ImageReference> tags = inRepository(reference);
        if (tags.isEmpty()) {
            StoredImage image = library.image(reference);
            Optional<ImageReference> name = named(reference, image);
            chosen.put(
                    name.map(ImageReference::toString).orElse(reference),
                    name.map(Set::of).orElse(Set.of()));
        }
        tags.forEach(tag -> chosen.put(tag.toString(), Set.of(tag)));
    }

    /// The names that a name without a tag stands for.
    private List<ImageReference> inRepository(String reference) {
        boolean tagged = reference.lastIndexOf(':') > reference.lastIndexOf('/');
        return tagged || reference.indexOf('@') >= 0
                ? List.of()
                : library.list().stream()
                        .flatMap(image -> image.tags().stream())
                        .filter(tag -> isIn(reference, tag))
                        .distinct()
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
    ///
    /// @param policy which images may be used
    /// @throws Failure `DENIED` if those of this archive may not
    public List<Loaded> load(ImageArchive archive, Policy policy, TransferListener listener)
            throws IOException {
        policy.admit(archive.provenance());
        List<Loaded> loaded = new ArrayList<>();
        for (ImageArchive.Archived archived : archive.images()) {
            Fetch.Request request = new Fetch.Request(Platforms.AVAILABLE, archived.names(), false);
            StoredImage image = library.bringIn(archived.source(), request, Actions.LOAD, listener);
            loaded.add(new Loaded(image, archived.names()));
        }
        if (loaded.isEmpty()) {
            throw Failure.invalid("the archive has no images in it");
        }
        return loaded;
    }
}
