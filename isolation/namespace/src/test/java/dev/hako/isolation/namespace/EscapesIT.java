package dev.hako.isolation.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.isolation.Task;
import dev.hako.isolation.contract.Draft;
import dev.hako.isolation.contract.Stage;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Open;
import dev.hako.launcher.LauncherBinary;
import dev.hako.oci.runtime.Mount;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ways out of containers that were found in other runtimes: none of them leads out here.
@NeedsRoot
@NeedsProgram("cc")
class EscapesIT {
    @TempDir Path folder;

    private Stage stage;
    private Path outside;

    @BeforeEach
    void setStage() throws IOException {
        stage = new Stage(new NamespaceIsolation(), folder.resolve("stage"));
        outside = Files.createDirectories(folder.resolve("outside"));
    }

    @AfterEach
    void closeStage() {
        stage.close();
    }

    private static String answer(Draft draft) {
        var running = draft.start();
        running.client().awaitExit();
        return running.client().output();
    }

    private static Draft mounts(Draft draft, UnaryOperator<List<Mount>> change) {
        return draft.spec(
                spec -> spec.with(s -> s.mounts(change.apply(new ArrayList<>(spec.mounts())))));
    }

    private static List<Mount> without(List<Mount> mounts, String below) {
        mounts.removeIf(mount -> mount.destination().startsWith(below));
        return mounts;
    }

    private static List<Mount> with(List<Mount> mounts, Mount mount) {
        mounts.add(mount);
        return mounts;
    }

