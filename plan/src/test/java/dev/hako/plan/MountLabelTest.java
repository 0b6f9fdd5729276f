package dev.hako.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.kernel.Arch;
import dev.hako.kernel.CapabilitySet;
import dev.hako.kernel.LabelModule;
import dev.hako.oci.runtime.Mount;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountLabelTest {
    private static final String CONTEXT = "system_u:object_r:container_file_t:s0:c1,c2";

    private static PlanHost host(LabelModule... modules) {
        var kernel = new KernelFeatures(true, true, true, true, true, Set.of(modules));
        return new PlanHost(Arch.X86_64, kernel, Launches.V1, false, 40, CapabilitySet.ALL);
    }

    private static String data(String type, String... options) {
        Mount mount = Mount.of("/at", type, "source", options);
        return MountLabel.of(host(LabelModule.SELINUX), CONTEXT)
                .on(type, MountOptions.of(mount))
                .data();
    }

    @Test
    void labelsWhatIsMountedForTheContainer() {
        assertThat(data("tmpfs")).isEqualTo("context=\"" + CONTEXT + "\"");
        assertThat(data("devpts", "nosuid", "mode=0620"))
                .isEqualTo("mode=0620,context=\"" + CONTEXT + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proc", "sysfs", "cgroup2", "bind"})
    void leavesFilesWithLabelsOfTheirOwn(String type) {
        assertThat(data(type)).isEmpty();
    }

    @Test
    void isRefusedWhereItCannotHold() {
        assertThatThrownBy(() -> MountLabel.of(host(LabelModule.APPARMOR), CONTEXT))
                .hasMessageContaining("this kernel does not run SELinux");
        assertThatThrownBy(() -> MountLabel.of(host(LabelModule.SELINUX), "a\",nosuid"))
                .hasMessageContaining("no quotation marks");
    }
}
