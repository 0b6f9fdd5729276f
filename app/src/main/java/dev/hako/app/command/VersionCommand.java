package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.document.Document;
import dev.hako.app.output.Shown;
import dev.hako.app.product.Installation;
import java.util.List;

/// `hako version`
final class VersionCommand implements Command {
    private static final Option<String> FORMAT =
            Option.text("-f, --format", "FORMAT", "json, or a template");
    static final CommandForm FORM =
            new CommandForm(
                    "version",
                    "",
                    "Show the versions of client and engine",
                    OptionSet.of(FORMAT),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(
                            new Example(
                                    "Only the engine's version",
                                    "hako version --format '{{.Server.Version}}'")));
    private static final String TEXT =
            """
            Client:
             Version:    {{.Client.Version}}
             Build:      {{.Client.Build}}
             OS/Arch:    {{.Client.Os}}/{{.Client.Arch}}

            Engine:
             Version:    {{.Server.Version}}
             Build:      {{.Server.Build}}
             Java:       {{.Server.Java}}
             OS/Arch:    {{.Server.Os}}/{{.Server.Arch}}
             Kernel:     {{.Server.KernelVersion}}\
            """;

    private final Installation installation;

    VersionCommand(Installation installation) {
        this.installation = installation;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        String format = invocation.line().value(FORMAT).orElse(TEXT);
        boolean terminal = invocation.caller().terminal().output();
        invocation.output().print(Shown.of(document(), format, terminal));
        return Outcome.DONE;
    }

    /// Client and engine are of one build: the engine leaves when a client of another one asks.
    private Document document() {
        String architecture =
                System.getProperty("os.arch").equals("aarch64")
                        ? "arm64"
                        : System.getProperty("os.arch");
        Document client =
                Document.with("Version", Installation.VERSION)
                        .and("Build", installation.buildId())
                        .and("Os", "linux")
                        .and("Arch", architecture)
                        .build();
        Document server =
                Document.with("Version", Installation.VERSION)
                        .and("Build", installation.buildId())
                        .and("Java", Runtime.version().toString())
                        .and("Os", "linux")
                        .and("Arch", architecture)
                        .and("KernelVersion", System.getProperty("os.version"))
                        .build();
        return Document.with("Client", client).and("Server", server).build();
    }
}
