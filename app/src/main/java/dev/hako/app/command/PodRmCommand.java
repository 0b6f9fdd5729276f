package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.Numbers;
import dev.hako.engine.Engine;
import dev.hako.engine.Pod;
import dev.hako.engine.StopRequest;
import dev.hako.failure.Failure;
import java.time.Duration;
import java.util.List;

/// `hako pod rm`
final class PodRmCommand implements PodCommand {
    private static final Option<Boolean> FORCE =
            Option.flag("-f, --force", "End containers that run first; miss no pod");
    private static final Option<Long> TIME =
            Option.of(
                    "-t, --time, --timeout",
                    "SECONDS",
                    Numbers.atLeast(-1),
                    "With -f, how long each container may take before it is killed; 0 if not given");
    static final CommandForm FORM =
            new CommandForm(
                    "pod rm",
                    "[POD...]",
                    "Remove pods with their containers",
                    OptionSet.of(EachPod.ALL, FORCE, PodStopCommand.IGNORE, TIME),
                    Order.INTERSPERSED,
                    Count.atLeast(0),
                    List.of(
                            new Example("Remove a pod that was stopped", "hako pod rm shop"),
                            new Example("Remove it whatever it does", "hako pod rm -f shop")));

    private final Engine engine;

    PodRmCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        ParsedLine line = invocation.line();
        boolean force = line.flag(FORCE);
        if (line.has(TIME) && !force) {
            throw Failure.invalid("cannot remove pods: --time is for --force");
        }
        return new EachPod(engine, this)
                .apply(
                        invocation,
                        force || line.flag(PodStopCommand.IGNORE),
                        pod -> remove(pod, line, force));
    }

    private static void remove(Pod pod, ParsedLine line, boolean force) {
        if (force) {
            line.value(TIME).map(Duration::ofSeconds).map(StopRequest::within).ifPresent(pod::stop);
        }
        pod.remove(force);
    }

    /// As podman's.
    @Override
    public int exitCode(Failure failure) {
        return failure.kind() == Failure.Kind.NOT_FOUND ? 1 : CommandRunner.TROUBLE;
    }
}
