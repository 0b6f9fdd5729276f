package dev.hako.isolation.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
        Process contract = start(home, readableClassPath());
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
        command.add(ContractRunner.class.getName());
        return new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
    }

    /// What this JVM runs from may lie where another user may not look.
    private String readableClassPath() throws IOException {
        Path copies = Files.createDirectories(folder.resolve("classes"));
        var readable = new ArrayList<String>();
        for (String entry : classPath()) {
            Path copy = copies.resolve(String.valueOf(readable.size()));
            copy(Path.of(entry), copy);
            readable.add(copy.toString());
        }
        return String.join(File.pathSeparator, readable);
    }

    /// Surefire hands it over in a property of its own.
    private static List<String> classPath() {
        String all =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator, -1))
                .filter(entry -> Files.exists(Path.of(entry)))
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path source : all.toList()) {
                Path target = to.resolve(from.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(source, target);
                }
            }
        }
    }
}
