package dev.hako.it;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;

/// An ordinary user with a single id builds what people build.
@NeedsRoot
@NeedsProgram({"setpriv", "dpkg-query", "gcc", "nginx", "busybox"})
class BuildExamplesUserIT extends BuildExamplesContract {
    private static final int UID = 64_032;

    BuildExamplesUserIT() {
        super(Hako.ofUser(UID));
    }
}
