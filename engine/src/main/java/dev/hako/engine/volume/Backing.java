package dev.hako.engine.volume;

import dev.hako.engine.config.Printable;
import dev.hako.failure.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where a volume's files are, as the options of Docker's driver `local` say it.
public sealed interface Backing {
    /// In the engine's own directory.
    record Own() implements Backing {}

    /// In a directory of the host (`type=none`, `o=bind`).
    ///
    /// @param device its absolute path
    record Bind(String device) implements Backing {}

    /// On a file system of its own, which is mounted while containers use it.
    ///
    /// @param options as in fstab(5), parted by commas
    record FileSystem(String type, String device, String options) implements Backing {}

    Set<String> KNOWN = Set.of("type", "device", "o");
    Set<String> NO_TYPE = Set.of("none", "bind", "");

    /// What a driver's options ask for.
    ///
    /// @throws Failure `INVALID` naming the option that is unknown or missing
    static Backing of(Map<String, String> options) {
        for (String option : options.keySet()) {
            if (!KNOWN.contains(option)) {
                throw Failure.invalid("unknown volume option \"" + Printable.of(option) + "\"")
                        .hint("the driver \"local\" has type, device and o");
            }
        }
        if (options.isEmpty()) {
            return new Own();
        }
        String type = required(options, "type");
        String device = required(options, "device");
        String mountOptions = options.getOrDefault("o", "");
        return NO_TYPE.contains(type)
                ? bind(device, List.of(mountOptions.split(",", -1)))
                : new FileSystem(type, device, mountOptions);
    }

    private static String required(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw Failure.invalid("the volume option \"" + name + "\" is missing")
                    .hint("give type, device and o together");
        }
        return value;
    }

    private static Bind bind(String device, List<String> words) {
        List<String> unknown =
                words.stream().filter(word -> !List.of("bind", "rbind").contains(word)).toList();
        if (!unknown.isEmpty() || !device.startsWith("/")) {
            throw Failure.invalid(
                            "a volume of type none is a directory of the host: o=bind with an"
                                    + " absolute device")
                    .hint("what a container may do with it, its own -v says: NAME:TARGET:ro");
        }
        return new Bind(device);
    }

    /// The options in their parts.
    static List<String> words(String options) {
        return Arrays.stream(options.split(",", -1)).filter(word -> !word.isEmpty()).toList();
    }
}
