package dev.hako.app.command;

import dev.hako.app.caller.Caller;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.doctor.Examination;
import dev.hako.app.doctor.Finding;
import dev.hako.app.output.Colour;
import dev.hako.app.product.Installation;
import dev.hako.engine.Engine;
import dev.hako.engine.config.Printable;
import java.util.List;

/// `hako doctor`
final class DoctorCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                    "doctor",
                    "",
                    "Say what this machine supports, and how to get the rest",
                    OptionSet.of(),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(new Example("Is this machine ready?", "hako doctor")));

    private final Engine engine;
    private final Installation installation;

    DoctorCommand(Engine engine, Installation installation) {
        this.engine = engine;
        this.installation = installation;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        List<Finding> findings = Examination.of(engine.info(), installation);
        findings.add(Examination.layers(engine.layersAreShared()));
        findings.add(
                Examination.networks(
                        engine.info().host().user().rootless(),
                        engine.networks().whyNoStandardCouldBe()));
        Caller caller = invocation.caller();
        boolean colour = caller.terminal().output() && caller.env("NO_COLOR").isEmpty();
        for (Finding finding : findings) {
            invocation
                    .output()
                    .println(mark(finding, colour) + " " + Printable.whole(finding.what()));
            if (!finding.remedy().isEmpty()) {
                invocation.output().println("       remedy: " + Printable.whole(finding.remedy()));
            }
        }
        boolean failed = findings.stream().anyMatch(each -> each.grade() == Finding.Grade.FAIL);
        return new Outcome.Exit(failed ? 1 : 0);
    }

    private static String mark(Finding finding, boolean colour) {
        return switch (finding.grade()) {
            case OK -> Colour.GREEN.paint("[ok]  ", colour);
            case WARN -> Colour.YELLOW.paint("[warn]", colour);
            case FAIL -> Colour.RED.paint("[fail]", colour);
        };
    }
}
