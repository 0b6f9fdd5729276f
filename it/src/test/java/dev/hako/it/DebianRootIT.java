package dev.hako.it;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.util.List;

/// A Debian system run by root.
@NeedsRoot
@NeedsProgram("mmdebstrap")
class DebianRootIT extends DebianLimitsContract {
    DebianRootIT() {
        super(Hako.ofThisUser(), List.of());
    }
}
