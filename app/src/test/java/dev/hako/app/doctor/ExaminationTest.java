package dev.hako.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.app.doctor.Finding.Grade;
import dev.hako.app.product.Installation;
import dev.hako.engine.EngineInfo;
import dev.hako.engine.Locations;
import dev.hako.isolation.HostFacts;
import dev.hako.isolation.HostFacts.HostCgroups;
import dev.hako.isolation.HostFacts.HostUser;
import dev.hako.isolation.Support;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExaminationTest {
    private static final Locations PLACES = new Locations(Path.of("/root"), Path.of("/run"));
    private static final Support WORKS = new Support.Supported(List.of());
    private static final HostUser ROOT = new HostUser(0, false, 1L << 32, Optional.empty());
    private static final HostCgroups CGROUPS =
            new HostCgroups("v2", List.of("memory", "pids"), Map.of());

    private static List<Finding> examine(
            Support support, HostUser user, HostCgroups cgroups, boolean openat2) {
        HostFacts host =
                new HostFacts(
                        "6.18",
                        "amd64",
                        "Debian",
                        2,
                        1 << 30,
                        user,
                        cgroups,
                        Map.of("openat2", openat2));
        return Examination.of(
                new EngineInfo(
                        PLACES,
                        host,
                        Map.of("namespace", support),
                        Set.of("namespace"),
                        Set.of("namespace"),
                        "namespace"),
                new Installation(
                        Path.of("/lib"), PLACES, "0".repeat(32), Optional.of(Path.of("/none"))));
    }

    @Test
    void aGoodMachineHasOnlyGoodMarksButForTheCacheToCome() {
        assertThat(examine(WORKS, ROOT, CGROUPS, true))
                .filteredOn(finding -> finding.grade() != Grade.OK)
                .extracting(Finding::what)
                .containsExactly("no ahead-of-time cache yet, so an engine starts slowly");
    }

    @Test
    void tellsWhatCopiesOfImagesCanBeSparedBy() {
        assertThat(Examination.layers(true).grade()).isEqualTo(Grade.OK);
        assertThat(Examination.layers(false))
                .returns(Grade.WARN, Finding::grade)
                .returns(
                        "move HAKO_ROOT to ext4, xfs, btrfs or tmpfs; fuse-overlayfs is not used",
                        Finding::remedy);
    }

    @Test
    void failsWhenTheStandardIsolationDoesNotWork() {
        Support broken = new Support.Unsupported("no namespaces", "use Linux");
        assertThat(examine(broken, ROOT, CGROUPS, true))
                .contains(
                        Finding.fail(
                                "isolation \"namespace\" does not work: no namespaces",
                                "use Linux"));
    }

    @Test
    void tellsAnOrdinaryUserHowToGetMoreIds() {
        HostUser user = new HostUser(1000, true, 1, Optional.of("newuidmap is not installed"));
        assertThat(examine(WORKS, user, CGROUPS, true))
                .anySatisfy(finding -> {
                    assertThat(finding.what())
                            .isEqualTo(
                                    "containers have a single user id: newuidmap is not installed");
                    assertThat(finding.remedy())
                            .contains("apt-get install uidmap", "--add-subuids");
                });
    }

    @Test
    void namesMissingControllersAndFeaturesWithTheirUse() {
        HostCgroups cgroups =
                new HostCgroups("v2", List.of("pids"), Map.of("memory", "no", "hugetlb", "no"));
        assertThat(examine(WORKS, ROOT, cgroups, false))
                .extracting(Finding::what)
                .contains(
                        "no limits by hugetlb, memory: the engine may not write to their"
                                + " control groups",
                        "no openat2: no path in a container can be trusted");
    }
}
