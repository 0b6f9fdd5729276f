package dev.hako.isolation.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardProfileTest {
    /// The program that loads profiles compiles it without a kernel that has AppArmor.
    @Test
    @NeedsProgram("apparmor_parser")
    void isAProfileOfAppArmor() throws IOException, InterruptedException {
        Process parser =
                new ProcessBuilder(
                                "apparmor_parser",
                                "--config-file=/dev/null",
                                "--skip-kernel-load",
                                "--skip-cache",
                                "--names")
                        .redirectErrorStream(true)
                        .start();
        try (OutputStream profile = parser.getOutputStream()) {
            profile.write(StandardProfile.text());
        }
        String said = new String(parser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(parser.waitFor()).as(said).isZero();
        assertThat(said.lines()).contains(StandardProfile.NAME);
    }
}
