package dev.hako.plan;

import dev.hako.kernel.Errno;
import java.util.List;
import java.util.Locale;

/// A plan for people: steps under what they are for, one a line.
final class Listing {
    private final Plan plan;
    private final StringBuilder out = new StringBuilder(16 << 10);

    private Listing(Plan plan) {
        this.plan = plan;
    }

    static String of(Plan plan) {
        return new Listing(plan).write();
    }

    private String write() {
        Intent before = new Intent("", "");
        for (int i = 0; i < plan.steps().size(); i++) {
            Step step = plan.steps().get(i);
            if (i == plan.cleanup()) {
                out.append("\n== clean-up\n");
            }
            if (!step.intent().equals(before)) {
                out.append(step.intent()).append('\n');
                before = step.intent();
            }
            step(i, step);
        }
        for (String note : plan.notes()) {
            out.append("note: ").append(note).append('\n');
        }
        return out.toString();
    }

    private void step(int index, Step step) {
        String number = Integer.toString(index);
        out.append(" ".repeat(5 - number.length())).append(number).append("  ");
        if (step.result().exists()) {
            out.append(step.result()).append(" = ");
        }
        out.append(verb(step.action())).append('(');
        String separator = "";
        for (Argument argument : step.action().arguments()) {
            out.append(separator).append(argument);
            separator = ", ";
        }
        out.append(')').append(target(step.action())).append(onError(step.onError())).append('\n');
    }

    private static String verb(Action action) {
        return switch (action) {
            case Action.Call call -> call.syscall().title();
            case Action.Each each -> "EACH " + each.syscall().title();
            default -> action.getClass().getSimpleName().toUpperCase(Locale.ROOT);
        };
    }

    private static String target(Action action) {
        return switch (action) {
            case Action.Clone clone -> " child at " + clone.target();
            case Action.Jump jump -> " to " + jump.target();
            case Action.Each each -> " by argument " + each.place();
            default -> "";
        };
    }

    private static String onError(OnError onError) {
        return switch (onError) {
            case OnError.Stop _ -> "";
            case OnError.Tolerate tolerate -> "; tolerates " + names(tolerate.errors());
            case OnError.Branch branch -> "; " + names(branch.errors()) + " to " + branch.target();
            case OnError.Retry retry ->
                    "; retries " + names(retry.errors()) + " for " + retry.millis() + " ms";
        };
    }

    private static String names(List<Errno> errors) {
        return errors.isEmpty()
                ? "any error"
                : String.join(", ", errors.stream().map(Errno::name).toList());
    }
}
