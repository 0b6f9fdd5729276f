package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.value.Numbers;
import dev.hako.engine.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `hako pod stop`
final class PodStopCommand implements Command {
    private static final Option<Long> TIME =
            Option.of(
                    "-t, --time, --timeout",
                    "SECONDS",
                    Numbers.atLeast(-1),
                    "How long each container may take before it is killed; its own if not given");
    private static final CommandForm FORM =
            new CommandForm(
                    "pod stop",
                    "POD [POD...]",
                    "End all containers of pods, gently at first",
                    OptionSet.of(TIME),
                    Order.INTERSPERSED,
                    Count.atLeast(1),
                    List.of(new Example("End a pod's containers", "hako pod stop shop")));

    private final Engine engine;

    PodStopCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        Optional<Duration> timeout = invocation.line().value(TIME).map(Duration::ofSeconds);
        return new Each<>(engine::pod, invocation.output())
                .echo(invocation.line().arguments(), pod -> pod.stop(timeout));
    }
}
