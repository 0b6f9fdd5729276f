package dev.hako.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.oci.runtime.Capabilities;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.NetDevice;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Seccomp;
import dev.hako.oci.runtime.SeccompAction;
import dev.hako.oci.runtime.Spec;
import dev.hako.oci.runtime.Syscall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What no plan does is said, with the reason.
class RefusalsTest {
    private static AbstractThrowableAssert<?, ?> refusal(Spec spec) {
        return assertThatThrownBy(
                () -> ContainerPlan.compile(Launches.launch(Launches.host(Launches.HYBRID), spec)));
    }

    private static AbstractThrowableAssert<?, ?> refusalOf(Consumer<Linux.Builder> change) {
        UnaryOperator<Linux> changed = linux -> linux.with(change);
        return refusal(Launches.linux(Launches.dockerLike(), changed));
    }

    private static AbstractThrowableAssert<?, ?> refusalOf(Mount mount) {
        List<Mount> mounts = new ArrayList<>(Launches.dockerLike().mounts());
        mounts.add(mount);
        return refusal(Launches.dockerLike().with(s -> s.mounts(mounts)));
    }

    private static Spec process(UnaryOperator<Process> change) {
        Spec spec = Launches.dockerLike();
        return spec.with(s -> s.process(change.apply(Objects.requireNonNull(spec.process()))));
    }

    @Test
    void refusesLabelsAndDevicesOfTheHost() {
        refusal(process(p -> p.with(b -> b.apparmorProfile("docker-default"))))
                .hasMessage(
                        "cannot apply \"apparmorProfile docker-default\": this kernel does not run"
                                + " AppArmor (boot with apparmor=1); hint: leave the label out");
        refusal(process(p -> p.with(b -> b.selinuxLabel("a:b:c"))))
                .hasMessageContaining("this kernel does not run SELinux");
        refusalOf(l -> l.netDevices(Map.of("eth1", new NetDevice(null))))
                .hasMessageContaining("moving network devices of the host is not supported");
        refusalOf(l -> l.mountLabel("x")).hasMessageContaining("SELinux");
    }

    @Test
    void refusesToHandSystemCallsToAnAgentThatCannotBeReached() {
        refusalOf(l -> l.seccomp(notify(SeccompAction.SCMP_ACT_NOTIFY, "/agent", List.of())))
                .hasMessageContaining("the agent would be asked about the call by which");
        refusalOf(l -> l.seccomp(asking("mkdir", null))).hasMessageContaining("no listenerPath");
        refusalOf(l -> l.seccomp(asking("sendmsg", "/agent")))
                .hasMessageContaining("the call by which the agent is reached");
        refusalOf(l -> l.seccomp(asking("mkdir", "/" + "a".repeat(107))))
                .hasMessageContaining("at most 107 bytes");
    }

    private static Seccomp asking(String call, @Nullable String path) {
        Syscall rule = new Syscall(List.of(call), SeccompAction.SCMP_ACT_NOTIFY, null, List.of());
        return notify(SeccompAction.SCMP_ACT_ALLOW, path, List.of(rule));
    }

    private static Seccomp notify(
            SeccompAction standard, @Nullable String path, List<Syscall> rules) {
        return new Seccomp(standard, null, List.of(), List.of(), path, null, rules);
    }

    @Test
    void refusesVolumesOverTheKernelsFiles() {
        refusalOf(Mount.of("/proc/self", "bind", "/srv", "bind"))
                .hasMessage(
                        "cannot apply \"mount on /proc/self\": it would cover a part of procfs");
        refusalOf(Mount.of("/proc", "tmpfs", "tmpfs"))
                .hasMessageContaining("only procfs may be mounted there");
        refusalOf(Mount.of("/a/b", "proc", "proc")).hasMessageContaining("directly below the root");
        refusalOf(Mount.of("/", "tmpfs", "tmpfs")).hasMessageContaining("mount on /");
        refusalOf(Mount.of("/a/../proc", "tmpfs", "tmpfs")).hasMessageContaining("\"..\"");
    }

    @Test
    void allowsSingleFilesThatStandInForTheKernels() {
        List<Mount> mounts = new ArrayList<>(Launches.dockerLike().mounts());
        mounts.add(Mount.of("/proc/cpuinfo", "bind", "/srv/cpuinfo", "bind"));
        Spec spec = Launches.dockerLike().with(s -> s.mounts(mounts));
        assertThat(ContainerPlan.compile(Launches.launch(Launches.host(Launches.V1), spec)).steps())
                .isNotEmpty();
    }

    /// As runc and crun do.
    @Test
    void notesOptionsOfAFileSystemThatABindMountDoesNotTake() {
        List<Mount> mounts = List.of(Mount.of("/x", "bind", "/srv", "bind", "size=1m"));
        Spec spec = Launches.dockerLike().with(s -> s.mounts(mounts));
        Plan plan = ContainerPlan.compile(Launches.launch(Launches.host(Launches.V1), spec));
        assertThat(plan.notes())
                .containsExactly(
                        "options of the mount on /x are left out, for a bind mount has its source's:"
                                + " size=1m");
    }

    @Test
    void refusesOptionsWithoutMeaning() {
        refusalOf(Mount.of("/x", "tmpfs", "tmpfs", "remount")).hasMessageContaining("remount");
        refusalOf(Mount.of("/x", "tmpfs", "tmpfs", "idmap"))
                .hasMessageContaining("only bind mounts can be id-mapped");
    }

    @Test
    void hidesNothingInAMountNamespaceThatOthersHave() {
        List<Namespace> joined = List.of(new Namespace(Namespace.Type.MOUNT, "/proc/42/ns/mnt"));
        for (List<Namespace> namespaces : List.of(joined, List.<Namespace>of())) {
            refusalOf(l -> l.namespaces(namespaces).maskedPaths(List.of("/proc/kcore")))
                    .hasMessage(
                            "cannot apply \"maskedPaths\": the container has no mount namespace of its"
                                    + " own; hint: leave maskedPaths out, or give it one");
        }
    }

    @Test
    void makesNoUserNamespaceWithoutAMountNamespace() {
        List<Namespace> users = List.of(Namespace.fresh(Namespace.Type.USER));
        refusalOf(l ->
                        l.namespaces(users)
                                .maskedPaths(List.of())
                                .readonlyPaths(List.of())
                                .sysctl(Map.of()))
                .hasMessageContaining(
                        "a user namespace of its own has a mount namespace of its own");
    }

    @Test
    void notesCapabilitiesThatCannotBeGranted() {
        Capabilities odd = Capabilities.bounded(List.of("CAP_KILL", "CAP_FLY"));
        Spec spec = process(p -> p.with(b -> b.capabilities(odd)));
        Plan plan = ContainerPlan.compile(Launches.launch(Launches.host(Launches.V1), spec));
        assertThat(plan.notes())
                .containsExactly(
                        "capability CAP_FLY is left out of the bounding set: unknown here",
                        "capability CAP_FLY is left out of the effective set: unknown here",
                        "capability CAP_FLY is left out of the permitted set: unknown here");
    }

    @Test
    void refusesLimitsWhereTheEngineOwnsNoCgroup() {
        Spec spec =
                Launches.linux(
                        Launches.dockerLike(),
                        linux -> linux.with(l -> l.resources(Launches.limits())));
        assertThatThrownBy(() ->
                        ContainerPlan.compile(
                                Launches.launch(Launches.host(Launches.NO_CGROUPS), spec)))
                .hasMessageStartingWith(
                        "cannot limit memory: the engine owns no cgroup; hint: give it one");
    }
}
