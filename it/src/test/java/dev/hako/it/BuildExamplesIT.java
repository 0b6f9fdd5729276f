package dev.hako.it;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;

/// Root builds what people build.
@NeedsRoot
@NeedsProgram({"dpkg-query", "gcc", "nginx", "busybox"})
class BuildExamplesIT extends BuildExamplesContract {
    BuildExamplesIT() {
        super(Hako.ofThisUser());
    }
}
