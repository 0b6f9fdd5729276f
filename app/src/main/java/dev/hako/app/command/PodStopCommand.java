package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.value.Numbers;
import dev.hako.engine.Engine;
import dev.hako.engine.StopRequest;
import java.time.Duration;
import java.util.List;

/// `hako pod stop`
final class PodStopCommand implements PodCommand {
    static final Option<Long> TIME =
            Option.of(
                    "-t, --time, --timeout",
                    "SECONDS",
                    Numbers.atLeast(-1),
                    "How long each container may take before it is killed; its own if not given");
    static final Option<Boolean> IGNORE =
            Option.flag("-i, --ignore", "Miss none that is not there");
    static final CommandForm FORM =
            new CommandForm(
                    "pod stop",
                    "[POD...]",
                    "End all containers of pods, gently at first",
                    OptionSet.of(EachPod.ALL, IGNORE, TIME),
                    Order.INTERSPERSED,
                    Count.atLeast(0),
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
        StopRequest request =
                invocation
                        .line()
                        .value(TIME)
                        .map(Duration::ofSeconds)
                        .map(StopRequest::within)
                        .orElse(StopRequest.STANDARD);
        return new EachPod(engine, this)
                .apply(invocation, invocation.line().flag(IGNORE), pod -> pod.stop(request));
    }
}
