package dev.hako.isolation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hako.isolation.host.HostProbe;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.MemoryResources;
import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Resources;
import dev.hako.oci.runtime.Root;
import dev.hako.oci.runtime.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What a program is and finds around it.
abstract class ProcessContract extends ContractStage {
    private String answer(Draft draft) throws IOException {
        var running = draft.start();
        running.client().awaitExit();
        return running.client().output();
    }

    private static Draft limited(Draft draft, Consumer<Resources.Builder> change) {
        return draft.spec(spec -> {
            Linux linux = Objects.requireNonNull(spec.linux());
            Resources limited = linux.resources().with(change);
            return spec.with(s -> s.linux(linux.with(l -> l.resources(limited))));
        });
    }

    private static void assumeController(String name) {
        assumeTrue(
                HostProbe.instance().facts().cgroups().controllers().contains(name),
                "needs the cgroup controller " + name + ": it is not here, or not ours");
    }

    private static MemoryResources memory(long bytes) {
        return new MemoryResources(bytes, null, null, null, null, null, false, false, false);
    }

    @Test
    void isTheFirstOfItsContainer() throws IOException {
        assertThat(answer(stage().subject("pid"))).isEqualTo("1\n");
    }

    @Test
    void hasTheContainersName() throws IOException {
        assertThat(answer(stage().subject("hostname"))).isEqualTo("stage\n");
    }

    @Test
    void hasExactlyItsEnvironment() throws IOException {
        var env = List.of("PATH=/bin", "GREETING=hello world", "EMPTY=");

        assertThat(answer(stage().subject("environment").process(p -> p.env(env))).lines())
                .containsExactlyElementsOf(env);
    }

    @Test
    void beginsInItsWorkingDirectory() throws IOException {
        assertThat(answer(stage().subject("pwd").process(p -> p.cwd("/etc")))).isEqualTo("/etc\n");
    }

    @Test
    void getsAWorkingDirectoryThatWasMissing() throws IOException {
        assertThat(answer(stage().subject("pwd").process(p -> p.cwd("/new/one"))))
                .isEqualTo("/new/one\n");
    }

    @Test
    void hasItsUserAndGroups() throws IOException {
        assumeTrue(
                HostProbe.instance().facts().user().mappedIds() > 2000,
                "needs more than one user id: this user has only one");
        User user = new User(1000, 1001, null, List.of(1002L, 1003L));

        assertThat(answer(stage().subject("id").process(p -> p.user(user))))
                .isEqualTo("1000 1001 1002 1003\n");
    }

    @Test
    void hasNoDescriptorsButItsStreams() throws IOException {
        assertThat(answer(stage().subject("fds")).lines())
                .allMatch(line -> line.matches("[012] .*"))
                .hasSize(3);
    }

    @Test
    void cannotWriteToAReadOnlyRoot() throws IOException {
        Draft draft =
                stage().subject("create", "/etc/new")
                        .spec(s -> s.with(b -> b.root(new Root("rootfs", true))));

        assertThat(answer(draft)).isEqualTo("EROFS\n");
    }

    @Test
    void writesToItsRootOtherwise() throws IOException {
        assertThat(answer(stage().subject("create", "/etc/new"))).isEqualTo("done\n");
        if (!isolation().hasRootsOnDisks()) {
            assertThat(stage().root().folder().resolve("etc/new")).exists();
        }
    }

    @Test
    void seesAVolume() throws IOException {
        Path volume = Files.createDirectories(stage().folder().resolve("volume"));
        Files.write(volume.resolve("file"), "in the volume".getBytes(StandardCharsets.UTF_8));
        Draft draft =
                stage().subject("show", "/data/file")
                        .spec(spec -> {
                            var mounts = new ArrayList<>(spec.mounts());
                            mounts.add(Mount.of("/data", "bind", volume.toString(), "rbind"));
                            return spec.with(s -> s.mounts(mounts));
                        });

        assertThat(answer(draft)).isEqualTo("in the volume");
    }

    @Test
    void cannotSeeMaskedPathsNorWriteReadOnlyOnes() throws IOException {
        // A kernel that has no such file has nothing to mask.
        assertThat(answer(stage().subject("show", "/proc/keys"))).isIn("", "ENOENT\n");
        assertThat(answer(stage().subject("write", "/proc/sys/vm/swappiness", "1")))
                .isIn("EROFS\n", "EACCES\n");
    }

    @Test
    void cannotMountNorMakeAnotherNamespaceOfMounts() throws IOException {
        assertThat(answer(stage().subject("mount", "/tmp", "tmpfs", ""))).isEqualTo("EPERM\n");
    }

    @Test
    void isKilledWhenItUsesMoreMemoryThanItsLimit() throws IOException {
        assumeController("memory");
        Draft draft = stage().subject("memory", String.valueOf(256 << 20));
        var running = limited(draft, r -> r.memory(memory(64 << 20))).start();

        assertThat(running.client().awaitExit()).isEqualTo(137);
    }

    @Test
    void makesNoMoreProcessesThanItsLimit() throws IOException {
        assumeController("pids");
        Draft draft = stage().subject("forks", "50");

        assertThat(answer(limited(draft, r -> r.pids(new Resources.Pids(10))))).isEqualTo("9\n");
    }
}
