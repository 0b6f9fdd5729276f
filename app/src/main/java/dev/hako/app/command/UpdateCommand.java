package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.container.EgressFlags;
import dev.hako.app.container.LifecycleFlags;
import dev.hako.app.container.LimitFlags;
import dev.hako.app.container.Updatable;
import dev.hako.engine.Engine;
import dev.hako.engine.config.ConfigChange;
import dev.hako.engine.config.ConfigChange.EgressChange;
import dev.hako.engine.config.LimitChange;
import dev.hako.engine.config.RestartPolicy;
import dev.hako.failure.Failure;
import java.util.List;
import java.util.Optional;

/// `hako update`
final class UpdateCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                            "update",
                            "CONTAINER|POD [CONTAINER|POD...]",
                            "Give containers other limits, another restart policy, or let them send elsewhere, at once and"
                                    + " for later starts",
                            OptionSet.of(
                                    List.of(LimitFlags.LIVE, EgressFlags.ALL),
                                    List.of(LifecycleFlags.RESTART)),
                            Order.INTERSPERSED,
                            Count.atLeast(1),
                            List.of(
                                    new Example("More memory", "hako update --memory 1g web"),
                                    new Example(
                                            "Start it again whenever it ends",
                                            "hako update --restart always web"),
                                    new Example(
                                            "Let it send to one domain only",
                                            "hako update --egress-allow example.com:443 web"),
                                    new Example(
                                            "Let no container of a pod send anywhere",
                                            "hako update --egress deny team"),
                                    new Example(
                                            "Half a processor for two",
                                            "hako update --cpus 0.5 batch-1 batch-2")))
                    .offering(List.of(Candidates.Known.CONTAINERS));

    private final Engine engine;

    UpdateCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        ParsedLine line = invocation.line();
        boolean limited = LimitFlags.LIVE.stream().anyMatch(line::has);
        Optional<RestartPolicy> restart = line.value(LifecycleFlags.RESTART);
        Optional<EgressChange> egress = EgressFlags.change(line);
        if (!limited && restart.isEmpty() && egress.isEmpty()) {
            throw Failure.invalid("cannot update containers: neither a limit nor a policy is given")
                    .hint("`hako update --help` lists them");
        }
        Optional<LimitChange> limits =
                limited ? Optional.of(new LimitChange(LimitFlags.read(line))) : Optional.empty();
        ConfigChange change = new ConfigChange(limits, restart, egress);
        return new Each<>(
                        reference -> Updatable.find(engine, reference), invocation.output(), _ -> 1)
                .echo(line.arguments(), each -> each.updating().accept(change));
    }
}
