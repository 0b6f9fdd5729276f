package dev.hako.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.oci.runtime.IdMapping;
import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Spec;
import dev.hako.oci.runtime.TimeOffsets;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Namespaces that are made, left out and joined.
@NeedsRoot
@NeedsProgram("busybox")
class NamespacesIT extends ContainerRuns {
    private static final String ALL = "cgroup ipc mnt net pid time user uts";

    @Test
    void mapsTheIdsOfAUserNamespace() throws Exception {
        String script =
                "tr -s ' ' </proc/self/uid_map; id -u; stat -c %u /proc/1 /bin; echo x >/dev/null";
        assertThat(outputOf(inUserNamespace(script(script))))
                .map(String::strip)
                .containsExactly("0 100000 65536", "0", "0", "0");
    }

    @Test
    void bindsWhatAUserNamespaceCannotReach() throws Exception {
        Path secret = Files.createDirectories(temp.resolve("locked/data"));
        Files.writeString(secret.resolve("file"), "seen\n");
        Files.setPosixFilePermissions(
                temp.resolve("locked"), PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(rootfs.resolve("data"));
        Spec spec = inUserNamespace(script("cat /data/file; touch /data/x 2>/dev/null || echo ro"));
        assertThat(
                        outputOf(
                                with(
                                        spec,
                                        Mount.of(
                                                "/data",
                                                "bind",
                                                secret.toString(),
                                                "rbind",
                                                "ro"))))
                .containsExactly("seen", "ro");
    }

    @Test
    void setsTheClocksOfATimeNamespace() throws IOException {
        Spec spec = script("cat /proc/self/timens_offsets | tr -s ' '");
        TimeOffsets offsets = new TimeOffsets(new TimeOffsets.Offset(86_400, 0), null);
        Namespace time = Namespace.fresh(Namespace.Type.TIME);
        Spec changed =
                Launches.linux(
                        withNamespaces(spec, own -> plus(own, time)),
                        linux -> linux.with(l -> l.timeOffsets(offsets)));
        assertThat(outputOf(changed)).anyMatch(line -> line.strip().equals("boottime 86400 0"));
    }

    @Test
    void sharesTheHostsNetworkWithoutANamespace() throws IOException {
        Spec spec = script("readlink /proc/self/ns/net");
        Spec shared =
                Launches.linux(
                        withNamespaces(spec, NamespacesIT::withoutNetwork),
                        linux -> linux.with(l -> l.sysctl(Map.of())));
        String own = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
        assertThat(outputOf(shared)).containsExactly(own);
    }

    @Test
    void joinsANamespaceByItsPath() throws IOException {
        Spec spec = script("readlink /proc/self/ns/uts");
        Namespace uts = new Namespace(Namespace.Type.UTS, "/proc/self/ns/uts");
        Spec joined = withNamespaces(spec, own -> plus(own, uts)).with(s -> s.hostname(null));
        String own = Files.readSymbolicLink(Path.of("/proc/self/ns/uts")).toString();
        assertThat(outputOf(joined)).containsExactly(own);
    }

    @Test
    void joinsAllNamespacesOfAnotherContainer() throws Exception {
        Spec changed =
                withNamespaces(
                        script("sleep 60"), own -> plus(own, Namespace.fresh(Namespace.Type.TIME)));
        joinsAll(changed, ALL.replace(" user", ""));
    }

    @Test
    void joinsAUserNamespaceAndThenWhatItOwns() throws Exception {
        Spec changed =
                withNamespaces(
                        inUserNamespace(script("sleep 60")),
                        own -> plus(own, Namespace.fresh(Namespace.Type.TIME)));
        joinsAll(changed, ALL);
    }

    /// A second program sees the same namespaces as the first, whose root it has.
    private void joinsAll(Spec spec, String kinds) throws IOException {
        try (LauncherRun donor = startDonor(spec)) {
            List<Namespace> joined = all(donor.pid());
            joined.removeIf(namespace -> !kinds.contains(fileName(namespace)));
            List<String> seen = new ArrayList<>();
            for (Namespace namespace : joined) {
                seen.add(Files.readSymbolicLink(path(namespace)).toString());
            }
            String show = "for n in " + kinds + "; do readlink /proc/self/ns/$n; done";
            assertThat(outputOf(JoinedLaunches.joining(script(show), joined)))
                    .containsExactlyElementsOf(seen);
            donor.kill();
            donor.awaitEnd();
        }
    }

    private LauncherRun startDonor(Spec spec) throws IOException {
        Spec apart = Launches.linux(spec, linux -> linux.with(l -> l.cgroupsPath("/" + id + "-d")));
        Plan plan = ContainerPlan.compile(launch(apart, PIPES));
        LauncherRun donor = LauncherRun.start(plan, temp.resolve("donor"), Optional.empty());
        donor.awaitStart();
        assertThat(donor.failure()).isEmpty();
        return donor;
    }

    private static Path path(Namespace namespace) {
        return Path.of(String.valueOf(namespace.path()));
    }

    private static String fileName(Namespace namespace) {
        return path(namespace).getFileName().toString();
    }

    /// Every namespace of a process, in the order of [dev.hako.kernel.Namespace].
    private static List<Namespace> all(int pid) {
        List<Namespace> all = new ArrayList<>();
        for (dev.hako.kernel.Namespace kind : dev.hako.kernel.Namespace.values()) {
            all.add(new Namespace(typeOf(kind), "/proc/" + pid + "/ns/" + kind.procName()));
        }
        return all;
    }

    private static Namespace.Type typeOf(dev.hako.kernel.Namespace kind) {
        return Namespace.Type.valueOf(kind.name());
    }

    @Test
    void hasARootOfItsOwnInNamespacesThatAreJoined() throws Exception {
        Spec spec = inUserNamespace(script("sleep 60"));
        try (LauncherRun donor = startDonor(spec)) {
            List<Namespace> joined = all(donor.pid());
            joined.removeIf(namespace -> namespace.type() == Namespace.Type.TIME);
            plus(joined, Namespace.fresh(Namespace.Type.MOUNT));
            Spec joining =
                    JoinedLaunches.joining(
                            script(
                                    "id -u; touch /made && ls /made; [ $$ -ne 1 -a -d /proc/1 ] && echo joined"),
                            joined);
            Spec bare =
                    Launches.linux(joining, linux -> linux.with(l -> l.sysctl(Map.of())))
                            .with(s -> s.hostname(null));
            assertThat(outputOf(bare)).containsExactly("0", "/made", "joined");
            donor.kill();
            donor.awaitEnd();
        }
    }

    private Spec inUserNamespace(Spec spec) throws Exception {
        String[] chown = {"chown", "-hR", "100000:100000", rootfs.toString()};
        assertThat(new ProcessBuilder(chown).start().waitFor()).isZero();
        List<IdMapping> range = List.of(new IdMapping(0, 100_000, 65_536));
        Spec mapped =
                Launches.linux(
                        spec, linux -> linux.with(l -> l.uidMappings(range).gidMappings(range)));
        return withNamespaces(mapped, own -> plus(own, Namespace.fresh(Namespace.Type.USER)));
    }

    private static List<Namespace> withoutNetwork(List<Namespace> namespaces) {
        namespaces.removeIf(namespace -> namespace.type() == Namespace.Type.NETWORK);
        return namespaces;
    }

    private static List<Namespace> plus(List<Namespace> namespaces, Namespace one) {
        namespaces.removeIf(namespace -> namespace.type() == one.type());
        namespaces.add(one);
        return namespaces;
    }
}
