package dev.hako.oci.hardening;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.oci.Golden;
import dev.hako.oci.json.Json;
import dev.hako.oci.runtime.Capabilities;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Root;
import dev.hako.oci.runtime.Spec;
import dev.hako.oci.runtime.User;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HardenedSpecTest {
    private static final Machine MACHINE = new Machine("amd64", new KernelVersion(6, 18), 2);

    @Test
    void isWrittenAsTheGoldenFileSays() {
        Spec spec = HardenedSpec.of(shell(), MACHINE);
        Linux linux = Objects.requireNonNull(spec.linux());

        Spec withoutSeccomp = spec.with(s -> s.linux(linux.with(l -> l.seccomp(null))));

        assertThat(Json.pretty(withoutSeccomp))
                .isEqualTo(Golden.text("hardening/hardened-spec.json"));
    }

    @Test
    void survivesBeingWrittenAndRead() {
        Spec spec = HardenedSpec.of(shell(), MACHINE);

        assertThat(Spec.parse(Json.write(spec))).isEqualTo(spec);
    }

    @Test
    void givesAnOrdinaryUserNoEffectiveCapability() {
        Capabilities capabilities =
                HardenedSpec.capabilities(
                        HardenedSpec.CAPABILITIES, new User(1000, 1000, null, List.of()));

        assertThat(capabilities.effective()).isEmpty();
        assertThat(capabilities.permitted()).isEmpty();
        assertThat(capabilities.bounding()).hasSize(14);
    }

    @Test
    void hidesTheHeatOfEachProcessor() {
        assertThat(HardenedSpec.maskedPaths(MACHINE))
                .contains(
                        "/sys/devices/system/cpu/cpu0/thermal_throttle",
                        "/sys/devices/system/cpu/cpu1/thermal_throttle")
                .hasSize(HardenedSpec.MASKED_PATHS.size() + 2);
    }

    private static ContainerOutline shell() {
        return new ContainerOutline(
                new Root("rootfs", false),
                Process.of(List.of("sh")).with(p -> p.env(List.of("PATH=/bin"))),
                HardenedSpec.CAPABILITIES,
                "box",
                "/hako/box");
    }
}
