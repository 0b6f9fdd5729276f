package dev.hako.door.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.oci.runtime.Features;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Spec;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CompilerTest {
    private static String words(Question question) {
        return question.section(Section.PLAN_WORDS);
    }

    @Test
    void keepsTheCallersKeyringAndDoesNotPivotWhereItIsAskedNotTo() {
        assertThat(words(Question.of(Question.CREATE))).contains("pivot into the root");
        assertThat(words(Question.of(Question.CREATE).with(Flag.NO_PIVOT)))
                .contains("enter the root file system by chroot")
                .doesNotContain("pivot into the root");
        Question keeping = Question.of(Question.CREATE).with(Flag.KEEP_KEYRING);
        assertThat(words(keeping)).contains("begin a session");
    }

    @Test
    void refusesANumberOfSocketsThatIsNone() {
        assertThat(Question.of(Question.CREATE).with(Part.LISTENING, "2").refusal()).isEmpty();
        assertThat(Question.of(Question.CREATE).with(Part.LISTENING, "two").refusal())
                .contains("\"two\"");
    }

    @Test
    void joinsTheGroupsThatAreOnRecordWhicheverGroupTheCallerIsIn() {
        Question exec = Question.of(Question.EXEC).with(Flag.WORDS).with(Part.PROCESS, "als\0");
        assertThat(words(exec))
                .contains("/sys/fs/cgroup/memory/elsewhere/box")
                .doesNotContain("/caller");
        assertThat(words(exec.with(Part.SUBGROUPS, "cpu:/sub\0")))
                .contains("/sys/fs/cgroup/cpu/elsewhere/box/sub")
                .doesNotContain("memory/elsewhere/box/sub");
        assertThat(words(exec.with(Part.SUBGROUPS, "all\0")))
                .contains("/sys/fs/cgroup/memory/elsewhere/box/all");
        assertThat(exec.with(Part.SUBGROUPS, "a/../..\0").refusal()).contains("leads out");
        assertThat(exec.with(Part.SUBGROUPS, "rdma:/sub\0").refusal()).contains("rdma");
    }

    /// As of a container in which systemd runs, or another engine.
    @Test
    void joinsTheFirstProcessesGroupWhereThatIsBelowTheContainers() {
        Question exec =
                Question.of(Question.EXEC)
                        .with(Flag.WORDS)
                        .with(Part.PROCESS, "als\0")
                        .with(Part.MOUNTINFO, "1 0 0:6 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n")
                        .with(Part.CGROUP, "0::/caller\n")
                        .with(Part.KNOWN_GROUPS, "\0/sys/fs/cgroup/elsewhere/box\0");
        assertThat(words(exec.with(Part.INIT_CGROUP, "0::/elsewhere/box/init.scope\n")))
                .contains("/sys/fs/cgroup/elsewhere/box/init.scope");
        assertThat(words(exec.with(Part.INIT_CGROUP, "0::/elsewhere/boxes\n")))
                .contains("/sys/fs/cgroup/elsewhere/box")
                .doesNotContain("boxes");
        assertThat(words(exec.with(Part.SUBGROUPS, "sub\0"))).contains("elsewhere/box/sub");
    }

    private static Question update(String words) {
        return Question.of(Question.UPDATE).with(Flag.WORDS).with(Part.PROCESS, words);
    }

    @Test
    void updatesWhatIsNamedAndKeepsTheRest() {
        Question update = update("m64m\0p7\0Q50000\0");
        assertThat(words(update))
                .contains(
                        "memory.limit_in_bytes to 67108864",
                        "pids.max to 7",
                        "cpu.cfs_quota_us to 50000");
        assertThat(update.section(Section.TEXT))
                .isEqualTo(
                        "{\"memory\":{\"limit\":67108864},\"cpu\":{\"quota\":50000},\"pids\":{\"limit\":7}}");
    }

    @Test
    void remembersWhatTheLastUpdateHasLeft() {
        Question update =
                update("P20000\0")
                        .with(Part.KNOWN_LIMITS, "{\"cpu\": {\"quota\": 7000, \"shares\": 3}}");
        assertThat(words(update))
                .contains("cpu.cfs_quota_us to 7000", "cpu.cfs_period_us to 20000");
        assertThat(update.section(Section.TEXT)).contains("\"quota\":7000", "\"shares\":3");
    }

    @Test
    void takesZerosForWhatCallersDoNotMean() {
        Question update =
                Question.of(Question.UPDATE)
                        .with(
                                Part.PROCESS,
                                "{\"memory\": {\"limit\": 0, \"swap\": 0}, \"cpu\": {\"quota\": 0},"
                                        + " \"pids\": {\"limit\": 0}, \"blockIO\": {\"weight\": 0}}");
        assertThat(update.section(Section.TEXT))
                .contains("\"memory\":{\"limit\":1048576}")
                .doesNotContain("pids");
    }

    @Test
    void refusesLimitsThatAreNone() {
        assertThat(update("m1x\0").refusal()).contains("\"1x\" is no size");
        assertThat(update("m9999999999t\0").refusal()).contains("more than any machine");
        assertThat(update("pmany\0").refusal()).contains("\"many\" is no number");
        assertThat(update("w5000000000\0").refusal()).isNotEmpty().doesNotContain("bug");
        assertThat(update("c0-99999999999\0").refusal()).isNotEmpty().doesNotContain("bug");
        assertThat(update("c0\0").refusal()).contains("cpuset");
    }

    @Test
    void tellsFeaturesOfWhichAReaderUnderstandsAll() {
        String text = Question.of(Question.FEATURES).section(Section.TEXT);
        Features features = Features.parse(text.getBytes(StandardCharsets.UTF_8));
        assertThat(features.ociVersionMax()).isEqualTo(Spec.VERSION);
        assertThat(features.mountOptions()).contains("rro", "idmap", "tmpcopyup");
        assertThat(features.linux().capabilities()).contains("CAP_CHOWN");
    }

    @Test
    void writesATemplateThatCanBeCompiled() {
        Question template = Question.of(Question.TEMPLATE).with(Part.PROCESS, "1000:1001");
        String root = template.section(Section.TEXT);
        assertThat(
                        Question.of(Question.CREATE)
                                .with(Part.CONFIG, root)
                                .with(Flag.CONSOLE)
                                .refusal())
                .isEmpty();
        String rootless = template.with(Flag.ROOTLESS).section(Section.TEXT);
        Linux linux = Spec.parse(rootless.getBytes(StandardCharsets.UTF_8)).linux();
        assertThat(Objects.requireNonNull(linux).uidMappings())
                .singleElement()
                .hasToString("IdMapping[containerId=0, hostId=1000, size=1]");
    }

    @Test
    void takesNoIsolationThatIsNotBuiltAndNoContradiction() {
        Question create = Question.of(Question.CREATE);
        String annotated =
                Question.CONFIG.replaceFirst(
                        "\\{", "{\"annotations\": {\"dev.hako.isolation\": \"namespace\"},");
        assertThat(create.with(Part.ISOLATIONS, "onamespace\0").refusal()).isEmpty();
        assertThat(create.with(Part.CONFIG, annotated).refusal()).isEmpty();
        assertThat(create.with(Part.ISOLATIONS, "nnamespace\0ounikernel\0").refusal())
                .contains("--isolation says \"unikernel\"", "annotation dev.hako.isolation says");
        assertThat(create.with(Part.ISOLATIONS, "nunikernel\0").refusal())
                .contains("the command's name says \"unikernel\"");
        String other = annotated.replace("\"namespace\"}", "\"vm\"}");
        assertThat(create.with(Part.CONFIG, other).with(Part.ISOLATIONS, "").refusal())
                .isEqualTo("there is no isolation \"vm\"; hint: choose one of [namespace]");
    }

    @Test
    void asksSystemdOnlyIfItIsToldTo() {
        String scoped =
                Question.CONFIG.replace(
                        "\"linux\": {", "\"linux\": {\"cgroupsPath\": \"a-b.slice:test:box\", ");
        Question create = Question.of(Question.CREATE).with(Part.CONFIG, scoped);
        assertThat(create.refusal()).contains("a slice of systemd", "--systemd-cgroup");
        create.with(Flag.SYSTEMD);
        assertThat(create.section(Section.SCOPE_BEGIN))
                .contains("StartTransientUnit", "MemoryLimit");
        assertThat(create.section(Section.SCOPE_END)).contains("test-box.scope");
        assertThat(create.section(Section.GROUPS))
                .contains("/sys/fs/cgroup/memory/a.slice/a-b.slice/test-box.scope");
        assertThat(Question.of(Question.CREATE).section(Section.SCOPE_BEGIN)).isEmpty();
    }

    @Test
    void findsAUsersScopesBelowHisSystemd() {
        Question create =
                Question.of(Question.CREATE)
                        .with(Part.STATUS, "Uid:\t0\t0\t0\t0\nCapEff:\t1ffffffffff\n")
                        .with(Part.UID_MAP, "0 1000 1\n1 100000 65536\n")
                        .with(Flag.SYSTEMD, Flag.USER_MANAGER);
        assertThat(create.section(Section.GROUPS))
                .contains(
                        "/user.slice/user-1000.slice/user@1000.service/user.slice/hako-box.scope");
    }

    @Test
    void tellsSystemdOfAnUpdate() {
        assertThat(update("m64m\0").section(Section.SCOPE_CHANGE)).isEmpty();
        assertThat(update("m64m\0").with(Flag.SYSTEMD).section(Section.SCOPE_CHANGE))
                .contains("SetUnitProperties", "hako-box.scope", "MemoryLimit");
    }
}
