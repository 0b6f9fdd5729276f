package dev.hako.plan;

import dev.hako.oci.runtime.Rlimit;
import java.util.List;

/// A look at a container's files from outside the machine that it runs on, such as a guest kernel.
///
/// @param host the machine that has the files
/// @param mounted disks that are mounted before anything else
/// @param sight what is shown
/// @param program who shows it: paths, and what it is called by
/// @param connection the descriptor by which it is asked, which it is left with
/// @param descriptors how many files it may have open
public record LookLaunch(
        PlanHost host,
        List<RootFilesystem.Disk> mounted,
        Sight sight,
        Program program,
        int connection,
        Rlimit descriptors) {
    public LookLaunch {
        mounted = List.copyOf(mounted);
    }

    /// Where files are.
    public sealed interface Sight {}

    /// All that a running container sees.
    ///
    /// @param note the file in which its first process is noted ([LaunchOptions#noting])
    public record Seen(String note) implements Sight {}

    /// A directory.
    public record In(String path) implements Sight {}

    /// An overlay, mounted for the look alone.
    public record Laid(RootFilesystem.Overlay overlay) implements Sight {}

    /// Who shows files: it is started in the directory that is shown, and told `.`.
    ///
    /// @param path of its file
    /// @param name what it is called by
    public record Program(String path, String name) {}
}
