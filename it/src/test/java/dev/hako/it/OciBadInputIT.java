package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `hako-runtime` makes of configurations that cannot be: one sentence, here and in the log,
/// and nothing that stays.
@NeedsRoot
@NeedsProgram("busybox")
class OciBadInputIT {
    private static final String ID = "box";

    @TempDir Path place;

    private OciBundle bundle = new OciBundle(Path.of("/"));
    private OciRuntime runtime = OciRuntime.hako(Path.of("/"));

    @BeforeEach
    void makeBundle() throws IOException {
        bundle = OciBundle.make(Files.createDirectory(place.resolve("bad")));
        runtime = OciRuntime.hako(Files.createDirectory(place.resolve("home")));
        Path root = bundle.folder().resolve("rootfs");
        Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        Files.writeString(root.resolve("etc/no-program"), "text");
        bundle.runs("sleep", "100");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "ociVersion": "1.0.2" | "ociVersion": 102 | ociVersion
                    "args": ["sleep","100"] | "args": {"a": 1} | args
                    "args": ["sleep","100"] | "args": ["/etc/no-program"] | EACCES
                    "cwd": "/" | "cwd": "." | cwd
                    "cwd": "/" | "cwd": "/etc/no-program" | ENOTDIR
                    "uid": 0 | "uid": -1 | uid
                    "path": "rootfs" | "path": "nowhere" | ENOENT
                    {"type": "pid"} | {"type": "pit"} | pit
                    {"type": "ipc"} | {"type": "ipc", "path": "/dev/null"} | EINVAL
                    "destination": "/dev", | "destination": "/loop/dev", | ELOOP
                    "destination": "/proc" | "destination": "/../proc" | ..
                    "type": "tmpfs", | "type": "nofs", | ENODEV
                    "destination": "/proc", "type": "proc", "source": "proc" | "destination": "/data", "type": "bind", "source": "/nowhere" | ENOENT
                    "pids": {"limit": 50} | "pids": {"limit": "50"} | limit
                    "pids": {"limit": 50} | "unified": {"memory.high": "1"} | memory.high
                    "/hako-it-oci- | "/../x | ..
                    "hostname": "boxed" | "hostname": "a\\u0000b" | hostname
                    "hostname": "boxed" | "hooks": {"createRuntime": [{"path": "/bin/false"}]} | /bin/false
                    "hostname": "boxed" | "hooks": {"startContainer": [{"path": "/nowhere"}]} | /nowhere
                    """)
    void refusesInOneSentence(String word, String other, String named) throws IOException {
        bundle.change(word, other);
        Path log = place.resolve("log");
        List<String> create =
                List.of(
                        "--log",
                        log.toString(),
                        "--log-format",
                        "json",
                        "run",
                        "--bundle",
                        bundle.folder().toString(),
                        ID);
        Result result = runtime.call(create.toArray(String[]::new));
        assertThat(result.status()).isNotZero();
        assertThat(result.error().lines())
                .singleElement()
                .asString()
                .startsWith("hako-runtime: cannot ")
                .contains(named)
                .doesNotContain("Exception");
        assertThat(Files.readString(log).lines()).singleElement().asString().contains("\"error\"");
        nothingStays();
    }

    /// A user's: where root's would be, there may be one.
    @Test
    void saysThatThereIsNoSystemd() throws IOException {
        bundle.change("/hako-it-oci-", "a-b.slice:test:");
        Path program = Path.of(System.getProperty("hako.dist"), "bin/hako-runtime");
        List<String> asRootOfANamespace =
                List.of("unshare", "--user", "--map-root-user", program.toString());
        Path home = place.resolve("home");
        runtime =
                new OciRuntime(
                        asRootOfANamespace,
                        Map.of(
                                "HAKO_RUN",
                                home.resolve("no-engine").toString(),
                                "DBUS_SESSION_BUS_ADDRESS",
                                "unix:path=" + home.resolve("no-bus")),
                        home);
        String folder = bundle.folder().toString();
        Result result = runtime.call("--systemd-cgroup", "run", "--bundle", folder, ID);
        assertThat(result.status()).isNotZero();
        assertThat(result.error())
                .contains(
                        "systemd does not make its control group: no systemd answers at", "no-bus")
                .contains("hint: where there is no systemd, leave --systemd-cgroup out");
        nothingStays();
    }

    private void nothingStays() throws IOException {
        try (Stream<Path> homes = Files.list(runtime.root())) {
            assertThat(homes).isEmpty();
        }
        assertThat(Path.of("/sys/fs/cgroup/pids", bundle.group())).doesNotExist();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
                .doesNotContain(bundle.folder().toString());
    }

    /// Each is mounted into what the one before has mounted.
    @Test
    void takesMountsThatLieInEachOther() throws IOException {
        bundle.runs("sh", "-c", "ls -d /tmp/tmp/tmp/bin");
        String into =
                """
                {"destination": "%s", "type": "bind", "source": "rootfs", "options": ["rbind"]},
                """;
        bundle.change(
                "\"mounts\": [",
                "\"mounts\": ["
                        + into.formatted("/tmp")
                        + into.formatted("/tmp/tmp")
                        + into.formatted("/tmp/tmp/tmp"));
        Result run = runtime.call("run", "--bundle", bundle.folder().toString(), ID);
        assertThat(run.output()).as(run.toString()).isEqualTo("/tmp/tmp/tmp/bin\n");
        nothingStays();
    }
}
