package dev.hako.it;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;

/// A Debian system run by an ordinary user who has subordinate ids and a control group.
@NeedsRoot
@NeedsProgram({"mmdebstrap", "setpriv", "newuidmap", "useradd"})
class DebianUserIT extends DebianLimitsContract {
    private final TestUser user;
    private final DelegatedCgroups cgroups;

    DebianUserIT() throws IOException {
        TestUser owner = TestUser.create();
        DelegatedCgroups delegated = DelegatedCgroups.to(owner.uid());
        super(Hako.ofUser(owner.uid()).within(delegated.wrapper()), Hako.become(owner.uid()));
        user = owner;
        cgroups = delegated;
    }

    @Override
    @AfterAll
    void leaveNothing() {
        super.leaveNothing();
        cgroups.close();
        user.close();
    }
}
