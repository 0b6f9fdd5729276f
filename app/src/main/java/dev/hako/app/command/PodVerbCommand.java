package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.Engine;
import dev.hako.engine.Pod;
import java.util.List;
import java.util.function.Consumer;

/// `hako pod start`, `restart`, `pause` and `unpause`: those that only name pods.
final class PodVerbCommand implements PodCommand {
    static final CommandForm START =
            form(
                    "start",
                    "Start all containers of pods",
                    new Example("Start a pod again", "hako pod start shop"));
    static final CommandForm RESTART =
            form(
                    "restart",
                    "Stop all containers of pods, and start them again",
                    new Example("Begin anew", "hako pod restart shop"));
    static final CommandForm PAUSE =
            form(
                    "pause",
                    "Hold all processes of pods",
                    new Example("Hold a pod for a while", "hako pod pause shop"));
    static final CommandForm UNPAUSE =
            form(
                    "unpause",
                    "Let all processes of pods go on",
                    new Example("Let a pod go on", "hako pod unpause shop"));

    private final CommandForm form;
    private final Engine engine;
    private final Consumer<Pod> verb;

    PodVerbCommand(CommandForm form, Engine engine, Consumer<Pod> verb) {
        this.form = form;
        this.engine = engine;
        this.verb = verb;
    }

    private static CommandForm form(String word, String summary, Example example) {
        return new CommandForm(
                "pod " + word,
                "[POD...]",
                summary,
                OptionSet.of(EachPod.ALL),
                Order.INTERSPERSED,
                Count.atLeast(0),
                List.of(example));
    }

    @Override
    public CommandForm form() {
        return form;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        return new EachPod(engine, this).apply(invocation, false, verb);
    }
}
