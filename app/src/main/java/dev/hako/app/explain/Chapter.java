package dev.hako.app.explain;

import dev.hako.plan.Intent;
import dev.hako.plan.Plan;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The steps of a plan that belong to one stage.
///
/// @param deeds what is done, in order
record Chapter(Stage stage, List<Deed> deeds) {
    /// What several steps in a row do, the same to one object or more.
    ///
    /// @param verb such as `mount proc on`
    /// @param objects what it is done to; none if the verb says it all
    /// @param calls of how many steps it consists
    record Deed(String verb, List<String> objects, String why, int calls) {}

    /// A plan in chapters, one for each stage that it has; within one, the plan's own order.
    static List<Chapter> of(Plan plan) {
        Map<Stage, Chapter> chapters = new EnumMap<>(Stage.class);
        Intent before = new Intent("", "");
        for (int i = 0; i < plan.steps().size(); i++) {
            Intent intent = plan.steps().get(i).intent();
            Optional<Reason> reason = Reason.of(intent.toString());
            Stage stage =
                    i >= plan.cleanup()
                            ? Stage.CLEANUP
                            : reason.map(Reason::stage).orElse(Stage.PROCESS);
            chapters.computeIfAbsent(stage, each -> new Chapter(each, new ArrayList<>()))
                    .add(intent, intent.equals(before), reason.map(Reason::why).orElse(""));
            before = intent;
        }
        return List.copyOf(chapters.values());
    }

    /// @param same whether it is a further step of the same intent
    private void add(Intent intent, boolean same, String why) {
        List<String> objects = new ArrayList<>();
        int calls = 1;
        if (!deeds.isEmpty() && deeds.getLast().verb.equals(intent.verb())) {
            Deed last = deeds.removeLast();
            objects.addAll(last.objects);
            calls += last.calls;
        }
        if (!same && !intent.object().isEmpty()) {
            objects.add(intent.object());
        }
        deeds.add(new Deed(intent.verb(), List.copyOf(objects), why, calls));
    }
}
