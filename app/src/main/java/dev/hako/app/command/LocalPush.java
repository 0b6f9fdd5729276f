package dev.hako.app.command;

import dev.hako.app.caller.Caller;
import dev.hako.app.value.ImageNames;
import dev.hako.app.value.NewFile;
import dev.hako.engine.library.ImageLibrary;
import dev.hako.failure.Failure;
import dev.hako.image.LocalImage;
import dev.hako.image.layout.ImageLayout;
import dev.hako.image.layout.LayoutDestination;
import dev.hako.image.store.StoredImage;
import dev.hako.image.tarball.ArchiveDestination;
import dev.hako.image.transfer.TransferListener;
import dev.hako.oci.image.ImageReference;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.stream.Collectors;

/// Takes an image to a directory or a file that the caller has named.
///
/// @param reference what the caller calls the image
record LocalPush(ImageLibrary library, String reference, LocalImage target) {

    void run(Caller caller, TransferListener listener) {
        StoredImage image = library.image(reference);
        if (target.kind() == LocalImage.Kind.OCI) {
            ImageLayout layout = ImageLayout.make(target.path());
            library.push(reference, new LayoutDestination(layout, target.tag()), listener);
            return;
        }
        try {
            NewFile.write(caller, target.path().toString(), out -> write(image, out, listener));
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    "cannot write the archive \"" + target.path() + "\": " + e.getMessage(),
                    e);
        }
    }

    private void write(StoredImage image, OutputStream out, TransferListener listener)
            throws IOException {
        ArchiveDestination archive =
                new ArchiveDestination(target.toString(), out, library.store().machine());
        if (target.kind() == LocalImage.Kind.OCI_ARCHIVE) {
            target.tag().ifPresent(archive::calling);
        } else {
            archive.calling(names(image));
        }
        library.push(reference, archive, listener);
        archive.finish();
    }

    /// What `docker load` will call it.
    private Set<ImageReference> names(StoredImage image) {
        return target
                .tag()
                .map(ImageReference::parse)
                .or(() -> ImageNames.of(image, reference))
                .stream()
                .collect(Collectors.toUnmodifiableSet());
    }
}
