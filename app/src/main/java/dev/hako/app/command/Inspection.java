package dev.hako.app.command;

import dev.hako.app.cli.Option;
import dev.hako.app.document.Document;
import dev.hako.app.document.JsonText;
import dev.hako.app.output.Shown;
import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// Shows all there is to know about things of any kind.
final class Inspection {
    static final Option<String> FORMAT =
            Option.text("-f, --format", "FORMAT", "json, or a template");

    private Inspection() {}

    /// Shows what each argument names, and complains of those that name nothing.
    ///
    /// @param details what there is to know about the thing of a name
    /// @param exitCode of a failure to find one
    static Outcome show(
            Invocation invocation,
            Function<String, Document> details,
            ToIntFunction<Failure> exitCode) {
        List<Document> found = new ArrayList<>();
        int code = 0;
        for (String name : invocation.line().arguments()) {
            try {
                found.add(details.apply(name));
            } catch (Failure e) {
                invocation.output().complain(e);
                code = exitCode.applyAsInt(e);
            }
        }
        print(invocation, found);
        return new Outcome.Exit(code);
    }

    private static void print(Invocation invocation, List<Document> found) {
        String format = invocation.line().value(FORMAT).orElse("");
        boolean terminal = invocation.caller().terminal().output();
        if (format.isEmpty()) {
            invocation.output().println(JsonText.pretty(found));
        } else {
            found.forEach(each -> invocation.output().print(Shown.of(each, format, terminal)));
        }
    }
}
