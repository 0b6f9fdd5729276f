package dev.hako.app.value;

import dev.hako.app.caller.Caller;
import dev.hako.engine.library.ImageLibrary;
import dev.hako.failure.Failure;
import dev.hako.image.Images;
import dev.hako.image.LocalImage;
import dev.hako.image.store.StoredImage;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.json.InvalidDocumentException;
import java.nio.file.Path;
import java.util.Optional;

/// What users call images.
public final class ImageNames {
    private ImageNames() {}

    /// The same name; if it says where the image is on this machine, from the root on.
    public static String absolute(String name, Caller caller) {
        return local(name, caller).map(LocalImage::toString).orElse(name);
    }

    /// An image in a directory or file that the caller names.
    public static Optional<LocalImage> local(String name, Caller caller) {
        return LocalImage.parse(name)
                .map(local ->
                        local.at(Path.of(caller.directory().absolute(local.path().toString()))));
    }

    /// Whether it is something of this machine rather than a name.
    public static boolean isOfMachine(String name) {
        return Images.isOfMachine(name);
    }

    /// The stored image that is called so; what can be no image's name is none.
    public static Optional<StoredImage> find(ImageLibrary library, String name) {
        try {
            return library.find(name);
        } catch (InvalidDocumentException _) {
            return Optional.empty();
        }
    }

    /// The name of an image by which the caller calls it; empty if he calls it by its id.
    public static Optional<ImageReference> of(StoredImage image, String text) {
        try {
            return Optional.of(ImageReference.parse(text)).filter(image.tags()::contains);
        } catch (InvalidDocumentException _) {
            return Optional.empty();
        }
    }

    /// A name that an image can be given.
    ///
    /// @throws Failure `INVALID` if it says what the image is
    public static ImageReference tag(String name) {
        ImageReference reference = ImageReference.parse(name);
        if (reference.digest() != null) {
            throw Failure.invalid(
                    "refusing to create a tag with a digest reference: \"" + name + "\"");
        }
        return reference;
    }
}
