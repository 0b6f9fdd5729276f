package dev.hako.it;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.nio.file.Path;
import java.util.Set;

/// The contract against runc: what it asks is what runtimes do.
@NeedsRoot
@NeedsProgram("runc")
class RuncRuntimeIT extends OciLinuxContract {
    @Override
    OciRuntime runtime(Path home) {
        return OciRuntime.runc(home);
    }

    /// Debian's runc 1.1 is older than these.
    @Override
    Set<String> lacks() {
        return Set.of(
                "mounts of others",
                "scheduler",
                "time",
                "domainname",
                "poststop",
                "end of events",
                "netDevices",
                "shared root",
                "intelRdt");
    }

    /// Debian's runc 1.1 runs poststart hooks before the program.
    @Override
    String hooksOfCreate() {
        return "createRuntime\npoststart";
    }
}
