package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.output.Table;
import dev.hako.app.processes.ProcessTable;
import dev.hako.engine.Container;
import dev.hako.engine.ContainerFiles;
import dev.hako.engine.Engine;
import dev.hako.engine.files.GuestProcesses;
import dev.hako.failure.Failure;
import java.util.List;
import java.util.Set;

/// `hako top`
final class TopCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                            "top",
                            "CONTAINER [PS OPTIONS]",
                            "Show the processes of a container",
                            OptionSet.of(),
                            Order.OPTIONS_FIRST,
                            Count.atLeast(1),
                            List.of(
                                    new Example("What runs in a container", "hako top web"),
                                    new Example(
                                            "How much memory each takes",
                                            "hako top web -eo pid,rss,args")))
                    .forContainers(Candidates.Known.LIVE_CONTAINERS);

    private final Engine engine;

    TopCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        List<String> words = invocation.line().arguments();
        Container container = engine.container(words.getFirst());
        Table table = new Table();
        rows(container, words.subList(1, words.size())).forEach(table::add);
        invocation.output().print(table.toString());
        return Outcome.DONE;
    }

    private List<List<String>> rows(Container container, List<String> options)
            throws InterruptedException {
        ContainerFiles files = engine.files(container);
        if (!files.areOnDisks()) {
            return rows(container, Set.copyOf(container.control().processes()), options);
        }
        container.control().requireRunning("list the processes of");
        try {
            return ProcessTable.ofGuest(files.inRoot(GuestProcesses::of), options);
        } catch (Failure e) {
            throw during(container, e);
        }
    }

    private static List<List<String>> rows(
            Container container, Set<Integer> processes, List<String> options)
            throws InterruptedException {
        try {
            return ProcessTable.of(processes, options);
        } catch (Failure e) {
            throw during(container, e);
        }
    }

    private static Failure during(Container container, Failure failure) {
        return failure.during(
                "cannot list the processes of container \"" + container.name() + "\"");
    }
}
