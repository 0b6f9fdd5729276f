package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.inspect.EngineDetails;
import dev.hako.app.output.Shown;
import dev.hako.app.product.Installation;
import dev.hako.engine.Engine;
import java.util.List;

/// `hako info`
final class InfoCommand implements Command {
    private static final Option<String> FORMAT =
            Option.text("-f, --format", "FORMAT", "json, or a template");
    private static final CommandForm FORM =
            new CommandForm(
                    "info",
                    "",
                    "Show what the engine knows of itself and this machine",
                    OptionSet.of(FORMAT),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(
                            new Example(
                                    "Which walls work here",
                                    "hako info --format '{{json .Isolations}}'"),
                            new Example("For programs", "hako info --format json")));
    private static final String TEXT =
            """
            Engine:
             Version: {{.Version}}
             Build: {{.BuildId}}
             Process: {{.EnginePid}}
             Root Dir: {{.Root}}
             Run Dir: {{.Run}}

            Containers: {{.Containers}}
             Running: {{.ContainersRunning}}
             Created: {{.ContainersCreated}}
             Stopped: {{.ContainersStopped}}

            Isolations:
            {{- range .Isolations}}
             {{.Name}}: {{if .Works}}works{{else}}does not work: {{.Reason}}{{end}}{{if .IsDefault}} (default){{end}}
            {{- range .Limitations}}
              without: {{.}}
            {{- end}}{{end}}

            Host:
             Kernel Version: {{.Host.KernelVersion}}
             Operating System: {{.Host.OperatingSystem}}
             Architecture: {{.Host.Architecture}}
             CPUs: {{.Host.CPUs}}
             Total Memory: {{.Host.MemoryText}}
             User: {{.Host.User.Uid}}{{if .Host.User.Rootless}} (rootless, {{.Host.User.MappedIds}} ids){{end}}
             Cgroup Version: {{.Host.Cgroups.Version}}
             Cgroup Controllers: {{join .Host.Cgroups.Controllers " "}}\
            """;

    private final Engine engine;
    private final Installation installation;

    InfoCommand(Engine engine, Installation installation) {
        this.engine = engine;
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
        invocation
                .output()
                .print(Shown.of(EngineDetails.of(engine, installation), format, terminal));
        return Outcome.DONE;
    }
}
