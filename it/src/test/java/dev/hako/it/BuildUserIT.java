package dev.hako.it;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;

/// An ordinary user, who owns one id and nothing else, builds. Root is needed to become that user.
@NeedsRoot
@NeedsProgram({"setpriv", "busybox"})
class BuildUserIT extends BuildContract {
    private static final int UID = 64_031;

    BuildUserIT() {
        super(Hako.ofUser(UID));
    }
}
