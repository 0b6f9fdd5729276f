package dev.hako.it;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.nio.file.Path;
import java.util.Set;

/// The contract against crun.
@NeedsRoot
@NeedsProgram("crun")
class CrunRuntimeIT extends OciLinuxContract {
    @Override
    OciRuntime runtime(Path home) {
        return OciRuntime.crun(home);
    }

    /// Debian's crun 1.8 is older than `features`; `events` it never had. It tells no program of
    /// sockets that listen.
    @Override
    Set<String> lacks() {
        return Set.of(
                "events",
                "mounts of others",
                "word of sockets",
                "features",
                "ps options",
                "scheduler",
                "poststop",
                "netDevices",
                "time",
                "intelRdt",
                "terminal size");
    }

    /// It takes all but slashes and dots alone.
    @Override
    boolean takesId(String id) {
        return id.equals("a b");
    }
}
