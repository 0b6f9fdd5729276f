package dev.hako.compare.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What figures depend on besides those who compete.
public final class HostFacts {
    private HostFacts() {}

    /// Of this machine.
    public static Map<String, String> read() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("kernel", System.getProperty("os.version", ""));
        facts.put("architecture", System.getProperty("os.arch", ""));
        facts.put("system", field(Path.of("/etc/os-release"), "PRETTY_NAME=").replace("\"", ""));
        facts.put("processor", field(Path.of("/proc/cpuinfo"), "model name\t: "));
        facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        facts.put("memory", field(Path.of("/proc/meminfo"), "MemTotal:").strip());
        facts.put(
                "hypervisor",
                lines(Path.of("/proc/cpuinfo")).stream()
                                .anyMatch(line ->
                                        line.startsWith("flags") && line.contains(" hypervisor"))
                        ? "yes"
                        : "no");
        facts.put("user", System.getProperty("user.name", ""));
        return facts;
    }

    private static String field(Path file, String head) {
        return lines(file).stream()
                .filter(line -> line.startsWith(head))
                .map(line -> line.substring(head.length()))
                .findFirst()
                .orElse("");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
