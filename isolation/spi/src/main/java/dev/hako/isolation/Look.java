package dev.hako.isolation;

import dev.hako.failure.Failure;
import dev.hako.kernel.DetachedMount;
import java.util.Optional;

/// A look at the files of a container whose root is on disks: a file system of this machine,
/// mounted nowhere, which the container's own kernel serves. That kernel is not believed: the files
/// may say anything, change while they are read, and be gone.
public interface Look extends AutoCloseable {
    /// The file system; it stays this one's.
    DetachedMount files();

    /// Why the files are gone, if they are: whoever works on them is refused everything then.
    Optional<Failure> loss();

    /// Ends it, and with it the kernel if that was started for it; what was written is on the disk
    /// then.
    @Override
    void close();
}
