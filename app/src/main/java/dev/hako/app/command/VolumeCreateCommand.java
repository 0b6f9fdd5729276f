package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.KeyValue;
import dev.hako.app.value.Mounts;
import dev.hako.engine.Engine;
import dev.hako.engine.Volumes;
import dev.hako.engine.volume.Volume;
import dev.hako.failure.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `hako volume create`
final class VolumeCreateCommand implements Command {
    private static final Option<String> DRIVER =
            Option.of(
                    "-d, --driver", "DRIVER", Mounts::requireLocal, "Driver; there is local only");
    private static final Option<KeyValue> LABEL =
            Option.of("--label", "KEY[=VALUE]", KeyValue::parse, "Label to find it by");
    private static final Option<String> NAME =
            Option.text("--name", "VOLUME", "Name, which can be given as the argument as well");
    private static final Option<KeyValue> OPT =
            Option.of(
                    "-o, --opt",
                    "NAME=VALUE",
                    KeyValue::parseBoth,
                    "type, device and o of what is mounted as the volume, as in fstab(5)");
    static final CommandForm FORM =
            new CommandForm(
                    "volume create",
                    "[VOLUME]",
                    "Make a volume",
                    OptionSet.of(DRIVER, LABEL, NAME, OPT),
                    Order.INTERSPERSED,
                    Count.atMost(1),
                    List.of(
                            new Example(
                                    "Data that outlives containers",
                                    "hako volume create --label app=shop data"),
                            new Example(
                                    "A directory of the host under a name",
                                    "hako volume create -o type=none -o o=bind -o device=/srv/shop"
                                            + " shop"),
                            new Example(
                                    "Memory that containers share",
                                    "hako volume create -o type=tmpfs -o device=tmpfs -o"
                                            + " o=size=64m cache")));

    private final Engine engine;

    VolumeCreateCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        ParsedLine line = invocation.line();
        line.value(DRIVER);
        Map<String, String> labels = map(line.values(LABEL));
        Optional<String> given = name(line);
        if (given.isEmpty()) {
            labels.put(Volume.ANONYMOUS, "");
        }
        String name = given.orElseGet(Volumes::madeUpName);
        Volume.Request request =
                new Volume.Request(name, labels, map(line.values(OPT)), Optional.empty());
        invocation.output().println(engine.volumes().create(request).name());
        return Outcome.DONE;
    }

    private static Optional<String> name(ParsedLine line) {
        List<String> arguments = line.arguments();
        if (line.has(NAME) && !arguments.isEmpty()) {
            throw Failure.invalid("conflicting options: the name is given twice")
                    .hint("leave out --name");
        }
        return arguments.isEmpty() ? line.value(NAME) : Optional.of(arguments.getFirst());
    }

    private static Map<String, String> map(List<KeyValue> pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        pairs.forEach(pair -> map.put(pair.key(), pair.value()));
        return map;
    }
}
