package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import java.util.List;

/// `hako port`: this version publishes none.
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
        if (arguments.size() == 2) {
            String port = port(arguments.getLast());
            throw Failure.notFound(
                    "no public port \"" + port + "\" published for \"" + container.name() + "\"");
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
