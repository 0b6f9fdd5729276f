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
    static final CommandForm FORM =
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
                                    "hako info --format '{{json .isolations}}'"),
                            new Example("For programs", "hako info --format json")));
    private static final String TEXT =
            """
            Engine:
             Version: {{.version}}
             Build: {{.buildId}}
             Process: {{.enginePid}}
             Root Dir: {{.root}}
             Run Dir: {{.run}}
             Image Layers: {{.layers}}

            Containers: {{.containers}}
             Running: {{.containersRunning}}
             Paused: {{.containersPaused}}
             Created: {{.containersCreated}}
             Stopped: {{.containersStopped}}

            Isolations:
            {{- range .isolations}}
             {{.name}}: {{if .works}}works{{else}}does not work: {{.reason}}{{end}}{{if .isDefault}} (default){{end}}
            {{- range .limitations}}
              without: {{.}}
            {{- end}}{{end}}

            Host:
             Kernel Version: {{.host.kernelVersion}}
             Operating System: {{.host.operatingSystem}}
             Architecture: {{.host.architecture}}
             CPUs: {{.host.cpus}}
             Total Memory: {{.host.memoryText}}
             User: {{.host.user.uid}}{{if .host.user.rootless}} (rootless, {{.host.user.mappedIds}} ids){{end}}
             Cgroup Version: {{.host.cgroups.version}}
             Cgroup Controllers: {{join .host.cgroups.controllers " "}}\
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
