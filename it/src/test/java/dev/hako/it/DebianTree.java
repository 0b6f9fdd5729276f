package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A root file system of the machine's own distribution, Debian or one made of it, with python3,
/// redis and a JRE. It is made by mmdebstrap once and kept as `~/.cache/hako-test/*.tar`.
final class DebianTree {
    private static final Duration DEADLINE = Duration.ofMinutes(15);
    private static final Pattern NO_NETWORK =
            Pattern.compile(
                    "Temporary failure resolving|Could not (connect|resolve)|Failed to fetch"
                            + "|Unable to fetch|Network is unreachable");
    private static final Pattern CODENAME =
            Pattern.compile("^VERSION_CODENAME=\"?(\\w+)\"?$", Pattern.MULTILINE);

    private static final List<String> OPTIONS =
            List.of(
                    "--quiet",
                    "--mode=root",
                    "--variant=essential",
                    "--include=python3-minimal,redis-server,redis-tools,openjdk-17-jre-headless",
                    "--dpkgopt=path-exclude=/usr/share/doc/*",
                    "--dpkgopt=path-exclude=/usr/share/man/*",
                    "--dpkgopt=path-exclude=/usr/share/locale/*",
                    // The JRE's installation links manual pages and fails where they have no
                    // folder.
                    "--essential-hook=mkdir -p \"$1/usr/share/man/man1\"",
                    "--customize-hook=rm -rf \"$1\"/var/lib/apt/lists \"$1\"/var/cache/apt");

    private DebianTree() {}

    /// Unpacks the tree into a new folder.
    ///
    /// @param wrapper words that make the next program run as somebody else, if any
    static void unpack(Path folder, List<String> wrapper) throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of("tar", "--extract", "--directory=" + folder, "--exclude=./dev/*"));
        if (!wrapper.isEmpty()) {
            command.add("--no-same-owner");
        }
        assertThat(Programs.run(DEADLINE, tarball(), command)).isEqualTo(Result.exited(0));
    }

    private static synchronized Path tarball() throws IOException {
        String suite = suite();
        Path tarball =
                Path.of(System.getProperty("user.home"), ".cache/hako-test/" + suite + ".tar");
        if (Files.notExists(tarball)) {
            make(suite, Files.createDirectories(tarball.getParent()), tarball);
        }
        return tarball;
    }

    private static void make(String suite, Path folder, Path tarball) throws IOException {
        Path fresh = folder.resolve(suite + "." + ProcessHandle.current().pid() + ".tar");
        List<String> command = new ArrayList<>(List.of("mmdebstrap"));
        command.addAll(OPTIONS);
        command.addAll(List.of(suite, fresh.toString()));
        command.addAll(sources());
        System.out.println("making " + tarball + ", which takes minutes, once");
        Result made = Programs.run(DEADLINE, Path.of("/dev/null"), command);
        if (made.status() == 0) {
            Files.move(fresh, tarball, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Files.deleteIfExists(fresh);
        assumeTrue(
                !NO_NETWORK.matcher(made.error()).find(),
                () -> "needs network: mmdebstrap cannot reach the mirror of " + suite);
        throw new AssertionError("mmdebstrap failed: " + made.error());
    }

    /// The distribution's own sources, and no third party's.
    private static List<String> sources() {
        return Stream.of(
                        "/etc/apt/sources.list",
                        "/etc/apt/sources.list.d/debian.sources",
                        "/etc/apt/sources.list.d/ubuntu.sources")
                .filter(file -> Files.exists(Path.of(file)))
                .toList();
    }

    private static String suite() throws IOException {
        var found = CODENAME.matcher(Files.readString(Path.of("/etc/os-release")));
        assumeTrue(found.find(), "needs program mmdebstrap: this is not a Debian");
        return found.group(1);
    }
}
