package dev.hako.engine;

import dev.hako.failure.Failure;
import dev.hako.kernel.DetachedMount;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.OverlayMount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Tries whether overlayfs takes some directories: not all file systems can be its layers, and not
/// every kernel lets an ordinary user mount it. Where another thing stands in the way it is said to
/// work, so that this other thing is told.
final class OverlayTrial {
    private static final String TRIED = ".tried";

    private OverlayTrial() {}

    /// @param lowers the topmost first
    /// @param beside where the upper directory would be; it may not be there
    /// @param rootless whether an ordinary user mounts
    static boolean of(List<String> lowers, Path beside, boolean rootless) {
        Path place = beside.resolveSibling("." + beside.getFileName() + TRIED);
        try {
            make(place);
            make(place.resolve("upper"));
            make(place.resolve("work"));
            mount(lowers, place, rootless).close();
            return true;
        } catch (KernelException e) {
            return !isRefusal(e);
        } catch (Failure e) {
            return true;
        } finally {
            FileTree.delete(place);
        }
    }

    private static void make(Path directory) {
        Names.mkdirat(Fd.CWD, NativePath.of(directory.toString()), 0700);
    }

    private static DetachedMount mount(List<String> lowers, Path place, boolean rootless) {
        List<OverlayMount.Option> options = new ArrayList<>();
        options.add(new OverlayMount.Directory("upperdir", place.resolve("upper").toString()));
        options.add(new OverlayMount.Directory("workdir", place.resolve("work").toString()));
        if (rootless) {
            options.add(new OverlayMount.Flag("userxattr"));
        }
        return new OverlayMount(lowers, options).mount();
    }

    private static boolean isRefusal(KernelException e) {
        return e.isAny(Errno.EINVAL, Errno.EPERM, Errno.ENODEV, Errno.EOPNOTSUPP, Errno.ELOOP);
    }
}
