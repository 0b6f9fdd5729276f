package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.engine.Engine;
import java.time.InstantSource;
import java.util.List;

/// `hako system df`
final class SystemDfCommand implements Command {
    private static final Option<String> FORMAT =
            Option.text("--format", "FORMAT", "table, json, a template, or table and a template")
                    .offering("table", "json");
    private static final Option<Boolean> VERBOSE =
            Option.flag("-v, --verbose", "Show each image, container and volume");
    static final CommandForm FORM =
            new CommandForm(
                    "system df",
                    "",
                    "Show how much of the disk is used",
                    OptionSet.of(FORMAT, VERBOSE),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(
                            new Example("The sums", "hako system df"),
                            new Example("What they are made of", "hako system df -v")));

    private final Engine engine;
    private final InstantSource clock;

    SystemDfCommand(Engine engine, InstantSource clock) {
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        ParsedLine line = invocation.line();
        Usage usage = Usage.of(engine);
        String format = line.value(FORMAT).orElse("");
        boolean terminal = invocation.caller().terminal().output();
        String text =
                line.flag(VERBOSE)
                        ? new UsageDetails(
                                        usage,
                                        engine.images().sizes(),
                                        clock.instant(),
                                        invocation.caller().zone())
                                .of(format, terminal)
                        : usage.summary(format, terminal);
        invocation.output().print(text);
        return Outcome.DONE;
    }
}
