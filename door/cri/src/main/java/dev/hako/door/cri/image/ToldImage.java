package dev.hako.door.cri.image;

import dev.hako.cri.v1.Image;
import dev.hako.cri.v1.ImageSpec;
import dev.hako.cri.v1.Int64Value;
import dev.hako.engine.library.ImageLibrary;
import dev.hako.engine.library.ImageSizes;
import dev.hako.failure.Failure;
import dev.hako.image.store.StoredImage;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.json.InvalidDocumentException;
import java.util.Optional;
import java.util.regex.Pattern;

/// An image as it is told of.
final class ToldImage {
    private static final Pattern UID = Pattern.compile("[0-9]{1,10}");

    private ToldImage() {}

    static Image of(StoredImage image, ImageSizes sizes) {
        Image.Builder told =
                Image.newBuilder()
                        .setId(image.id().toString())
                        .setSize(sizes.bytes(image))
                        .setSpec(ImageSpec.newBuilder().setImage(image.id().toString()));
        image.tags().forEach(name -> told.addRepoTags(name.toString()));
        image.digests().forEach(name -> told.addRepoDigests(name.toString()));
        user(image).ifPresent(user -> tell(user, told));
        return told.build();
    }

    private static Optional<String> user(StoredImage image) {
        return Optional.ofNullable(image.config().config().user())
                .map(user -> user.split(":", 2)[0])
                .filter(user -> !user.isEmpty());
    }

    /// By number or by name, as the image has it. No user is root.
    private static void tell(String user, Image.Builder told) {
        if (UID.matcher(user).matches()) {
            told.setUid(Int64Value.newBuilder().setValue(Long.parseLong(user)));
        } else {
            told.setUsername(user);
        }
    }

    /// The image that the kubelet calls so: by an id, a name or a name with a digest.
    ///
    /// @throws Failure `INVALID` if nothing is called so anywhere
    static Optional<StoredImage> find(ImageLibrary images, ImageSpec spec) {
        String reference = spec.getImage();
        if (reference.isEmpty()) {
            throw Failure.invalid("no image is named");
        }
        return images.find(reference);
    }

    /// A name as registries have it.
    ///
    /// @throws Failure `INVALID` if it is none
    static ImageReference name(ImageSpec spec) {
        try {
            return ImageReference.parse(spec.getImage());
        } catch (InvalidDocumentException e) {
            throw Failure.of(
                    Failure.Kind.INVALID,
                    "\"" + spec.getImage() + "\" is no name of an image: " + e.getMessage(),
                    e);
        }
    }
}
