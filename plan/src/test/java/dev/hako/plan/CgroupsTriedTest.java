package dev.hako.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.kernel.Errno;
import dev.hako.oci.runtime.Resources;
import dev.hako.oci.runtime.Spec;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Groups that may be others' to write to.
class CgroupsTriedTest {
    private static final Resources FREE = Resources.NONE;
    private static final Resources LIMITED = FREE.with(r -> r.pids(new Resources.Pids(50L)));

    private static final Predicate<OnError> ANY = new OnError.Tolerate(List.of())::equals;

    private static Plan plan(CgroupLayout layout, Resources resources) {
        Spec spec =
                Launches.linux(
                        Launches.dockerLike(), linux -> linux.with(l -> l.resources(resources)));
        PlanHost host = Launches.host(new CgroupLayout.Perhaps(layout));
        return ContainerPlan.compile(Launches.launch(host, spec));
    }

    /// What becomes of a failure of the steps that do this for that.
    private static List<OnError> onErrors(Plan plan, String intent, String action) {
        return IntStream.range(0, plan.steps().size())
                .filter(step -> plan.describe(step).startsWith(intent))
                .filter(step -> plan.steps().get(step).action().toString().contains(action))
                .mapToObj(step -> plan.steps().get(step).onError())
                .toList();
    }

    @Test
    void doesWithoutWhatItMayNotMake() {
        for (CgroupLayout layout : List.of(Launches.HYBRID, Launches.V1, Launches.V2)) {
            Plan plan = plan(layout, FREE);
            assertThat(onErrors(plan, "make the cgroup", "MKDIRAT")).isNotEmpty().allMatch(ANY);
            assertThat(onErrors(plan, "open the cgroup", "OPENAT")).isNotEmpty().allMatch(ANY);
            assertThat(onErrors(plan, "join the cgroup", "Write")).isNotEmpty().allMatch(ANY);
        }
    }

    @Test
    void insistsOnGroupsInWhichSomethingIsLimited() {
        Predicate<OnError> needed = new OnError.Tolerate(List.of(Errno.EEXIST))::equals;
        String pids = "make the cgroup \"/sys/fs/cgroup/pids/";
        String memory = "make the cgroup \"/sys/fs/cgroup/memory/";
        for (CgroupLayout layout : List.of(Launches.HYBRID, Launches.V1)) {
            Plan plan = plan(layout, LIMITED);
            assertThat(onErrors(plan, pids, "MKDIRAT")).isNotEmpty().allMatch(needed);
            assertThat(onErrors(plan, memory, "MKDIRAT")).isNotEmpty().allMatch(ANY);
        }
        assertThat(onErrors(plan(Launches.V2, LIMITED), "make the cgroup", "MKDIRAT"))
                .isNotEmpty()
                .allMatch(needed);
    }

    @Test
    void removesWhatItHasMadeWithoutAWordOfTheRest() {
        PlanHost host = Launches.host(new CgroupLayout.Perhaps(Launches.HYBRID));
        Spec spec =
                Launches.linux(Launches.dockerLike(), linux -> linux.with(l -> l.resources(FREE)));
        Plan removal = AfterlifePlans.removal(Launches.launch(host, spec));
        assertThat(onErrors(removal, "remove the cgroup", "UNLINKAT")).isNotEmpty().allMatch(ANY);
    }
}
