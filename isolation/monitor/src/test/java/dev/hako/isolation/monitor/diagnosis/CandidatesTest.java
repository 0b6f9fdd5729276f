package dev.hako.isolation.monitor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.oci.runtime.Process;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    private static List<String> candidates(String program, String... env) {
        return Candidates.of(
                Process.of(List.of(program)).with(p -> p.env(List.of(env)).cwd("/jobs")));
    }

    @Test
    void takesANameWithASlashAsAPath() {
        assertThat(candidates("/bin/sh")).containsExactly("/bin/sh");
        assertThat(candidates("./run")).containsExactly("/jobs/./run");
    }

    @Test
    void searchesEveryDirectoryOfThePath() {
        assertThat(candidates("sh", "A=b", "PATH=/usr/bin:/bin/"))
                .containsExactly("/usr/bin/sh", "/bin/sh");
    }

    @Test
    void takesAnEmptyDirectoryForTheWorkingDirectory() {
        assertThat(candidates("sh", "PATH=:/bin")).containsExactly("/jobs/sh", "/bin/sh");
    }

    @Test
    void hasAPathOfItsOwnWithoutOne() {
        assertThat(candidates("sh")).contains("/usr/bin/sh", "/bin/sh").hasSize(6);
    }
}
