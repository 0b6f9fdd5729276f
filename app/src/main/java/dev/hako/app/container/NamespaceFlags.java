package dev.hako.app.container;

import dev.hako.app.caller.Caller;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.KeyValue;
import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NamespaceOptions.Mode;
import dev.hako.engine.config.NetworkJoin;
import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.config.OthersNamespace;
import dev.hako.engine.config.Share;
import dev.hako.engine.config.Sharing;
import dev.hako.failure.Failure;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the program shares with the host, with its pod and with other containers.
public final class NamespaceFlags {

    /// Begins the name of a pod that is to be made.
    public static final String NEW_POD = "new:";

    private static final Option<String> POD =
            Option.text("--pod", "POD", "Pod to be in; new:NAME makes one first");
    private static final Option<Place> PID =
            Option.of(
                            "--pid",
                            "MODE",
                            NamespaceFlags::place,
                            "Process ids: private, host, or container:CONTAINER for another's")
                    .offering("private", "host", OthersNamespace.PREFIX);
    private static final Option<Place> IPC =
            Option.of(
                            "--ipc",
                            "MODE",
                            NamespaceFlags::ipc,
                            "System V and POSIX IPC: private, host, or container:CONTAINER for"
                                    + " another's")
                    .offering("private", "shareable", "host", OthersNamespace.PREFIX);
    private static final Option<Mode> UTS =
            Option.of("--uts", "MODE", NamespaceFlags::mode, "Host name: private or host")
                    .offering("private", "host");
    private static final Option<Mode> CGROUPNS =
            Option.of(
                            "--cgroupns",
                            "MODE",
                            NamespaceFlags::mode,
                            "View of cgroups: private or host")
                    .offering("private", "host");
    private static final Option<Mode> USERNS =
            Option.of(
                            "--userns",
                            "MODE",
                            NamespaceFlags::mode,
                            "User ids: host for the engine's, private for a range of its own")
                    .offering("private", "host");
    private static final Option<KeyValue> SYSCTL =
            Option.of(
                    "--sysctl",
                    "NAME=VALUE",
                    KeyValue::parseBoth,
                    "Kernel setting of the container's namespaces");

    static final List<Option<?>> ALL = List.of(POD, PID, IPC, UTS, CGROUPNS, USERNS, SYSCTL);

    private NamespaceFlags() {}

    static NamespaceOptions read(ParsedLine line, Caller caller) {
        List<NetworkJoin> networks =
                line.value(POD).filter(NamespaceFlags::isThere).isPresent()
                        ? NetworkFlags.named(line)
                        : NetworkFlags.asked(line, caller);
        Optional<String> mode = NetworkFlags.mode(networks);
        Map<String, String> sysctls = new LinkedHashMap<>();
        line.values(SYSCTL).forEach(pair -> sysctls.put(pair.key(), pair.value()));
        NamespaceOptions options =
                new NamespaceOptions(
                        line.value(PID).map(Place::mode).orElse(Mode.STANDARD),
                        line.value(IPC).map(Place::mode).orElse(Mode.STANDARD),
                        line.value(UTS).orElse(Mode.STANDARD),
                        line.value(CGROUPNS).orElse(Mode.STANDARD),
                        line.value(USERNS).orElse(Mode.STANDARD),
                        mode,
                        sysctls,
                        sharing(line, mode),
                        NetworkOptions.NONE);
        return options.withConnections(NetworkFlags.read(line, networks));
    }

    /// Whether it is a pod with a network already, and not one that is to be made.
    private static boolean isThere(String pod) {
        return !pod.isEmpty() && !pod.startsWith(NEW_POD);
    }

    private static Sharing sharing(ParsedLine line, Optional<String> mode) {
        Map<Share, String> containers = new EnumMap<>(Share.class);
        line.value(PID).flatMap(Place::container).ifPresent(id -> containers.put(Share.PID, id));
        line.value(IPC).flatMap(Place::container).ifPresent(id -> containers.put(Share.IPC, id));
        mode.filter(OthersNamespace::isOne)
                .ifPresent(network -> containers.put(Share.NETWORK, owner(network)));
        return new Sharing(line.value(POD).filter(pod -> !pod.isEmpty()), Set.of(), containers);
    }

    /// Where a namespace is.
    ///
    /// @param container whose it is, if it is another's
    private record Place(Mode mode, Optional<String> container) {}

    private static Place place(String text) {
        return OthersNamespace.isOne(text)
                ? new Place(Mode.STANDARD, Optional.of(owner(text)))
                : new Place(mode(text), Optional.empty());
    }

    private static String owner(String text) {
        String container = OthersNamespace.container(text).orElse("");
        if (container.isEmpty()) {
            throw Failure.invalid("it does not say which container");
        }
        return container;
    }

    private static Mode mode(String text) {
        return switch (text) {
            case "" -> Mode.STANDARD;
            case "private" -> Mode.PRIVATE;
            case "host" -> Mode.HOST;
            default -> throw Failure.unsupported("not supported");
        };
    }

    /// Every container's IPC can be shared, so `shareable` is as private as `private`.
    private static Place ipc(String text) {
        return text.equals("shareable") ? new Place(Mode.PRIVATE, Optional.empty()) : place(text);
    }
}