    /// Replaces a folder of the image by a link.
    private void link(String path, String target) throws IOException {
        Path link = stage.root().folder().resolve(path);
        Files.deleteIfExists(link);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(target));
    }

    private static Errno refusal(String path, int flags) {
        try (Fd file = Open.open(path, flags)) {
            file.writeAll("overwritten".getBytes(StandardCharsets.UTF_8));
            throw new AssertionError("\"" + path + "\" was written to");
        } catch (KernelException e) {
            return Errno.of(e.number()).orElseThrow();
        }
    }

    private static String parentOf(int pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("PPid:")) {
                return line.substring("PPid:".length()).strip();
            }
        }
        throw new AssertionError("process " + pid + " has no parent");
    }

    // CVE-2019-5736: a container overwrote the runtime through /proc/PID/exe.
    @Test
    void cannotOverwriteTheLauncher() throws IOException {
        Task task = stage.subject("sleep").startDetached();
        String executable = "/proc/" + parentOf(task.pid()) + "/exe";

        assertThat(Files.readSymbolicLink(Path.of(executable)).toString()).contains("memfd:hako");
        assertThat(refusal(executable, Open.O_WRONLY)).isIn(Errno.ETXTBSY, Errno.EPERM);
        assertThat(refusal(executable, Open.O_WRONLY | Open.O_TRUNC))
                .isIn(Errno.ETXTBSY, Errno.EPERM);
        assertThat(refusal(LauncherBinary.instance().path().toString(), Open.O_WRONLY))
                .isIn(Errno.ETXTBSY, Errno.EPERM);
    }

    // CVE-2024-21626: a descriptor of the host was the working directory.
    @Test
    void cannotBeginInADescriptorOfTheHost() throws IOException {
        for (int number = 3; number < 24; number++) {
            String directory = "/proc/self/fd/" + number;
            Draft draft = stage.subject("pwd").process(p -> p.cwd(directory));

            assertThatThrownBy(draft::startDetached)
                    .as(directory)
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining(directory);
        }
    }

    // CVE-2024-21626, by exec.
    @Test
    void cannotJoinInADescriptorOfTheHost() throws IOException {
        Draft in = stage.subject("sleep");
        Task task = in.startDetached();
        for (int number = 3; number < 24; number++) {
            String directory = "/proc/self/fd/" + number;
            Draft draft = stage.subject("pwd").process(p -> p.cwd(directory));

            assertThatThrownBy(() -> draft.exec(task, in))
                    .as(directory)
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining(directory);
        }
    }

    // CVE-2025-31133: the image's /dev/null was a link, and what it named was mounted as a mask.
    @Test
    void isNotMaskedByWhatTheImageCallsNull() throws IOException {
        stage.root().file("/etc/secret", "bound over the mask".getBytes(StandardCharsets.UTF_8));
        link("dev/null", "/etc/secret");
        Draft draft = mounts(stage.subject("show", "/proc/keys"), all -> without(all, "/dev"));

        assertThat(outcome(draft)).doesNotContain("bound over the mask");
    }

    // CVE-2025-52565: the image's /dev/console was a link, and the terminal was mounted on its
    // target.
    @Test
    void mountsTheConsoleNowhereElse() throws IOException {
        stage.root().file("/etc/victim", "untouched".getBytes(StandardCharsets.UTF_8));
        link("dev/console", "/etc/victim");
        Draft draft =
                mounts(
                        stage.subject("show", "/etc/victim").terminal(24, 80),
                        all -> without(all, "/dev"));

        assertThat(outcome(draft))
                .satisfiesAnyOf(
                        shown -> assertThat(shown).isEqualTo("untouched"),
                        failed -> assertThat(failed).startsWith("cannot start container"));
    }

    // CVE-2025-52881 and CVE-2019-19921: /proc was another thing than procfs when it was written
    // to.
    @ParameterizedTest
    @ValueSource(strings = {"/etc", "/tmp/../etc"})
    void refusesAProcThatIsALink(String target) throws IOException {
        link("proc", target);

        assertThat(outcome(stage.subject("show", "/etc/self/status")))
                .startsWith("cannot start container");
    }

    // CVE-2019-16884: a volume on /proc took the place of what is masked and written to there.
    @ParameterizedTest
    @ValueSource(strings = {"/proc", "/proc/", "/proc/self/attr", "//proc/./sys"})
    void refusesAVolumeOnProc(String destination) throws IOException {
        Mount volume = Mount.of(destination, "bind", outside.toString(), "rbind");

        assertThat(outcome(mounts(stage.subject("true"), all -> with(all, volume))))
                .startsWith("cannot start container");
    }

    // CVE-2026-41579: the image's /dev was a link, and devices were made where it led.
    @Test
    void makesNoDevicesWhereAnImagesDevLeads() throws IOException {
        link("dev", outside.toString());
        outcome(stage.subject("true"));

        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void mountsNothingWhereALinkOfTheImageLeads() throws IOException {
        link("data", outside.toString());
        Path volume = Files.createDirectories(folder.resolve("volume"));
        Mount mount = Mount.of("/data/inside", "bind", volume.toString(), "rbind");
        outcome(mounts(stage.subject("true"), all -> with(all, mount)));

        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void makesNoWorkingDirectoryWhereALinkOfTheImageLeads() throws IOException {
        link("jobs", outside.toString());
        outcome(stage.subject("true").process(p -> p.cwd("/jobs/inside")));

        assertThat(outside).isEmptyDirectory();
    }

    // CVE-2021-30465: a mount's target was exchanged for a link between the check and the mount.
    @Test
    void mountsInsideWhileTargetsAreExchanged() throws Exception {
        Files.createDirectories(stage.root().folder().resolve("data/inside"));
        Files.createSymbolicLink(stage.root().folder().resolve("link"), outside);
        Path volume = Files.createDirectories(folder.resolve("volume"));
        Mount mount = Mount.of("/data/inside", "bind", volume.toString(), "rbind");
        try (var _ = new Exchange(stage.root().folder(), "data", "link")) {
            for (int i = 0; i < 20; i++) {
                outcome(mounts(stage.subject("true"), all -> with(all, mount)));
            }
        }
        assertThat(outside).isEmptyDirectory();
    }

    // CVE-2022-0492: a container mounted a cgroup hierarchy and wrote its release agent.
    @Test
    void cannotSetAReleaseAgent() throws IOException {
        assertThat(answer(stage.subject("mount", "/tmp", "cgroup", "memory"))).isEqualTo("EPERM\n");
        for (String controller : List.of("memory", "cpu", "pids")) {
            String file = "/sys/fs/cgroup/" + controller + "/release_agent";
            assertThat(answer(stage.subject("write", file, "/bin/subject")))
                    .isIn("EROFS\n", "EACCES\n", "ENOENT\n", "EPERM\n");
        }
    }

    // CVE-2022-29162: capabilities were inheritable, and came back through a file's.
    @Test
    void hasNothingInheritable() throws IOException {
        Draft in = stage.subject("sleep");
        Task task = in.startDetached();
        var exec = stage.subject("show", "/proc/self/status").exec(task, in);
        exec.client().awaitExit();

        assertThat(answer(stage.subject("show", "/proc/self/status")))
                .contains("CapInh:\t0000000000000000")
                .contains("CapAmb:\t0000000000000000");
        assertThat(exec.client().output())
                .contains("CapInh:\t0000000000000000")
                .contains("CapAmb:\t0000000000000000");
    }

    // CVE-2016-9962: a container traced a process that was joining it, and used its descriptors.
    @Test
    void cannotTraceAProcessThatJoins() throws Exception {
        Draft in = unfiltered(stage.subject("chase"));
        var chaser = in.start();
        chaser.client().awaitOutput("ready");
        for (int i = 0; i < 20; i++) {
            stage.subject("true").exec(chaser.task(), in).client().awaitExit();
        }
        chaser.task().kill(9);
        chaser.client().awaitExit();

        assertThat(chaser.client().output()).doesNotContain("memfd");
    }

    /// Without a seccomp filter, so that the kernel's own rules are all there is.
    private static Draft unfiltered(Draft draft) {
        return draft.spec(spec -> {
            var linux = Objects.requireNonNull(spec.linux());
            return spec.with(s -> s.linux(linux.with(l -> l.seccomp(null))));
        });
    }

    /// What the program says, or why it was not started.
    private static String outcome(Draft draft) {
        try {
            return answer(draft);
        } catch (Failure e) {
            return e.text();
        }
    }
}
