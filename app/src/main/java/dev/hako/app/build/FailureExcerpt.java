package dev.hako.app.build;

import dev.hako.app.caller.Output;
import dev.hako.build.solve.StepFailure;
import dev.hako.engine.config.Printable;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Shows where a build has failed: the last output, and the line of the Dockerfile among its
/// neighbours.
public final class FailureExcerpt {
    private static final int AROUND = 2;
    private static final String RULE = "--------------------";

    private FailureExcerpt() {}

    /// On standard error.
    public static void show(StepFailure failure, OpenContext context, Output output) {
        if (!failure.output().isEmpty()) {
            output.errorln("------");
            failure.output().forEach(line -> output.errorln(Printable.whole(line)));
            output.errorln("------");
        }
        List<String> lines = new String(context.text(), StandardCharsets.UTF_8).lines().toList();
        output.errorln(Printable.of(context.name()) + ":" + failure.line());
        output.errorln(RULE);
        int first = Math.max(1, failure.line() - AROUND);
        int last = Math.min(lines.size(), failure.line() + AROUND);
        for (int i = first; i <= last; i++) {
            String mark = i == failure.line() ? ">>>" : "   ";
            output.errorln(
                    "%4d | %s %s"
                            .formatted(i, mark, Printable.of(lines.get(i - 1)))
                            .stripTrailing());
        }
        output.errorln(RULE);
    }
}
