package dev.hako.isolation;

import dev.hako.oci.runtime.Spec;
import dev.hako.plan.RootFilesystem;
import java.util.Optional;

/// Which files are looked at.
///
/// @param address of the container, whose run directory exists
/// @param name what users call it
/// @param spec of the container
/// @param root what its root is made of, its disks too
/// @param running its task; without one its kernel is started for the look, and the caller keeps
///   others from starting the container meanwhile
/// @param side which of its files
public record LookSpec(
        TaskAddress address,
        String name,
        Spec spec,
        RootFilesystem root,
        Optional<Task> running,
        Side side) {

    /// Which files of a container.
    public enum Side {
        /// All that it sees.
        WHOLE,
        /// What it has written, with overlayfs's marks, as in the upper directory of its one
        /// overlay.
        WRITTEN
    }
}
