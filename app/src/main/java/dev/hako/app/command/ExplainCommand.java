package dev.hako.app.command;

import dev.hako.app.caller.Caller;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.explain.Explanation;
import dev.hako.app.output.Shown;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.StartReport;
import dev.hako.engine.config.ContainerConfig;
import dev.hako.failure.Failure;
import java.util.List;
import java.util.Optional;

/// `hako explain`
final class ExplainCommand implements Command {
    private static final int WIDTH = 100;
    private static final Option<String> FORMAT =
            Option.text("--format", "FORMAT", "json, or a template");
    static final CommandForm FORM =
            new CommandForm(
                    "explain",
                    "CONTAINER|IMAGE",
                    "Say what starting a container does, step by step, and how long it took",
                    OptionSet.of(FORMAT),
                    Order.INTERSPERSED,
                    Count.ONE,
                    List.of(
                            new Example("What keeps this container apart", "hako explain web"),
                            new Example("What would be done for an image", "hako explain host"),
                            new Example(
                                    "How long its last start took",
                                    "hako explain --format '{{range .Timeline}}{{.Name}}"
                                            + " {{.TookNanos}}{{println}}{{end}}' web")));

    private final Engine engine;

    ExplainCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        Explanation explanation = explanation(invocation.line().arguments().getFirst());
        Caller caller = invocation.caller();
        Optional<String> format = invocation.line().value(FORMAT);
        String text =
                format.isPresent()
                        ? Shown.of(explanation.document(), format.get(), caller.terminal().output())
                        : text(explanation, caller);
        invocation.output().print(text);
        return Outcome.DONE;
    }

    private static String text(Explanation explanation, Caller caller) {
        boolean terminal = caller.terminal().output();
        int columns = caller.terminal().size().columns();
        boolean colour = terminal && caller.env("NO_COLOR").isEmpty();
        return explanation.text(terminal && columns > 0 ? columns : WIDTH, colour);
    }

    /// A container comes before an image of the same name.
    private Explanation explanation(String reference) {
        try {
            return of(engine.container(reference));
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.NOT_FOUND || !isImage(reference)) {
                throw e;
            }
            ContainerConfig config = ContainerConfig.of(reference).command(List.of("true")).build();
            return new Explanation(
                    "A container of image " + reference + " would be made like this.",
                    new StartReport(engine.plan(config), Optional.empty(), Optional.empty()));
        }
    }

    private static boolean isImage(String reference) {
        return reference.equals("host") || reference.startsWith("rootfs:");
    }

    private static Explanation of(Container container) {
        String subject =
                "%s: image %s, isolation %s, %s%s."
                        .formatted(
                                container.name(),
                                container.config().image(),
                                container.isolation(),
                                container.state().word(),
                                container.pod().map(pod -> ", in pod " + pod.name()).orElse(""));
        return new Explanation(subject, container.startReport());
    }
}
