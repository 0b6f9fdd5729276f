package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.Engine;
import dev.hako.engine.library.ImageRemoval.Removed;
import dev.hako.failure.Failure;
import java.util.List;

/// `hako rmi`
final class RmiCommand implements Command {
    private static final Option<Boolean> FORCE =
            Option.flag("-f, --force", "Remove what has several names or stopped containers, too");
    private static final Option<Boolean> NO_PRUNE =
            Option.flag("--no-prune", "Keep untagged parents; there are none");
    static final CommandForm FORM =
            new CommandForm(
                            "rmi",
                            "IMAGE [IMAGE...]",
                            "Remove images, or names of them",
                            OptionSet.of(FORCE, NO_PRUNE),
                            Order.INTERSPERSED,
                            Count.atLeast(1),
                            List.of(
                                    new Example(
                                            "Remove an image by its name", "hako rmi busybox:1.36"),
                                    new Example(
                                            "Remove all that have lost their names",
                                            "hako rmi $(hako images -q -f dangling=true)")))
                    .offering(List.of(Candidates.Known.STORED_IMAGES));

    private final Engine engine;

    RmiCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        boolean force = invocation.line().flag(FORCE);
        boolean failed = false;
        for (String name : invocation.line().arguments()) {
            try {
                report(invocation, engine.images().removal().remove(name, force));
            } catch (Failure e) {
                invocation.output().complain(e);
                failed |= !force || e.kind() != Failure.Kind.NOT_FOUND;
            }
        }
        return new Outcome.Exit(failed ? 1 : 0);
    }

    private static void report(Invocation invocation, Removed removed) {
        removed.untagged().forEach(name -> invocation.output().println("Untagged: " + name));
        removed.deleted().forEach(id -> invocation.output().println("Deleted: " + id));
    }
}
