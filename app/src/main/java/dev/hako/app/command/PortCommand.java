package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.network.store.PublishedPort;
import dev.hako.failure.Failure;
import java.util.Comparator;
import java.util.List;

/// `hako port`
final class PortCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                    "port",
                    "CONTAINER [PORT[/PROTOCOL]]",
                    "List a container's published ports",
                    OptionSet.of(),
                    Order.INTERSPERSED,
                    new Count(1, 2),
                    List.of(new Example("Where is port 80?", "hako port web 80")));

    private final Engine engine;

    PortCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        List<String> arguments = invocation.line().arguments();
        Container container = engine.container(arguments.getFirst());
        List<PublishedPort> published = container.connected().ports();
        if (arguments.size() == 2) {
            String wanted = port(arguments.getLast());
            List<PublishedPort> found =
                    published.stream().filter(port -> port.containerSide().equals(wanted)).toList();
            if (found.isEmpty()) {
                throw Failure.notFound(
                        "no public port \""
                                + wanted
                                + "\" published for \""
                                + container.name()
                                + "\"");
            }
            found.forEach(port -> invocation.output().println(port.hostSide()));
        } else {
            published.stream()
                    .sorted(Comparator.comparing(PublishedPort::containerSide))
                    .map(port -> port.containerSide() + " -> " + port.hostSide())
                    .forEach(invocation.output()::println);
        }
        return Outcome.DONE;
    }

    private static String port(String text) {
        if (!text.matches("\\d{1,5}(/(tcp|udp|sctp))?")) {
            throw Failure.invalid("\"" + text + "\" is no port such as 80 or 53/udp");
        }
        return text.contains("/") ? text : text + "/tcp";
    }
}
