package dev.hako.build.solve;

import dev.hako.engine.library.ImageLibrary;
import dev.hako.failure.Failure;
import dev.hako.image.store.StoredImage;
import dev.hako.image.transfer.Platforms;
import dev.hako.image.transfer.TransferListener;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Platform;
import dev.hako.oci.json.InvalidDocumentException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Images that a build begins with, each found once.
final class Bases {
    private final ImageLibrary library;
    private final BuildRequest.ImageOrigin origin;
    private final Map<String, StoredImage> found = new HashMap<>();

    Bases(ImageLibrary library, BuildRequest.ImageOrigin origin) {
        this.library = library;
        this.origin = origin;
    }

    /// The image of a name; one that is not here is pulled. Its layers are there, unpacked.
    ///
    /// @throws Failure if there is none
    synchronized StoredImage find(String reference, Optional<Platform> platform) {
        String key = reference + "\n" + platform;
        StoredImage known = found.get(key);
        if (known == null) {
            known = get(reference, platform);
            library.images().stored(reference, known);
            found.put(key, known);
        }
        return known;
    }

    private StoredImage get(String reference, Optional<Platform> platform) {
        Optional<StoredImage> here = library.find(reference, platform);
        return here.isPresent() && !(origin.pull() && isName(reference))
                ? here.get()
                : pull(reference, platform);
    }

    /// Ids are of nobody else's images.
    private boolean isName(String reference) {
        try {
            ImageReference name = ImageReference.parse(reference);
            return library.store().set(reference).index().isPresent()
                    || library.image(reference).tags().contains(name);
        } catch (InvalidDocumentException e) {
            return false;
        }
    }

    private StoredImage pull(String reference, Optional<Platform> platform) {
        ImageReference name = ImageReference.parse(reference);
        return origin.registries()
                .pull(name, Platforms.of(platform), TransferListener.NONE)
                .image();
    }
}
