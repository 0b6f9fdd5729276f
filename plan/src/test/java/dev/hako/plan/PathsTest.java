package dev.hako.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.oci.runtime.Linux;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Where paths of the specification lead.
class PathsTest {
    private static CgroupPath cgroup(@Nullable String path, String parent) {
        Linux linux = Linux.NONE.with(l -> l.cgroupsPath(path));
        return CgroupPath.of(linux, "c1", "/cg", parent);
    }

    @Test
    void putsARelativeCgroupBelowTheEnginesOwn() {
        assertThat(cgroup(null, "/hako").directory()).isEqualTo("/cg/hako/c1");
        assertThat(cgroup("pod/a", "/hako").directory()).isEqualTo("/cg/hako/pod/a");
        assertThat(cgroup("/pod/a", "/hako").directory()).isEqualTo("/cg/pod/a");
    }

    @Test
    void makesOnlyWhatTheEngineDoesNotHave() {
        assertThat(cgroup("pod/a", "/hako").made()).containsExactly("/hako/pod", "/hako/pod/a");
        assertThat(cgroup("/hako/c1", "/hako").made()).containsExactly("/hako/c1");
        assertThat(cgroup("/pod/a", "/hako").made()).containsExactly("/pod", "/pod/a");
        assertThat(cgroup("/pod/a", "/").made()).containsExactly("/pod", "/pod/a");
    }

    /// Others put groups there, a kubelet for one.
    @Test
    void leavesWhatAnAbsolutePathHasAboveTheGroup() {
        assertThat(removed(cgroup("/pod/a", "/hako"))).containsExactly("/cg/pod/a");
        assertThat(removed(cgroup("pod/a", "/hako")))
                .containsExactly("/cg/hako/pod/a", "/cg/hako/pod");
    }

    private static List<String> removed(CgroupPath path) {
        var plan = new PlanBuilder(dev.hako.kernel.Arch.X86_64);
        path.remove(plan, 1000);
        plan.add(new Action.End(0));
        return java.util.regex.Pattern.compile("unlinkat\\(-100, \"([^\"]+)\"")
                .matcher(plan.build().listing())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void refusesCgroupsThatLeadAway() {
        assertThatThrownBy(() -> cgroup("/a/../..", "/hako"))
                .hasMessageContaining("must not have \"..\"");
        assertThatThrownBy(() -> cgroup("/", "/hako"))
                .hasMessageContaining("root of the hierarchy");
        assertThatThrownBy(() -> cgroup("system.slice:docker:c1", "/hako"))
                .hasMessageContaining("a slice of systemd");
    }

    @Test
    void cleansPathsInTheContainer() {
        assertThat(RootTree.relative("/a//b/./c/")).isEqualTo("a/b/c");
        assertThat(RootTree.relative("/")).isEmpty();
        assertThat(RootTree.relative("/a/.hidden")).isEqualTo("a/.hidden");
        assertThatThrownBy(() -> RootTree.relative("/a/../b")).hasMessageContaining("\"..\"");
    }

    @Test
    void readsKernelParametersAsSysctlDoes() {
        assertThat(HostSettings.path("net.ipv4.ip_forward")).isEqualTo("net/ipv4/ip_forward");
        assertThat(HostSettings.path("net/ipv4/conf/eth0.1/rp_filter"))
                .isEqualTo("net/ipv4/conf/eth0.1/rp_filter");
        assertThat(HostSettings.path("net.ipv4.conf.eth0/1.rp_filter"))
                .isEqualTo("net/ipv4/conf/eth0.1/rp_filter");
        assertThatThrownBy(() -> HostSettings.path("net//ipv4"))
                .hasMessageContaining("not the name of a kernel parameter");
        assertThatThrownBy(() -> HostSettings.path("net/../kernel/panic"))
                .hasMessageContaining("not the name of a kernel parameter");
    }

    @Test
    void looksForAProgramInThePathOfItsEnvironment() {
        assertThat(ProgramExec.candidates("sh", List.of("A=b", "PATH=/bin::/opt")))
                .containsExactly("/bin/sh", "./sh", "/opt/sh");
        assertThat(ProgramExec.candidates("sh", List.of()))
                .startsWith("/usr/local/sbin/sh")
                .endsWith("/bin/sh");
        assertThat(ProgramExec.candidates("./sh", List.of("PATH=/bin"))).containsExactly("./sh");
    }
}
