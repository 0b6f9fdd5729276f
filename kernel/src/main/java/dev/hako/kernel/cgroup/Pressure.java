package dev.hako.kernel.cgroup;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How much of the time the tasks of a group, and those below it, had to wait for something:
/// pressure stall information, as in `/proc/pressure`.
///
/// @param some of the tasks waited
/// @param full all of them waited
public record Pressure(Stall some, Stall full) {
    /// Parts of the time, in per cent, and the time since the group was made.
    ///
    /// @param avg10 of the last ten seconds
    /// @param avg60 of the last minute
    /// @param avg300 of the last five
    public record Stall(double avg10, double avg60, double avg300, long totalMicros) {
        static final Stall NONE = new Stall(0, 0, 0, 0);
    }

    /// What is waited for.
    public enum Resource {
        CPU("cpu.pressure"),
        MEMORY("memory.pressure"),
        IO("io.pressure");

        private final String file;

        Resource(String file) {
            this.file = file;
        }
    }

    /// That of a group; nothing where the kernel does not count it, as in version 1.
    public static Optional<Pressure> of(Cgroup group, Resource resource) {
        return group.hierarchy().version() == Hierarchy.Version.V2
                ? group.find(resource.file).map(Pressure::parse)
                : Optional.empty();
    }

    /// Two lines, as in `some avg10=0.00 avg60=0.00 avg300=0.00 total=0`.
    static Pressure parse(String text) {
        Stall some = Stall.NONE;
        Stall full = Stall.NONE;
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("some ")) {
                some = stall(line);
            } else if (line.startsWith("full ")) {
                full = stall(line);
            }
        }
        return new Pressure(some, full);
    }

    private static Stall stall(String line) {
        Map<String, String> values = new HashMap<>();
        for (String word : line.split(" ", -1)) {
            String[] parts = word.split("=", 2);
            if (parts.length == 2) {
                values.put(parts[0], parts[1]);
            }
        }
        return new Stall(
                part(values, "avg10"),
                part(values, "avg60"),
                part(values, "avg300"),
                KeyedText.parseNumber(values.getOrDefault("total", "")).orElse(0));
    }

    private static double part(Map<String, String> values, String name) {
        try {
            return Double.parseDouble(values.getOrDefault(name, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
