package dev.hako.engine.volume;

import dev.hako.engine.config.Printable;
import dev.hako.failure.Failure;
import dev.hako.image.Image;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.util.Optional;

/// An image's files, as the programs in it see them.
///
/// @param whole the root of them, which keeps the rest mounted
/// @param directory what is shown of them
public record OpenImage(Fd whole, Fd directory) implements OpenDirectory {

    /// Opens a stored image.
    ///
    /// @param subpath the directory or file that is shown instead of the root
    /// @throws Failure `NOT_FOUND` if the image has no such file
    public static OpenImage of(Image image, Optional<String> subpath) {
        Fd whole = ImageTree.top(image.parts().getFirst());
        try {
            return new OpenImage(
                    whole, subpath.isEmpty() ? whole : part(whole, image, subpath.get()));
        } catch (RuntimeException e) {
            whole.close();
            throw e;
        }
    }

    private static Fd part(Fd whole, Image image, String subpath) {
        try {
            return Open.inRoot(whole, NativePath.of(subpath), Open.O_PATH | Open.O_CLOEXEC);
        } catch (KernelException e) {
            throw Failure.of(
                            e.kind(),
                            "cannot use \""
                                    + Printable.of(subpath)
                                    + "\" in image \""
                                    + Printable.of(image.reference())
                                    + "\": "
                                    + e.getMessage(),
                            e)
                    .hint("image-subpath is a path in the image, from its root");
        }
    }

    @Override
    public void close() {
        directory.close();
        whole.close();
    }
}
