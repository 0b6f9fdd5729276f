package dev.hako.app.container;

import dev.hako.app.cli.Option;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.KeyValue;
import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NamespaceOptions.Mode;
import dev.hako.failure.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the program shares with the host.
final class NamespaceFlags {
    private static final Option<Mode> PID =
            Option.of("--pid", "MODE", NamespaceFlags::mode, "Process ids: private or host")
                    .offering("private", "host");
    private static final Option<Mode> IPC =
            Option.of(
                            "--ipc",
                            "MODE",
                            NamespaceFlags::ipc,
                            "System V and POSIX IPC: private or host")
                    .offering("private", "shareable", "host");
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
    private static final Option<String> NETWORK =
            Option.of("--network, --net", "MODE", NamespaceFlags::network, "Network: none or host")
                    .offering("none", "host");
    private static final Option<KeyValue> SYSCTL =
            Option.of(
                    "--sysctl",
                    "NAME=VALUE",
                    KeyValue::parseBoth,
                    "Kernel setting of the container's namespaces");

    static final List<Option<?>> ALL = List.of(PID, IPC, UTS, CGROUPNS, USERNS, NETWORK, SYSCTL);

    private NamespaceFlags() {}

    static NamespaceOptions read(ParsedLine line) {
        Map<String, String> sysctls = new LinkedHashMap<>();
        line.values(SYSCTL).forEach(pair -> sysctls.put(pair.key(), pair.value()));
        return new NamespaceOptions(
                line.value(PID).orElse(Mode.STANDARD),
                line.value(IPC).orElse(Mode.STANDARD),
                line.value(UTS).orElse(Mode.STANDARD),
                line.value(CGROUPNS).orElse(Mode.STANDARD),
                line.value(USERNS).orElse(Mode.STANDARD),
                line.value(NETWORK),
                sysctls);
    }

    private static Mode mode(String text) {
        return switch (text) {
            case "" -> Mode.STANDARD;
            case "private" -> Mode.PRIVATE;
            case "host" -> Mode.HOST;
            default -> throw unsupported(text);
        };
    }

    /// Nobody can share another container's IPC yet, so `shareable` is as private as `private`.
    private static Mode ipc(String text) {
        return text.equals("shareable") ? Mode.PRIVATE : mode(text);
    }

    private static String network(String text) {
        if (!text.equals("none") && !text.equals("host")) {
            throw unsupported(text).hint("use none or host");
        }
        return text;
    }

    private static Failure unsupported(String text) {
        return text.startsWith("container:")
                ? Failure.unsupported("sharing with another container is not supported yet")
                : Failure.unsupported("not supported");
    }
}
