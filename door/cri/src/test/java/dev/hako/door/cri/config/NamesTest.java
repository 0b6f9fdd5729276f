package dev.hako.door.cri.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.cri.v1.ContainerMetadata;
import dev.hako.cri.v1.PodSandboxMetadata;
import dev.hako.engine.config.ContainerName;
import dev.hako.failure.Failure;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final PodSandboxMetadata POD =
            PodSandboxMetadata.newBuilder()
                    .setName("shop")
                    .setNamespace("default")
                    .setUid("1")
                    .build();

    @Test
    void partsThatDifferMakeNamesThatDiffer() {
        Set<String> names = new HashSet<>();
        names.add(Names.of(POD));
        names.add(Names.of(POD.toBuilder().setAttempt(1).build()));
        names.add(Names.of(POD.toBuilder().setUid("2").build()));
        names.add(Names.of(POD.toBuilder().setNamespace("other").build()));
        names.add(Names.of(POD.toBuilder().setName("shop2").build()));
        assertThat(names).hasSize(5).allMatch(ContainerName::isName);
    }

    @Test
    void whateverIsLongOrStrangeMakesAName() {
        PodSandboxMetadata strange =
                POD.toBuilder().setName("x/".repeat(200)).setNamespace("ä").build();
        assertThat(ContainerName.isName(Names.of(strange))).isTrue();
        ContainerMetadata container = ContainerMetadata.newBuilder().setName("till").build();
        assertThat(ContainerName.isName(Names.of(container, strange, "pod"))).isTrue();
        assertThat(Names.of(container, POD, "pod")).startsWith("k8s_till_shop_0_");
    }

    @Test
    void refusesMetadataWithoutWhatMakesThemUnique() {
        assertThatThrownBy(() -> Names.of(POD.toBuilder().clearUid().build()))
                .isInstanceOf(Failure.class)
                .hasMessage("the metadata have no uid of the pod sandbox");
    }
}
