package dev.hako.isolation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.isolation.Observable;
import dev.hako.isolation.Task;
import dev.hako.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The processes of a task are seen from the host.
abstract class ObservableContract extends ContractStage {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static List<Integer> processes(Task task) {
        List<Integer> seen = new ArrayList<>();
        Observable observable = Ability.of(task, Observable.class);
        Ability.use(() -> seen.addAll(observable.processes()));
        return seen;
    }

    @Test
    void seesItsOwnProgramAndNoOther() throws IOException {
        Task one = stage().subject("sleep").startDetached();
        Task other = stage().subject("sleep").startDetached();

        assertThat(processes(one)).containsExactly(one.pid()).doesNotContain(other.pid());
    }

    @Test
    void seesWhatWasExecdIntoIt() throws IOException {
        Draft draft = stage().subject("sleep");
        Task task = draft.startDetached();
        assertThat(processes(task)).containsExactly(task.pid());
        int exec = stage().subject("sleep").exec(task, draft).task().pid();

        // For a moment after its start a program may not be looked at.
        Await.until("both programs", SOON, () -> processes(task).contains(exec));
        assertThat(processes(task)).containsExactlyInAnyOrder(task.pid(), exec);
    }
}
