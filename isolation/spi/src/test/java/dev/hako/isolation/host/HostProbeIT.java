package dev.hako.isolation.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.kernel.Arch;
import org.junit.jupiter.api.Test;

/// The machine that the tests run on.
class HostProbeIT {
    @Test
    void findsWhatEveryHostHas() {
        var facts = HostProbe.instance().facts();

        assertThat(facts.kernelRelease()).isEqualTo(System.getProperty("os.version"));
        assertThat(facts.memoryBytes()).isPositive();
        assertThat(facts.cpus()).isPositive();
        assertThat(facts.features()).containsEntry("clone3", true).containsEntry("openat2", true);
    }

    @Test
    void findsWhatPlansDependOn() {
        var host = HostProbe.instance().planHost();

        assertThat(host.arch()).isEqualTo(Arch.host());
        assertThat(host.kernel().mountSetattr()).isTrue();
        assertThat(host.lastCapability()).isGreaterThanOrEqualTo(40);
    }
}
