package dev.hako.image.archive;

import dev.hako.failure.Failure;
import dev.hako.kernel.Attributes;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What directories are given when everything is in them: a file that comes later changes their
/// time and would take over their group or their default access list.
final class LateDirectories {
    /// So many fit into some hundred megabytes.
    private static final int MOST = 500_000;

    private final List<Late> late = new ArrayList<>();

    private record Late(NativePath path, Metadata metadata) {}

    /// @throws Failure `EXHAUSTED` if there are too many
    void add(NativePath path, Metadata metadata) {
        if (late.size() == MOST) {
            throw Failure.of(Failure.Kind.EXHAUSTED, "more than " + MOST + " directories");
        }
        late.add(new Late(path, metadata));
    }

    /// Gives it to all that are still directories, in their order: the last word counts.
    void apply(OpenPath open) {
        for (Late directory : late) {
            Optional<Fd> found = open.find(OpenPath.names(directory.path));
            if (found.isPresent()) {
                FileMaker.apply(found.get(), directory.metadata);
                Attributes.mtime(found.get(), directory.metadata.mtime());
            }
        }
        late.clear();
    }
}
