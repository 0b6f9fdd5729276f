package dev.hako.compare.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
@NeedsProgram("cc")
class AccountIT {
    private static final long MILLI = 1_000_000;

    @TempDir private Path folder;

    @Test
    void whatACommandAndItsOrphansUseIsCounted() {
        try (Account account = Account.open("test");
                Spawner spawner = spawner(account)) {
            long before = account.restedNanos();
            Batch batch =
                    spawner.run(1, 1, shell("i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done"));
            long used = account.restedNanos() - before - batch.ownCpuNanos();
            assertThat(used).isBetween(MILLI, batch.wallNanos() + MILLI);
        }
    }

    @Test
    void eachRunHasItsNumberAndItsTime() {
        try (Account account = Account.open("test");
                Spawner spawner = spawner(account)) {
            Batch batch = spawner.run(3, 2, shell("sleep 0.0@"));
            assertThat(batch.runs()).hasSize(3);
            assertThat(batch.wall().percentile(100)).isGreaterThan(20_000);
        }
    }

    @Test
    void aCommandThatFailsIsNamedWithWhatItSaid() {
        try (Account account = Account.open("test");
                Spawner spawner = spawner(account)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> spawner.run(1, 1, shell("echo no such box; exit 1")))
                    .withMessageEndingWith("failed: no such box");
        }
    }

    @Test
    void closingEndsWhatWasLeftRunning() {
        Account account = Account.open("test");
        try (Spawner spawner = spawner(account)) {
            spawner.run(1, 1, shell("setsid sleep 1000 &"));
        }
        assertThat(account.processes()).isNotEmpty();
        account.close();
        assertThat(account.processes()).isEmpty();
    }

    private Spawner spawner(Account account) {
        Path program = Spawner.program(folder);
        Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin");
        return Spawner.start(program, List.of(), account, environment, folder.resolve("output"));
    }

    private static List<String> shell(String script) {
        return List.of("/bin/sh", "-c", script);
    }
}
