package dev.hako.it;

import static dev.hako.it.CriNode.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.cri.v1.Capability;
import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.Int64Value;
import dev.hako.cri.v1.LinuxContainerSecurityContext;
import dev.hako.cri.v1.SecurityProfile;
import dev.hako.cri.v1.SupplementalGroupsPolicy;
import dev.hako.testing.NeedsRoot;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the kubelet's containers may do, over the real socket.
@NeedsRoot
class CriSecurityIT {
    private static final Hako HAKO = Hako.ofThisUser();
    private static final CriNode NODE = CriNode.start(HAKO);
    private static int count;
    private static String pod;
    @TempDir static Path folder;

    @BeforeAll
    static void makePod() {
        var config = CriConfigs.pod("shop");
        config.getLinuxBuilder().getSecurityContextBuilder().setPrivileged(true);
        pod = NODE.pod(config.build());
    }

    @AfterAll
    static void leaveNothing() {
        NODE.close();
    }

    private static ContainerConfig.Builder shell(String line) {
        return CriConfigs.shell("c" + ++count, line);
    }

    /// Runs a line of shell in a container to its end, and answers what it has written.
    private static String said(ContainerConfig config) {
        return NODE.said(pod, config);
    }

    @Test
    void groupsOfTheImageCountAsThePolicySays() {
        LinuxContainerSecurityContext.Builder security =
                LinuxContainerSecurityContext.newBuilder()
                        .setRunAsUsername("daemon")
                        .addSupplementalGroups(3456);
        assertThat(said(CriConfigs.secured(shell("id -G"), security))).isEqualTo("1 3456");
        assertThat(
                        said(
                                CriConfigs.secured(
                                        shell("id -G"),
                                        security.setSupplementalGroupsPolicy(
                                                SupplementalGroupsPolicy.Strict))))
                .isEqualTo("1 3456");
    }

    @Test
    void capabilitiesAreTheRuntimesWithThoseThatWereAsked() {
        String line = "grep -E 'Cap(Eff|Amb)' /proc/self/status | tr -s '\\t\\n' ' '";
        LinuxContainerSecurityContext.Builder none =
                LinuxContainerSecurityContext.newBuilder()
                        .setCapabilities(
                                Capability.newBuilder()
                                        .addDropCapabilities("ALL")
                                        .addAddCapabilities("CHOWN"));
        assertThat(said(CriConfigs.secured(shell(line), none)))
                .isEqualTo("CapEff: 0000000000000001 CapAmb: 0000000000000000");
        LinuxContainerSecurityContext.Builder ambient =
                LinuxContainerSecurityContext.newBuilder()
                        .setRunAsUser(Int64Value.newBuilder().setValue(1000))
                        .setCapabilities(
                                Capability.newBuilder()
                                        .addDropCapabilities("ALL")
                                        .addAddCapabilities("CHOWN")
                                        .addAddAmbientCapabilities("CHOWN"));
        assertThat(said(CriConfigs.secured(shell(line), ambient)))
                .isEqualTo("CapEff: 0000000000000001 CapAmb: 0000000000000001");
    }

    @Test
    void seccompAndNewPrivilegesAreAsAsked() {
        String line = "grep -E '^(Seccomp|NoNewPrivs):' /proc/self/status | tr -s '\\t\\n' ' '";
        LinuxContainerSecurityContext.Builder standard =
                LinuxContainerSecurityContext.newBuilder()
                        .setSeccomp(SecurityProfile.getDefaultInstance());
        assertThat(said(CriConfigs.secured(shell(line), standard)))
                .isEqualTo("NoNewPrivs: 0 Seccomp: 2");
        assertThat(said(shell(line).build())).isEqualTo("NoNewPrivs: 0 Seccomp: 0");
        LinuxContainerSecurityContext.Builder unconfined =
                LinuxContainerSecurityContext.newBuilder()
                        .setNoNewPrivs(true)
                        .setSeccomp(
                                SecurityProfile.newBuilder()
                                        .setProfileType(SecurityProfile.ProfileType.Unconfined));
        assertThat(said(CriConfigs.secured(shell(line), unconfined)))
                .isEqualTo("NoNewPrivs: 1 Seccomp: 0");
    }

    @Test
    void aLocalProfileOfSeccompIsTheOneThatHolds() throws Exception {
        Path profile = folder.resolve("no-mkdir.json");
        Files.writeString(
                profile,
                """
                {"defaultAction": "SCMP_ACT_ALLOW",
                 "syscalls": [{"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO"}]}
                """);
        assertThat(said(secured(profile.toString(), "mkdir /tmp/x 2>/dev/null || echo refused")))
                .isEqualTo("refused");
        assertCode(
                Status.Code.INVALID_ARGUMENT,
                () -> NODE.create(pod, secured("/no/such/profile", "true")));
    }

    @Test
    void pathsAreMaskedAndReadOnlyAsAsked() {
        LinuxContainerSecurityContext.Builder security =
                LinuxContainerSecurityContext.newBuilder()
                        .addMaskedPaths("/proc/uptime")
                        .addReadonlyPaths("/proc/sys");
        String line =
                "cat /proc/uptime | wc -c; touch /proc/sys/kernel/hostname 2>/dev/null || echo ro;"
                        + " cat /proc/timer_list 2>/dev/null | head -c 1 | wc -c";
        assertThat(said(CriConfigs.secured(shell(line), security)).lines()).startsWith("0", "ro");
        LinuxContainerSecurityContext.Builder root =
                LinuxContainerSecurityContext.newBuilder().setReadonlyRootfs(true);
        assertThat(said(CriConfigs.secured(shell("touch /x 2>/dev/null || echo ro"), root)))
                .isEqualTo("ro");
    }

    @Test
    void aPrivilegedContainerNeedsAPrivilegedPod() {
        LinuxContainerSecurityContext.Builder privileged =
                LinuxContainerSecurityContext.newBuilder().setPrivileged(true);
        assertThat(said(CriConfigs.secured(shell("grep Seccomp: /proc/self/status"), privileged)))
                .endsWith("0");
        String other = NODE.pod(CriConfigs.pod("plain").build());
        assertCode(
                Status.Code.INVALID_ARGUMENT,
                () -> NODE.create(other, CriConfigs.secured(shell("true"), privileged)));
    }

    private static ContainerConfig secured(String profile, String line) {
        return CriConfigs.secured(
                shell(line),
                LinuxContainerSecurityContext.newBuilder()
                        .setSeccomp(
                                SecurityProfile.newBuilder()
                                        .setProfileType(SecurityProfile.ProfileType.Localhost)
                                        .setLocalhostRef(profile)));
    }
}
