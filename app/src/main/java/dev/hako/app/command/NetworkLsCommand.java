package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.document.Document;
import dev.hako.app.network.ShownNetworks;
import dev.hako.app.output.Listing;
import dev.hako.app.value.KeyValue;
import dev.hako.engine.Engine;
import java.util.List;

/// `hako network ls`
final class NetworkLsCommand implements Command {
    private static final Option<KeyValue> FILTER =
            Option.of(
                            "-f, --filter",
                            "KEY=VALUE",
                            KeyValue::parseBoth,
                            "Only some: dangling, driver, id, label, name, scope, type")
                    .offering("dangling=", "driver=", "id=", "label=", "name=", "scope=", "type=");
    private static final Option<String> FORMAT =
            Option.text("--format", "FORMAT", "table, json, a template, or table and a template")
                    .offering("table", "json");
    private static final Option<Boolean> NO_TRUNC = Option.flag("--no-trunc", "Do not shorten ids");
    private static final Option<Boolean> QUIET = Option.flag("-q, --quiet", "Show ids only");
    static final CommandForm FORM =
            new CommandForm(
                    "network ls",
                    "",
                    "List networks",
                    OptionSet.of(FILTER, FORMAT, NO_TRUNC, QUIET),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(
                            new Example("All there are", "hako network ls"),
                            new Example(
                                    "Those that no container is connected to",
                                    "hako network ls -q -f dangling=true")));
    private static final Listing LISTING =
            new Listing(NetworkRow.HEADINGS, "{{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}");

    private final Engine engine;

    NetworkLsCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        ParsedLine line = invocation.line();
        NetworkFilter filter = NetworkFilter.of(line.values(FILTER), engine);
        List<Document> rows =
                new ShownNetworks(engine)
                        .all().stream()
                                .filter(filter::accepts)
                                .map(network -> NetworkRow.of(network, line.flag(NO_TRUNC)))
                                .toList();
        if (line.flag(QUIET) && !line.has(FORMAT)) {
            rows.forEach(row -> invocation.output().println(String.valueOf(row.value("ID"))));
            return Outcome.DONE;
        }
        boolean terminal = invocation.caller().terminal().output();
        invocation.output().print(LISTING.of(rows, line.value(FORMAT).orElse(""), terminal));
        return Outcome.DONE;
    }
}
