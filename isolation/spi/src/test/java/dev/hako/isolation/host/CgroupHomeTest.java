package dev.hako.isolation.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.kernel.NativePath;
import dev.hako.kernel.cgroup.Cgroup;
import dev.hako.kernel.cgroup.CgroupHost;
import dev.hako.kernel.cgroup.Hierarchy;
import dev.hako.kernel.cgroup.Hierarchy.Version;
import dev.hako.plan.CgroupLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Hierarchies are folders here, with files where the kernel would have control files.
class CgroupHomeTest {
    @TempDir Path folder;

    private Hierarchy hierarchy(Version version, List<String> controllers, String own)
            throws IOException {
        Path mountPoint =
                Files.createDirectories(folder.resolve(version + String.join(",", controllers)));
        Files.writeString(mountPoint.resolve("cgroup.procs"), "");
        Path group = Files.createDirectories(mountPoint.resolve(own.substring(1)));
        Files.writeString(group.resolve("cgroup.procs"), "");
        return new Hierarchy(
                version,
                controllers,
                NativePath.of(mountPoint.toString()),
                NativePath.of("/"),
                NativePath.of(own));
    }

    private static CgroupHome home(Hierarchy... hierarchies) {
        return new CgroupHome(new CgroupHost(List.of(hierarchies)));
    }

    @Test
    void putsContainersBelowAGroupOfItsOwnInEveryHierarchy() throws IOException {
        Hierarchy memory = hierarchy(Version.V1, List.of("memory"), "/user");
        Hierarchy cpu = hierarchy(Version.V1, List.of("cpu", "cpuacct"), "/");

        assertThat(home(memory, cpu).prepare())
                .isInstanceOfSatisfying(
                        CgroupLayout.V1.class,
                        v1 -> {
                            assertThat(v1.hierarchies())
                                    .extracting(CgroupLayout.Hierarchy::parent)
                                    .containsExactly("/hako", "/hako");
                            assertThat(v1.unified()).isEmpty();
                        });
        assertThat(Path.of(memory.mountPoint().toString(), "hako")).isDirectory();
    }

    @Test
    void putsThoseOfAPodBelowAGroupOfThePod() throws IOException {
        Hierarchy cpuset = hierarchy(Version.V1, List.of("cpuset"), "/");
        Cgroup shared = cpuset.root().child("hako");
        Path folder = Files.createDirectories(Path.of(shared.path().toString(), "p1"));
        Files.writeString(folder.resolve("cgroup.procs"), "");
        Files.writeString(folder.resolve("cpuset.cpus"), "\n");
        Files.writeString(folder.resolveSibling("cpuset.cpus"), "1\n");

        assertThat(CgroupHome.prepare(List.of(shared.child("p1"))))
                .isInstanceOfSatisfying(
                        CgroupLayout.V1.class,
                        v1 ->
                                assertThat(v1.hierarchies().getFirst().parent())
                                        .isEqualTo("/hako/p1"));
        assertThat(folder.resolve("cpuset.cpus")).hasContent("1");
    }

    @Test
    void leavesAloneAHierarchyThatOnlyNamesGroups() throws IOException {
        Hierarchy named = hierarchy(Version.V1, List.of("name=systemd"), "/user");

        assertThat(home(named).prepare()).isInstanceOf(CgroupLayout.None.class);
        assertThat(home(named).facts().controllers()).isEmpty();
    }

    @Test
    void givesANewCpusetTheProcessorsOfTheRoot() throws IOException {
        Hierarchy cpuset = hierarchy(Version.V1, List.of("cpuset"), "/");
        Path root = Path.of(cpuset.mountPoint().toString());
        Files.writeString(root.resolve("cpuset.cpus"), "0-1\n");
        Files.createDirectories(root.resolve("hako"));
        Files.writeString(root.resolve("hako/cgroup.procs"), "");
        Files.writeString(root.resolve("hako/cpuset.cpus"), "\n");
        home(cpuset).prepare();

        assertThat(root.resolve("hako/cpuset.cpus")).hasContent("0-1");
    }

    @Test
    void leavesASessionInTheHierarchiesThatTellSessions() throws IOException {
        Hierarchy named = hierarchy(Version.V1, List.of("name=systemd"), "/user");
        Hierarchy memory = hierarchy(Version.V1, List.of("memory"), "/user");
        Hierarchy unified = hierarchy(Version.V2, List.of(), "/user");

        Path inNamed = engineGroup(named);
        Path inUnified = engineGroup(unified);

        home(named, memory, unified).leaveSession();

        assertThat(inNamed).hasContent("0");
        assertThat(inUnified).hasContent("0");
        assertThat(Path.of(memory.mountPoint().toString(), "hako")).doesNotExist();
    }

    /// The file that a process is moved by, which the kernel would make with its group.
    private static Path engineGroup(Hierarchy hierarchy) throws IOException {
        Path group = Path.of(hierarchy.mountPoint().toString(), "hako/engine");
        return Files.createFile(Files.createDirectories(group).resolve("cgroup.procs"));
    }

    @Test
    void namesTheLayout() throws IOException {
        Hierarchy memory = hierarchy(Version.V1, List.of("memory"), "/");
        Hierarchy unified = hierarchy(Version.V2, List.of("hugetlb"), "/");

        assertThat(home(memory).facts().version()).isEqualTo("v1");
        assertThat(home(memory, unified).facts().version()).isEqualTo("hybrid");
        assertThat(home(memory, unified).facts().controllers()).containsExactly("memory");
        assertThat(home(unified).facts().version()).isEqualTo("v2");
        assertThat(home().facts().version()).isEqualTo("none");
    }

    @Test
    void saysWhyAControllerIsMissingAndWhatToDo() {
        Hierarchy gone =
                new Hierarchy(
                        Version.V1,
                        List.of("memory"),
                        NativePath.of("/no/such/mount"),
                        NativePath.of("/"),
                        NativePath.of("/user"));

        assertThat(home(gone).facts().controllers()).isEmpty();
        assertThat(home(gone).facts().missing().get("memory"))
                .startsWith("the engine may not write to \"/no/such/mount/user\"; ")
                .contains("Delegate=yes");
        assertThat(home(gone).prepare())
                .isInstanceOfSatisfying(
                        CgroupLayout.None.class,
                        none -> assertThat(none.remedy()).contains("Delegate=yes"));
    }
}
