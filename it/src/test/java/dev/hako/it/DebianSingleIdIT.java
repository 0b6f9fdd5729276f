package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import org.junit.jupiter.api.Test;

/// A Debian system run by an ordinary user who owns one id and no control group.
@NeedsRoot
@NeedsProgram({"mmdebstrap", "setpriv"})
class DebianSingleIdIT extends DebianContract {
    private static final int UID = 64_022;

    DebianSingleIdIT() {
        super(Hako.ofUser(UID), Hako.become(UID));
    }

    @Override
    String execUser() {
        return "root";
    }

    @Test
    void refusesALimitThatItCannotSet() {
        Result result = shell("true", "--memory", "64m");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.error())
                .contains(
                        "cannot limit memory: the engine may not write to any cgroup;",
                        "hint: give the engine a cgroup of its own");
    }

    @Test
    void refusesAUserWhoseIdIsNotMapped() {
        Result result = shell("true", "--user", "redis");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.error()).contains("become user", "hint: ", "subuid");
    }
}
