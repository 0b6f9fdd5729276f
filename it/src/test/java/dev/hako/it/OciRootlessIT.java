package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An ordinary user's `hako-runtime`: under his podman, and by itself in a user namespace.
@NeedsRoot
@NeedsProgram({"busybox", "setpriv", "useradd"})
class OciRootlessIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String RUNTIME = System.getProperty("hako.dist") + "/bin/hako-runtime";

    private static final String PODMAN =
            """
            printf '[containers]\\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\\n' > conf
            printf '[engine]\\nevents_logger = "file"\\n' >> conf
            export CONTAINERS_CONF=$PLACE/conf
            engine="podman --runtime $RUNTIME --cgroup-manager=cgroupfs"
            options="--network none --rootfs $ROOTFS"
            $engine run --rm $options sh -c 'echo ran; id -u; exit 3'; echo "run $?"
            $engine run --rm $options no-such-program; echo "missing $?"
            $engine run --rm -t $options tty | tr -d '\\r'
            $engine run --rm -m 64m $options echo limited
            $engine run -d --name b $options sleep 1000 > id
            $engine exec b sh -c 'echo executed; exit 5'; echo "exec $?"
            $engine exec -t b tty | tr -d '\\r'
            $engine stop -t 0 b; $engine start b; $engine kill b; $engine wait b; $engine rm b
            $engine pod create --infra=false --name p > id
            $engine run --rm --pod p $options echo together
            $engine pod rm p > id; $engine ps --all --quiet
            cat $XDG_RUNTIME_DIR/libpod/tmp/pause.pid | xargs kill
            """;

    private static TestUser user = new TestUser("nobody", 65534);

    @TempDir Path place;

    @BeforeAll
    static void makeUser() throws IOException {
        user = TestUser.create();
    }

    @AfterAll
    static void removeUser() {
        user.close();
    }

    @BeforeEach
    void makePlace() throws IOException {
        BusyboxTree.make(place.resolve("bundle/rootfs"), user.uid());
        Files.createDirectory(place.resolve("run"));
        Programs.run(DEADLINE, "chown", "-R", String.valueOf(user.uid()), place.toString());
        Files.setAttribute(place.resolve("run"), "unix:mode", 0700);
    }

    private Result script(List<String> wrapper, String script) {
        String uid = String.valueOf(user.uid());
        List<String> words = new ArrayList<>(wrapper);
        words.addAll(List.of("setpriv", "--reuid", uid, "--regid", uid, "--init-groups"));
        words.addAll(List.of("env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"));
        words.addAll(List.of("PLACE=" + place, "HOME=" + place, "RUNTIME=" + RUNTIME));
        words.addAll(List.of("ROOTFS=" + place.resolve("bundle/rootfs")));
        words.addAll(List.of("XDG_RUNTIME_DIR=" + place.resolve("run")));
        words.addAll(List.of("sh", "-c", "cd $PLACE\n" + script));
        return Programs.run(DEADLINE, Path.of("/dev/null"), words);
    }

    @Test
    @NeedsProgram({"podman", "newuidmap"})
    void podmanRunsContainersWithIt() {
        Result result = script(List.of("unshare", "--mount"), PODMAN);
        assertThat(result.output())
                .as(result.error())
                .isEqualTo(
                        """
                        ran
                        0
                        run 3
                        missing 127
                        /dev/pts/0
                        limited
                        executed
                        exec 5
                        /dev/pts/0
                        b
                        b
                        b
                        137
                        b
                        together
                        """);
    }

    /// Runs the bundle's container as podman does: behind a user namespace of the caller's.
    private Result run(List<String> wrapper) {
        return script(
                wrapper,
                "exec unshare --user --map-root-user $RUNTIME --root $PLACE/containers run --bundle"
                        + " $PLACE/bundle box");
    }

    private void bundle(String resources, String... command) throws IOException {
        var bundle = new OciBundle(place.resolve("bundle")).runs(command);
        Path config = bundle.folder().resolve("config.json");
        String text = Files.readString(config).replace("/hako-it-oci-", "hako-it-oci-");
        bundle.says(text.replace("\"pids\": {\"limit\": 50}", resources));
        assertThat(Files.readString(config)).contains("\"resources\": {" + resources + "}");
    }

    @Test
    void staysInItsCallersGroupsWhereItMayMakeNone() throws IOException {
        bundle("", "cat", "/proc/self/cgroup");
        Result result = run(List.of());
        assertThat(result.output()).as(result.error()).isNotEmpty().doesNotContain("bundle");
        assertThat(result).isEqualTo(new Result(0, result.output(), ""));
    }

    @Test
    void refusesLimitsWhereItMayMakeNoGroups() throws IOException {
        bundle("\"pids\": {\"limit\": 50}", "true");
        Result result = run(List.of());
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.error())
                .startsWith("hako-runtime: cannot create container \"box\": make the cgroup \"")
                .contains("EACCES (permission denied)")
                .hasLineCount(1);
        assertThat(script(List.of(), "ls -A $PLACE/containers").output()).isEmpty();
    }

    @Test
    void limitsInGroupsThatAreItsCallers() throws IOException {
        bundle(
                "\"pids\": {\"limit\": 3}",
                "sh",
                "-c",
                "cat /proc/self/cgroup; sleep 1 | sleep 1 | sleep 1");
        try (DelegatedCgroups groups = DelegatedCgroups.to(user.uid())) {
            Result result = run(groups.wrapper());
            assertThat(result.output())
                    .as(result.error())
                    .containsPattern("pids:/hako-it-\\d+/hako-it-oci-");
            assertThat(result.error()).contains("can't fork");
        }
    }
}
