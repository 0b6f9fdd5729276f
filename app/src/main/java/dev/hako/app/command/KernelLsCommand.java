package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.output.Listing;
import dev.hako.guest.kernel.GuestKernel;
import dev.hako.guest.kernel.KernelStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// `hako kernel ls`
final class KernelLsCommand implements Command {
    private static final Option<String> FORMAT =
            Option.text("--format", "FORMAT", "table, json, a template, or table and a template")
                    .offering("table", "json");
    private static final Option<Boolean> QUIET = Option.flag("-q, --quiet", "Show ids only");
    static final CommandForm FORM =
            new CommandForm(
                    "kernel ls",
                    "",
                    "List guest kernels, the newest first",
                    OptionSet.of(FORMAT, QUIET),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(new Example("All there are", "hako kernel ls")));
    private static final Listing LISTING =
            new Listing(
                    KernelRow.HEADINGS,
                    "{{.ID}}\t{{.Version}}\t{{.Source}}\t{{.CreatedSince}}\t{{.Size}}");

    private final KernelStore store;
    private final InstantSource clock;

    KernelLsCommand(KernelStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        ParsedLine line = invocation.line();
        List<GuestKernel> kernels = store.all();
        if (line.flag(QUIET) && !line.has(FORMAT)) {
            kernels.forEach(kernel -> invocation.output().println(kernel.shortId()));
            return Outcome.DONE;
        }
        Instant now = clock.instant();
        invocation
                .output()
                .print(
                        LISTING.of(
                                kernels.stream().map(one -> KernelRow.of(one, now)).toList(),
                                line.value(FORMAT).orElse(""),
                                invocation.caller().terminal().output()));
        return Outcome.DONE;
    }
}
