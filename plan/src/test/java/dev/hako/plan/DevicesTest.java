package dev.hako.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.oci.runtime.Device;
import dev.hako.oci.runtime.Spec;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DevicesTest {
    private static List<String> made(List<Device> devices) {
        Spec spec =
                Launches.linux(Launches.dockerLike(), linux -> linux.with(l -> l.devices(devices)));
        Plan plan = ContainerPlan.compile(Launches.launch(Launches.host(Launches.V1), spec));
        return IntStream.range(0, plan.steps().size())
                .mapToObj(plan::describe)
                .filter(words -> words.startsWith("make the device"))
                .distinct()
                .toList();
    }

    @Test
    void givesOwnTerminalsInsteadOfTheHosts() {
        assertThat(
                        made(
                                List.of(
                                        Device.character("/dev/ptmx", 5, 2, 0666),
                                        Device.character("/dev/kmsg", 1, 11, 0644))))
                .contains("make the device \"/dev/kmsg\"")
                .doesNotContain("make the device \"/dev/ptmx\"");
    }
}
