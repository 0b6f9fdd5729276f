package dev.hako.app.value;

import dev.hako.engine.config.MountRequest;
import dev.hako.engine.config.MountRequest.VolumeUse;
import dev.hako.engine.config.StorageOptions.VolumesFrom;
import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What `--volume`, `--mount`, `--tmpfs` and `--volumes-from` ask for. Sources are as the user
/// wrote them: they may be relative to a directory that only the caller knows.
public final class Mounts {
    private static final Set<String> PROPAGATION =
            Set.of("shared", "rshared", "slave", "rslave", "private", "rprivate");
    private static final String LOCAL = "local";

    private Mounts() {}

    /// `[SOURCE:]TARGET[:OPTIONS]`, Docker's `-v`: a source that begins with `/` or `.` is a
    /// directory of the host, any other the name of a volume, and none a volume of its own.
    public static MountRequest volume(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length == 1) {
            return new MountRequest.Volume("", target(text), use(true, List.of(), ""));
        }
        if (parts.length > 3 || parts[0].isEmpty()) {
            throw Failure.invalid("must be [SOURCE:]TARGET[:OPTIONS]");
        }
        String target = target(parts[1]);
        List<String> words = parts.length == 3 ? List.of(parts[2].split(",", -1)) : List.of();
        if (parts[0].startsWith("/") || parts[0].startsWith(".")) {
            return new MountRequest.Bind(parts[0], target, bindOptions(words), true);
        }
        requireVolumeOptions(words);
        String mode = parts.length == 3 ? parts[2] : "";
        return new MountRequest.Volume(parts[0], target, use(false, words, mode));
    }

    private static VolumeUse use(boolean anonymous, List<String> words, String mode) {
        return new VolumeUse(
                anonymous,
                words.contains("ro"),
                !words.contains("nocopy"),
                mode,
                Optional.empty(),
                Map.of(),
                Map.of());
    }

    private static void requireVolumeOptions(List<String> words) {
        for (String option : words) {
            switch (option) {
                case "rw", "ro", "nocopy", "z", "Z", "consistent", "cached", "delegated" -> {}
                default ->
                        throw Failure.invalid(
                                PROPAGATION.contains(option)
                                        ? "\"" + option + "\" is for directories of the host"
                                        : "unknown option \"" + option + "\"");
            }
        }
    }

    private static List<String> bindOptions(List<String> words) {
        List<String> options = new ArrayList<>();
        for (String option : words) {
            switch (option) {
                // The default; on the others Linux has nothing to do: they speed up virtual
                // machines
                // or copy into volumes. SELinux labels (z, Z) mean nothing without SELinux.
                case "rw", "consistent", "cached", "delegated", "nocopy", "z", "Z" -> {}
                case "ro" -> options.add(option);
                default -> options.add(onlyPropagation(option, options));
            }
        }
        return options;
    }

    private static String onlyPropagation(String option, List<String> earlier) {
        if (!PROPAGATION.contains(option)) {
            throw Failure.invalid("unknown option \"" + option + "\"");
        }
        if (earlier.stream().anyMatch(PROPAGATION::contains)) {
            throw Failure.invalid("\"" + option + "\" contradicts an option before it");
        }
        return option;
    }

    /// `CONTAINER[:OPTIONS]`, Docker's `--volumes-from`.
    public static VolumesFrom volumesFrom(String text) {
        int colon = text.lastIndexOf(':');
        String container = colon < 0 ? text : text.substring(0, colon);
        boolean readOnly = false;
        for (String word : colon < 0 ? List.<String>of() : csv(text.substring(colon + 1))) {
            switch (word) {
                case "ro" -> readOnly = true;
                case "rw", "z", "Z" -> {}
                default -> throw Failure.invalid("unknown option \"" + word + "\"");
            }
        }
        if (container.isEmpty()) {
            throw Failure.invalid("must be CONTAINER[:ro]");
        }
        return new VolumesFrom(container, readOnly);
    }

    private static List<String> csv(String text) {
        return List.of(text.split(",", -1));
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
            case "volume" -> volume(fields);
            case "image" -> image(fields);
            default ->
                    throw Failure.invalid("unknown type \"" + fields.type() + "\"")
                            .hint("the types are bind, image, tmpfs and volume");
        };
    }

    private static MountRequest volume(MountFields fields) {
        fields.refuseOthers(
                "source",
                "target",
                "readonly",
                "consistency",
                "volume-driver",
                "volume-label",
                "volume-nocopy",
                "volume-opt",
                "volume-subpath");
        fields.value("volume-driver").ifPresent(Mounts::requireLocal);
        String source = fields.value("source").orElse("");
        VolumeUse use =
                new VolumeUse(
                        source.isEmpty(),
                        fields.flag("readonly"),
                        !fields.flag("volume-nocopy"),
                        "",
                        fields.value("volume-subpath").map(path -> subpath(path, "volume")),
                        pairs(fields.values("volume-label")),
                        pairs(fields.values("volume-opt")));
        return new MountRequest.Volume(source, target(fields.target()), use);
    }

    /// Docker's fields for images; none of them makes an image writable.
    private static MountRequest image(MountFields fields) {
        fields.refuseOthers("source", "target", "readonly", "consistency", "image-subpath");
        if (fields.value("readonly").isPresent() && !fields.flag("readonly")) {
            throw Failure.unsupported("an image cannot be mounted writable")
                    .hint("copy what is to be changed into a volume");
        }
        String source =
                fields.value("source")
                        .filter(name -> !name.isEmpty())
                        .orElseThrow(() -> Failure.invalid("an image mount needs a source"));
        return new MountRequest.ImageFiles(
                source,
                Optional.empty(),
                target(fields.target()),
                fields.value("image-subpath").map(path -> subpath(path, "image")));
    }

    /// Refuses drivers of volumes that there are not.
    public static String requireLocal(String driver) {
        if (!driver.equals(LOCAL) && !driver.isEmpty()) {
            throw Failure.unsupported("no such volume driver \"" + driver + "\"")
                    .hint("the only one is local");
        }
        return LOCAL;
    }

    private static String subpath(String path, String of) {
        if (path.startsWith("/") || List.of(path.split("/", -1)).contains("..")) {
            throw Failure.invalid("the subpath \"" + path + "\" is not a path inside the " + of);
        }
        return path;
    }

    private static Map<String, String> pairs(List<String> texts) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : texts) {
            KeyValue pair = KeyValue.parse(text);
            pairs.put(pair.key(), pair.value());
        }
        return pairs;
    }

    private static MountRequest bind(MountFields fields) {
        fields.refuseOthers(
                "source", "target", "readonly", "propagation", "recursive", "consistency");
        List<String> options = new ArrayList<>();
        if (fields.flag("readonly")) {
            options.add("ro");
        }
        fields.value("propagation").ifPresent(option -> options.add(propagation(option)));
        fields.value("recursive").ifPresent(word -> options.addAll(recursion(word, options)));
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

    /// What becomes of mounts below the source: they come along, and are read-only with it where
    /// the kernel can do that; `writable` leaves them writable, and `readonly` insists.
    private static List<String> recursion(String word, List<String> options) {
        return switch (word) {
            case "enabled" -> List.of();
            case "disabled" -> List.of(MountRequest.NON_RECURSIVE);
            case "writable" -> {
                requireOption("bind-recursive=writable", "readonly", options.contains("ro"));
                yield List.of(MountRequest.READ_ONLY_AT_TOP);
            }
            case "readonly" -> {
                String what = "bind-recursive=readonly";
                requireOption(what, "readonly", options.contains("ro"));
                requireOption(what, "bind-propagation=rprivate", options.contains("rprivate"));
                yield List.of("rro");
            }
            default ->
                    throw Failure.invalid("unknown recursion \"" + word + "\"")
                            .hint("there are enabled, disabled, writable and readonly");
        };
    }

    private static void requireOption(String option, String needed, boolean given) {
        if (!given) {
            throw Failure.invalid("\"" + option + "\" needs \"" + needed + "\"");
        }
    }

    private static List<String> tmpfsOptions(MountFields fields) {
        fields.refuseOthers("target", "readonly", "tmpfs-size", "tmpfs-mode", "consistency");
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
