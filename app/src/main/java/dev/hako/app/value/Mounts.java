package dev.hako.app.value;

import dev.hako.engine.config.MountRequest;
import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What `--volume`, `--mount` and `--tmpfs` ask for. Sources are as the user wrote them: they may
/// be relative to a directory that only the caller knows.
public final class Mounts {
    private static final Set<String> PROPAGATION =
            Set.of("shared", "rshared", "slave", "rslave", "private", "rprivate");
    private static final String NO_VOLUMES = "volumes are not supported yet";
    private static final String BIND_INSTEAD =
            "give the absolute path of a host directory as the source";

    private Mounts() {}

    /// `SOURCE:TARGET[:OPTIONS]`, Docker's `-v`.
    public static MountRequest volume(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length == 1) {
            throw Failure.unsupported(NO_VOLUMES).hint(BIND_INSTEAD);
        }
        if (parts.length > 3 || parts[0].isEmpty()) {
            throw Failure.invalid("must be SOURCE:TARGET[:OPTIONS]");
        }
        if (!parts[0].startsWith("/") && !parts[0].startsWith(".")) {
            throw Failure.unsupported(
                            "\"" + parts[0] + "\" is the name of a volume, and " + NO_VOLUMES)
                    .hint(BIND_INSTEAD);
        }
        List<String> options = parts.length == 3 ? volumeOptions(parts[2]) : List.of();
        return new MountRequest.Bind(parts[0], target(parts[1]), options, true);
    }

    private static List<String> volumeOptions(String text) {
        List<String> options = new ArrayList<>();
        for (String option : text.split(",", -1)) {
            switch (option) {
                // The default; on the others Linux has nothing to do: they speed up virtual
                // machines
                // or copy into volumes. SELinux labels (z, Z) mean nothing without SELinux.
                case "rw", "consistent", "cached", "delegated", "nocopy", "z", "Z" -> {}
                case "ro" -> options.add(option);
                default -> {
                    if (!PROPAGATION.contains(option)) {
                        throw Failure.invalid("unknown option \"" + option + "\"");
                    }
                    options.add(option);
                }
            }
        }
        return options;
    }

    /// `TARGET[:OPTIONS]`, Docker's `--tmpfs`.
    public static MountRequest tmpfs(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new MountRequest.Tmpfs(target(text), List.of())
                : new MountRequest.Tmpfs(
                        target(text.substring(0, colon)),
                        List.of(text.substring(colon + 1).split(",")));
    }

    /// `type=TYPE,KEY=VALUE,…`, Docker's `--mount`.
    public static MountRequest mount(String text) {
        MountFields fields = MountFields.parse(text);
        return switch (fields.type()) {
            case "bind" -> bind(fields);
            case "tmpfs" -> new MountRequest.Tmpfs(target(fields.target()), tmpfsOptions(fields));
            case "volume" ->
                    throw Failure.unsupported(NO_VOLUMES)
                            .hint("use type=bind with the absolute path of a host directory");
            default ->
                    throw Failure.invalid("unknown type \"" + fields.type() + "\"")
                            .hint("the types are bind and tmpfs");
        };
    }

    private static MountRequest bind(MountFields fields) {
        fields.refuseOthers(
                "source", "target", "readonly", "propagation", "recursive", "consistency");
        List<String> options = new ArrayList<>();
        if (fields.flag("readonly")) {
            options.add("ro");
        }
        fields.value("propagation").ifPresent(option -> options.add(propagation(option)));
        fields.value("recursive").ifPresent(Mounts::requireRecursive);
        String source =
                fields.value("source")
                        .orElseThrow(() -> Failure.invalid("a bind mount needs a source"));
        return new MountRequest.Bind(source, target(fields.target()), options, false);
    }

    private static String propagation(String option) {
        if (!PROPAGATION.contains(option)) {
            throw Failure.invalid("unknown propagation \"" + option + "\"");
        }
        return option;
    }

    /// Linux's own way, and Docker's default: mounts below the source come along.
    private static void requireRecursive(String word) {
        if (!word.equals("enabled")) {
            throw Failure.unsupported(
                    "a bind mount is recursive; \"" + word + "\" is not supported");
        }
    }

    private static List<String> tmpfsOptions(MountFields fields) {
        fields.refuseOthers("target", "readonly", "tmpfs-size", "tmpfs-mode");
        List<String> options = new ArrayList<>();
        if (fields.flag("readonly")) {
            options.add("ro");
        }
        fields.value("tmpfs-size").ifPresent(size -> options.add("size=" + Size.parse(size)));
        fields.value("tmpfs-mode").ifPresent(mode -> options.add("mode=" + octal(mode)));
        return options;
    }

    private static String octal(String mode) {
        if (!mode.matches("[0-7]{1,5}")) {
            throw Failure.invalid("the mode \"" + mode + "\" is not octal");
        }
        return mode;
    }

    private static String target(String path) {
        if (!path.startsWith("/")) {
            throw Failure.invalid("the target \"" + path + "\" is not absolute");
        }
        if (path.matches("/+")) {
            throw Failure.invalid("the target cannot be /");
        }
        return path;
    }
}
