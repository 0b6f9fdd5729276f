package dev.hako.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.Limits;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A database of its own for each test.
@NeedsRoot
@NeedsProgram("psql")
class PostgresBoxIT {
    private static final String SERVER =
            """
            cd /tmp && bin=$(echo /usr/lib/postgresql/*/bin) && "$bin"/initdb -U me -D data >/dev/null &&
            exec "$bin"/postgres -D data -k /tmp -c fsync=off
            """;

    @RegisterExtension
    final Box postgres =
            Box.of(
                            ContainerConfig.of(
                                            "host",
                                            "setpriv",
                                            "--reuid=1000",
                                            "--regid=1000",
                                            "--clear-groups",
                                            "sh",
                                            "-c",
                                            SERVER)
                                    .limits(new Limits.Builder().memoryBytes(512 << 20).build())
                                    .build())
                    .readyWhen(Readiness.command("psql", "-h", "/tmp", "-U", "me", "-l"))
                    .within(Duration.ofMinutes(2));

    private String query(String statement) {
        return postgres.exec("psql", "-h", "/tmp", "-U", "me", "-Atc", statement, "postgres")
                .output();
    }

    @Test
    void answersQueries() {
        assertThat(query("select 6 * 7")).isEqualTo("42\n");
        assertThat(query("create table seen (n int)")).isEqualTo("CREATE TABLE\n");
    }

    @Test
    void isAnotherForTheNextTest() {
        assertThat(query("create table seen (n int)")).isEqualTo("CREATE TABLE\n");
    }
}
