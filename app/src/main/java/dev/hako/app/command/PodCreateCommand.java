package dev.hako.app.command;

import dev.hako.app.caller.Caller;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.cli.UsageException;
import dev.hako.app.container.EgressFlags;
import dev.hako.app.container.NetworkFlags;
import dev.hako.app.value.KeyValue;
import dev.hako.app.value.Size;
import dev.hako.engine.Engine;
import dev.hako.engine.Pod;
import dev.hako.engine.config.NetworkJoin;
import dev.hako.engine.config.PodConfig;
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
final class PodCreateCommand implements PodCommand {
    private static final Option<String> NAME =
            Option.text("-n, --name", "NAME", "What to call the pod");
    private static final Option<String> HOSTNAME =
            Option.text("-h, --hostname", "NAME", "Host name inside; the pod's name if not given");
    private static final Option<KeyValue> LABEL =
            Option.of("-l, --label", "KEY[=VALUE]", KeyValue::parse, "Label to find it by");
    private static final Option<Set<Share>> SHARE =
            Option.of(
                    "--share",
                    "LIST",
                    PodCreateCommand::shares,
                    "Namespaces to share, of ipc, net, uts and pid; +pid adds to the standard,"
                            + " ipc,net,uts");
    private static final Option<KeyValue> SYSCTL =
            Option.of(
                    "--sysctl",
                    "NAME=VALUE",
                    KeyValue::parseBoth,
                    "Kernel setting of the shared namespaces");
    private static final Option<Long> SHM_SIZE =
            Option.of(
                    "--shm-size",
                    "BYTES",
                    Size::parse,
                    "Size of the shared /dev/shm; 64m if not given");
    private static final Option<Boolean> REPLACE =
            Option.flag("--replace", "Remove the pod that has the name first, whatever it does");
    private static final Option<Boolean> INFRA =
            Option.flag("--infra", "Nothing: what podman has this container for needs none here");
    private static final Option<String> POD_ID_FILE =
            Option.text("--pod-id-file", "FILE", "Write the pod's id to a new file");
    private static final List<Option<?>> OWN =
            List.of(NAME, HOSTNAME, LABEL, SHARE, SYSCTL, SHM_SIZE, REPLACE, INFRA, POD_ID_FILE);
    static final CommandForm FORM =
            new CommandForm(
                    "pod create",
                    "[NAME]",
                    "Make a pod, and print its id",
                    OptionSet.of(List.of(OWN, NetworkFlags.ALL, EgressFlags.ALL), List.of()),
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
        ParsedLine line = invocation.line();
        PodConfig config = config(line, invocation.caller());
        if (line.flag(REPLACE)) {
            makeRoom(config);
        }
        Pod pod = engine.pods().create(config);
        Optional<String> file = line.value(POD_ID_FILE);
        if (file.isPresent()) {
            note(pod, file.get(), invocation.caller());
        }
        NetworkNotice.give(
                invocation,
                "pod",
                config.network(),
                pod.config().network(),
                engine.networks()::whyNoStandard);
        invocation.output().println(pod.id());
        return Outcome.DONE;
    }

    private void makeRoom(PodConfig config) {
        String name =
                config.name()
                        .orElseThrow(() -> UsageException.of("--replace needs the pod's name"));
        engine.pods().all().stream()
                .filter(pod -> pod.name().equals(name))
                .forEach(pod -> pod.remove(true));
    }

    /// A pod whose id cannot be written is removed again.
    private static void note(Pod pod, String file, Caller caller) {
        try {
            caller.directory().create(file, pod.id(), caller.umask());
        } catch (Failure e) {
            pod.remove(false);
            throw e;
        }
    }

    private static PodConfig config(ParsedLine line, Caller caller) {
        List<NetworkJoin> networks = NetworkFlags.asked(line, caller);
        Map<String, String> labels = new LinkedHashMap<>();
        line.values(LABEL).forEach(label -> labels.put(label.key(), label.value()));
        Map<String, String> sysctls = new LinkedHashMap<>();
        line.values(SYSCTL).forEach(pair -> sysctls.put(pair.key(), pair.value()));
        PodConfig config =
                new PodConfig(
                        name(line),
                        labels,
                        line.value(SHARE).orElse(PodConfig.STANDARD_SHARES),
                        line.value(HOSTNAME).filter(name -> !name.isEmpty()),
                        NetworkFlags.mode(networks),
                        sysctls,
                        NetworkFlags.read(line, networks),
                        line.value(SHM_SIZE).orElse(PodConfig.STANDARD_SHM_BYTES));
        return config.connections().joins().isEmpty()
                ? config
                : config.with(
                        Optional.of(config.connections().joins().getFirst().network()),
                        config.connections());
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
}
