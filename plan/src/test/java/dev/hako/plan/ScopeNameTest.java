package dev.hako.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.oci.runtime.Linux;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The names by which systemd is asked for a container's groups, and where those are then.
class ScopeNameTest {
    private static final String USER = "/user.slice/user-7.slice/user@7.service";

    private static String path(@Nullable String wanted, String base) {
        var unified = new CgroupLayout.Unified(List.of("memory"), "/cg", "/");
        var scopes = new CgroupLayout.Scopes(new CgroupLayout.V2(unified), base);
        return scopes.pathOf(Linux.NONE.with(l -> l.cgroupsPath(wanted)), "c1");
    }

    @Test
    void findsASliceBelowThoseThatItsNameBeginsWith() {
        assertThat(path("machine.slice:libpod:c1", "")).isEqualTo("/machine.slice/libpod-c1.scope");
        assertThat(path("kube-pods-pod1.slice:cri:c1", ""))
                .isEqualTo("/kube.slice/kube-pods.slice/kube-pods-pod1.slice/cri-c1.scope");
        assertThat(path("-.slice:a:c1", "")).isEqualTo("/a-c1.scope");
        assertThat(path("user.slice:libpod:c1", USER))
                .isEqualTo(USER + "/user.slice/libpod-c1.scope");
    }

    @Test
    void hasNamesForWhatIsLeftOut() {
        assertThat(path(null, "")).isEqualTo("/system.slice/hako-c1.scope");
        assertThat(path("", USER)).isEqualTo(USER + "/user.slice/hako-c1.scope");
        assertThat(path("::c1", "")).isEqualTo("/system.slice/c1.scope");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/path",
                "one:two",
                "a:b:c:d",
                "machine:libpod:c1",
                "a/b.slice:libpod:c1",
                "-a.slice:libpod:c1",
                "a--b.slice:libpod:c1",
                "a-.slice:libpod:c1",
                ".slice:libpod:c1",
                "a.slice:../x:c1",
                "a.slice:b:c'1",
                "a.slice:b:c 1"
            })
    void refusesWhatSystemdWouldNotTake(String wanted) {
        assertThatThrownBy(() -> path(wanted, "")).hasMessageContaining("cgroupsPath");
    }
}
