package dev.hako.isolation.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Root;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.LaunchOptions;
import dev.hako.plan.LaunchOptions.IdMapWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineIdsTest {
    private static final Spec SPEC =
            Spec.of(new Root("rootfs", false), Process.of(List.of("true")))
                    .with(s ->
                            s.mounts(
                                    List.of(
                                            Mount.of("/proc", "proc", "proc"),
                                            Mount.of(
                                                    "/dev/pts",
                                                    "devpts",
                                                    "devpts",
                                                    "mode=0620",
                                                    "gid=5"))));

    @Test
    void leavesTheGroupOfTerminalsWhereThereIsOne() {
        assertThat(new EngineIds(65536).adapt(SPEC)).isSameAs(SPEC);
    }

    @Test
    void takesAwayTheGroupOfTerminalsWhereThereIsNone() {
        assertThat(new EngineIds(1).adapt(SPEC).mounts())
                .containsExactly(
                        Mount.of("/proc", "proc", "proc"),
                        Mount.of("/dev/pts", "devpts", "devpts", "mode=0620"));
    }

    @Test
    void setsNoGroupsWithASingleId() {
        assertThat(new EngineIds(1).options().idMapping()).isInstanceOf(IdMapWriter.Single.class);
        assertThat(new EngineIds(2).options()).isEqualTo(LaunchOptions.STANDARD);
    }
}
