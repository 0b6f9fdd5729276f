package dev.hako.it;

import dev.hako.testing.network.OtherHost;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// An instance on a host of its own, for the tests of one class: it has neither containers nor
/// networks after each test, and is gone with its host after the last.
final class OwnHost implements AfterEachCallback, AfterAllCallback {
    private final Hako hako;
    private final List<AutoCloseable> around;

    /// @param around what the instance lives in, to be closed in this order after it
    OwnHost(Hako hako, AutoCloseable... around) {
        this.hako = hako;
        this.around = List.of(around);
    }

    /// One of root.
    static OwnHost ofRoot() {
        OtherHost host = OtherHost.make();
        return new OwnHost(Hako.ofThisUser().within(host.wrapper()), host);
    }

    /// One of an ordinary user, which has a world.
    static OwnHost ofUser(int uid) {
        Hako user = Hako.ofUser(uid);
        UserHost host = UserHost.of(user);
        return new OwnHost(user.withStandardNetwork().within(host.wrapper()), host);
    }

    Hako hako() {
        return hako;
    }

    /// Removes all containers and networks.
    void empty() {
        hako.empty();
        hako.answer("network", "prune", "--force");
    }

    @Override
    public void afterEach(ExtensionContext test) {
        empty();
    }

    @Override
    public void afterAll(ExtensionContext tests) throws Exception {
        hako.close();
        for (AutoCloseable each : around) {
            each.close();
        }
    }
}
