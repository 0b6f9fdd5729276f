package dev.hako.door.cri.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.cri.v1.CgroupDriver;
import dev.hako.failure.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupParentsTest {
    @Test
    void aPathIsItself() {
        assertThat(CgroupParents.path("/kubepods/pod1", CgroupDriver.CGROUPFS))
                .isEqualTo("/kubepods/pod1");
    }

    @Test
    void aSliceIsBelowThoseThatItsNameBeginsWith() {
        assertThat(CgroupParents.path("kubepods-burstable-pod1.slice", CgroupDriver.SYSTEMD))
                .isEqualTo(
                        "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1.slice");
        assertThat(CgroupParents.path("/a.slice/a-b.slice", CgroupDriver.SYSTEMD))
                .isEqualTo("/a.slice/a-b.slice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubepods", "/a/../b", "/a/.."})
    void refusesWhatIsNoPath(String parent) {
        assertThatThrownBy(() -> CgroupParents.path(parent, CgroupDriver.CGROUPFS))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("cgroup-driver");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/kubepods", ".slice", "-a.slice"})
    void refusesWhatIsNoSlice(String parent) {
        assertThatThrownBy(() -> CgroupParents.path(parent, CgroupDriver.SYSTEMD))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("cgroup-driver");
    }
}
