package dev.hako.build.solve;

import dev.hako.build.dockerfile.Instruction;
import dev.hako.build.dockerfile.Stage;
import dev.hako.build.dockerfile.Step;
import dev.hako.build.graph.Node;
import java.util.List;

/// What the steps of a stage are called: `[2/4] RUN make`, or `[name 2/4] RUN make` where there are
/// several stages.
///
/// @param count of all steps that are told of
record Titles(String stage, int count) {
    private static final int LONGEST = 200;

    static Titles of(Node node, boolean several, List<Step> triggers) {
        Stage stage = node.stage();
        String name = stage.name().orElse("stage-" + node.index());
        long steps =
                triggers.stream().filter(Titles::isTold).count()
                        + stage.steps().stream().filter(Titles::isTold).count();
        return new Titles(several ? name + " " : "", (int) steps + 1);
    }

    /// Whether an instruction changes files, so that it may take its time.
    static boolean isTold(Step step) {
        return switch (step.instruction()) {
            case Instruction.Run _, Instruction.Copy _, Instruction.Add _, Instruction.Workdir _ ->
                    true;
            default -> false;
        };
    }

    String of(int number, String what) {
        String line = what.replaceAll("\\s+", " ").strip();
        String text = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        return "[" + stage + number + "/" + count + "] " + text;
    }
}
