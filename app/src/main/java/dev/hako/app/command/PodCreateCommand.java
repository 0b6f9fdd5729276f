package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.HostEntries;
import dev.hako.app.value.KeyValue;
import dev.hako.engine.Engine;
import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.PodConfig.HostEntry;
import dev.hako.engine.config.Share;
import dev.hako.failure.Failure;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `hako pod create`
final class PodCreateCommand implements Command {
    private static final Option<String> NAME =
            Option.text("-n, --name", "NAME", "What to call the pod");
    private static final Option<String> HOSTNAME =
            Option.text("--hostname", "NAME", "Host name inside; the pod's name if not given");
    private static final Option<KeyValue> LABEL =
            Option.of("-l, --label", "KEY[=VALUE]", KeyValue::parse, "Label to find it by");
    private static final Option<Set<Share>> SHARE =
            Option.of(
                    "--share",
                    "LIST",
                    PodCreateCommand::shares,
                    "Namespaces to share, of ipc, net, uts and pid; +pid adds to the standard,"
                            + " ipc,net,uts");
    private static final Option<HostEntry> ADD_HOST =
            Option.of("--add-host", "NAME:ADDRESS", HostEntries::parse, "Line of /etc/hosts");
    private static final Option<KeyValue> SYSCTL =
            Option.of(
                    "--sysctl",
                    "NAME=VALUE",
                    KeyValue::parseBoth,
                    "Kernel setting of the shared namespaces");
    private static final Option<String> NETWORK =
            Option.of(
                    "--network, --net",
                    "MODE",
                    PodCreateCommand::network,
                    "Network: none (loopback only) or host");
    private static final CommandForm FORM =
            new CommandForm(
                    "pod create",
                    "[NAME]",
                    "Make a pod, and print its id",
                    OptionSet.of(NAME, HOSTNAME, LABEL, SHARE, ADD_HOST, SYSCTL, NETWORK),
                    Order.INTERSPERSED,
                    Count.atMost(1),
                    List.of(
                            new Example(
                                    "Two programs that talk over localhost",
                                    "hako pod create --name shop && hako run -d --pod shop host"
                                            + " python3 -m http.server"),
                            new Example(
                                    "Let them see each other's processes, too",
                                    "hako pod create --name lab --share +pid")));

    private final Engine engine;

    PodCreateCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        invocation.output().println(engine.createPod(config(invocation.line())).id());
        return Outcome.DONE;
    }

    private static PodConfig config(ParsedLine line) {
        Map<String, String> labels = new LinkedHashMap<>();
        line.values(LABEL).forEach(label -> labels.put(label.key(), label.value()));
        Map<String, String> sysctls = new LinkedHashMap<>();
        line.values(SYSCTL).forEach(pair -> sysctls.put(pair.key(), pair.value()));
        return new PodConfig(
                name(line),
                labels,
                line.value(SHARE).orElse(PodConfig.STANDARD_SHARES),
                line.value(HOSTNAME).filter(name -> !name.isEmpty()),
                line.value(NETWORK).orElse(PodConfig.NO_NETWORK),
                sysctls,
                line.values(ADD_HOST));
    }

    /// As an option or as an argument, as podman takes it.
    private static Optional<String> name(ParsedLine line) {
        return line.value(NAME)
                .or(() -> line.arguments().stream().findFirst())
                .filter(name -> !name.isEmpty());
    }

    private static Set<Share> shares(String text) {
        boolean adds = text.startsWith("+");
        Set<Share> shares = EnumSet.noneOf(Share.class);
        if (adds) {
            shares.addAll(PodConfig.STANDARD_SHARES);
        }
        for (String word : (adds ? text.substring(1) : text).split(",", -1)) {
            if (!word.isEmpty() && !word.equals("none")) {
                shares.add(share(word));
            }
        }
        return shares;
    }

    private static Share share(String word) {
        return Arrays.stream(Share.values())
                .filter(share -> share.toString().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        Failure.invalid("no namespace \"" + word + "\" can be shared")
                                .hint("there are ipc, net, uts and pid"));
    }

    private static String network(String text) {
        if (!text.equals(PodConfig.NO_NETWORK) && !text.equals(PodConfig.HOST_NETWORK)) {
            throw Failure.unsupported("not supported").hint("use none or host");
        }
        return text;
    }
}
