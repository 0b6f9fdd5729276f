package dev.hako.kernel.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hako.kernel.ExitStatus;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Pidfd;
import dev.hako.kernel.Signal;
import dev.hako.kernel.Spawn;
import dev.hako.kernel.ThisProcess;
import dev.hako.testing.NeedsRoot;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Control groups of the running kernel, below one of this test's own.
@NeedsRoot
class CgroupIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CgroupHost host = CgroupHost.detect();
    private Optional<Cgroup> made = Optional.empty();

    @AfterEach
    void remove() {
        made.ifPresent(group -> {
            if (group.exists()) {
                group.kill(PATIENCE);
                group.remove(PATIENCE);
            }
        });
    }

    private Cgroup group(String controller) {
        return group(host.controlling(controller).orElseThrow());
    }

    private Cgroup group(Hierarchy hierarchy) {
        Cgroup group = hierarchy.at(NativePath.of("hako-test-" + ThisProcess.pid()));
        assertThat(group.create()).isTrue();
        assertThat(group.create()).isFalse();
        made = Optional.of(group);
        return group;
    }

    private static Pidfd sleeper() {
        return Spawn.of("/bin/sleep", "1000").start();
    }

    @Test
    void seesThisHost() {
        assertThat(host.layout()).isNotEqualTo(CgroupHost.Layout.NONE);
        assertThat(host.hierarchies())
                .allMatch(hierarchy -> hierarchy.root().exists())
                .anyMatch(hierarchy -> hierarchy.root().isWritable());
    }

    @Test
    void killsAllProcessesInAndBelow() {
        Cgroup group = group("pids");
        killAll(group);
    }

    @Test
    void killsAllProcessesOfVersion2InAndBelow() {
        assumeTrue(host.unified().isPresent(), "no version 2 hierarchy is mounted");
        killAll(group(host.unified().orElseThrow()));
    }

    private static void killAll(Cgroup group) {
        Cgroup below = group.child("a/b");
        group.child("a").create();
        below.create();
        try (Pidfd one = sleeper();
                Pidfd two = sleeper()) {
            group.add(one.pid());
            below.add(two.pid());
            assertThat(group.processes()).containsExactly(one.pid());
            PidsStats.of(group).ifPresent(pids -> assertThat(pids.current()).isEqualTo(2));
            ExitStatus killed = new ExitStatus.Killed(Signal.SIGKILL, false);
            Thread reaper =
                    Thread.ofPlatform()
                            .start(() -> {
                                assertThat(one.await()).isEqualTo(killed);
                                assertThat(two.await()).isEqualTo(killed);
                            });
            group.kill(PATIENCE);
            assertThat(below.processes()).isEmpty();
            reaper.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        group.remove(PATIENCE);
        assertThat(group.exists()).isFalse();
        group.remove(PATIENCE);
    }

    @Test
    void doesNotRemoveWhatIsInUse() {
        Cgroup group = group("pids");
        try (Pidfd child = sleeper()) {
            group.add(child.pid());
            assertThatThrownBy(() -> group.remove(Duration.ofMillis(5)))
                    .hasMessage("rmdir \"" + group + "\": ETIMEDOUT (connection timed out)");
            child.send(Signal.SIGKILL);
            child.await();
        }
    }

    @Test
    void freezesAndThaws() {
        assumeTrue(host.controlling("freezer").isPresent(), "no version 1 freezer is mounted");
        freezeAndThaw(group("freezer"));
    }

    @Test
    void freezesAndThawsOnVersion2() {
        assumeTrue(host.unified().isPresent(), "no version 2 hierarchy is mounted");
        freezeAndThaw(group(host.unified().orElseThrow()));
    }

    private static void freezeAndThaw(Cgroup group) {
        try (Pidfd child = sleeper()) {
            group.add(child.pid());
            group.freeze(PATIENCE);
            assertThat(group.isFrozen()).isTrue();
            group.thaw();
            assertThat(group.isFrozen()).isFalse();
            child.send(Signal.SIGKILL);
            child.await();
        }
    }

    @Test
    void readsAndWritesControlFiles() {
        Cgroup group = group("memory");
        String limit =
                group.hierarchy().version() == Hierarchy.Version.V1
                        ? "memory.limit_in_bytes"
                        : "memory.max";
        group.write(limit, "67108864");
        assertThat(group.read(limit)).isEqualTo("67108864");
        assertThat(MemoryStats.of(group).orElseThrow().limitBytes()).hasValue(67108864);
        assertThat(group.find("memory.nonesuch")).isEmpty();
        assertThatThrownBy(() -> group.write(limit, "much"))
                .hasMessage(
                        "write \"much\" to \""
                                + group
                                + "/"
                                + limit
                                + "\": EINVAL (invalid argument)");
    }

    @Test
    void countsProcessorTime() {
        String controller = host.controlling("cpuacct").isPresent() ? "cpuacct" : "cpu";
        assertThat(CpuStats.of(group(controller)).orElseThrow().usage()).isZero();
    }
}
