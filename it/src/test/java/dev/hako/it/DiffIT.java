package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// `hako diff`.
@NeedsRoot
class DiffIT {
    private static final int UID = 64_023;
    private static final String CHANGES =
            "cd /etc; echo x >> passwd; rm group; mkdir -p /srv/new/deep; touch /srv/new/deep/f;"
                    + " rm -r /var/lib; mkdir /var/lib; touch /var/lib/y; touch hosts";
    private static final String[] FOUND = {
        "A /srv/new",
        "A /srv/new/deep",
        "A /srv/new/deep/f",
        "A /var/lib/y",
        "C /etc",
        "C /etc/passwd",
        "C /srv",
        "C /var",
        "C /var/lib",
        "D /etc/group",
    };
    private static final Hako HAKO = Hako.ofThisUser();

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private static String[] diff(Hako hako, String container) {
        return hako.answer("diff", container).split("\n", -1);
    }

    @Test
    void listsWhatWasAddedChangedAndDeleted() {
        HAKO.answer("run", "--name", "ended", "host", "sh", "-c", CHANGES);
        assertThat(diff(HAKO, "ended")).containsExactlyInAnyOrder(FOUND);
    }

    @Test
    void isTheSameWhileTheContainerRuns() {
        HAKO.answer("run", "-d", "--name", "live", "host", "sleep", "600");
        HAKO.answer("exec", "live", "sh", "-c", CHANGES);
        assertThat(diff(HAKO, "live")).containsExactlyInAnyOrder(FOUND);
        HAKO.answer("rm", "-f", "live");
    }

    @Test
    @NeedsProgram("setpriv")
    void isTheSameForAnOrdinaryUser() {
        try (Hako user = Hako.ofUser(UID)) {
            user.answer("run", "--name", "mine", "host", "sh", "-c", CHANGES);
            assertThat(diff(user, "mine")).containsExactlyInAnyOrder(FOUND);
        }
    }

    @Test
    void whatIsMountedIsNoChange() throws IOException {
        Path data = Files.createDirectory(HAKO.place().resolve("data"));
        HAKO.answer(
                "run",
                "--name",
                "mounted",
                "-v",
                data + ":/data",
                "--tmpfs",
                "/scratch",
                "host",
                "touch",
                "/data/f",
                "/scratch/f");
        assertThat(HAKO.answer("diff", "mounted")).isEmpty();
    }

    @Test
    void aNewOrReadOnlyContainerHasChangedNothing() {
        HAKO.answer("create", "--name", "fresh", "host", "true");
        assertThat(HAKO.answer("diff", "fresh")).isEmpty();
        HAKO.answer("run", "--name", "fixed", "--read-only", "host", "true");
        assertThat(HAKO.answer("diff", "fixed")).isEmpty();
    }

    @Test
    void hasTheNamesAsTheyAre() {
        HAKO.answer(
                "run", "--name", "odd", "host", "sh", "-c", "touch /srv/$(printf 'b\\377\\033')");
        assertThat(HAKO.shell("hako diff odd | tail -n 1 | od -An -c").output().strip())
                .matches("A +/ +s +r +v +/ +b +377 +033 +\\\\n");
    }
}
