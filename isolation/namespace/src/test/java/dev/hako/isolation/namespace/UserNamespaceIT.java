package dev.hako.isolation.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import dev.hako.testing.ReadableClassPath;
import dev.hako.testing.TestRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract as an ordinary user without ranges of ids, whose engine lives in a user and a mount
/// namespace. Root is needed to become that user.
@NeedsRoot
@NeedsProgram({"cc", "setpriv", "unshare"})
class UserNamespaceIT {
    private static final String USER = "64123";

    @TempDir Path folder;

    @Test
    void holdsForAUserWithASingleId() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        Process contract = start(home, ReadableClassPath.copiedTo(folder.resolve("classes")));
        String said = new String(contract.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(contract.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(contract.exitValue()).as(said).isZero();
        assertThat(said).containsPattern("succeeded: [5-9]\\d");
    }

    private Process start(Path home, String classPath) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("setpriv", "--reuid", USER, "--regid", USER, "--clear-groups"));
        command.addAll(List.of("unshare", "--user", "--map-root-user", "--mount"));
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Djava.io.tmpdir=" + home);
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath));
        command.add(TestRunner.class.getName());
        command.add(NamespaceIsolationIT.class.getName());
        return new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
    }
}
