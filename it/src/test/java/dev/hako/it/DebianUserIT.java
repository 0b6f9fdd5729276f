package dev.hako.it;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/// A Debian system run by an ordinary user who has subordinate ids and a control group.
@NeedsRoot
@NeedsProgram({"mmdebstrap", "setpriv", "newuidmap", "useradd"})
class DebianUserIT extends DebianLimits {
    private TestUser user;
    private DelegatedCgroups cgroups;

    @Override
    Hako open() {
        try {
            user = TestUser.create();
            cgroups = DelegatedCgroups.to(user.uid());
            return Hako.ofUser(user.uid()).within(cgroups.wrapper());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    List<String> asUser() {
        return Hako.become(user.uid());
    }

    @Override
    @AfterAll
    void leaveNothing() {
        super.leaveNothing();
        cgroups.close();
        user.close();
    }
}
