package dev.hako.kernel;

import java.util.HashMap;
import java.util.Map;

/// The five capability sets of a thread, as `/proc/PID/status` shows them.
public record ProcessCapabilities(
        CapabilitySet inheritable,
        CapabilitySet permitted,
        CapabilitySet effective,
        CapabilitySet bounding,
        CapabilitySet ambient) {

    /// Those of the calling thread.
    public static ProcessCapabilities current() {
        return parse(ProcFile.read("/proc/thread-self/status"));
    }

    /// Those of a process's first thread.
    ///
    /// @throws KernelException `ENOENT` if there is none
    public static ProcessCapabilities of(int pid) {
        return parse(ProcFile.read("/proc/" + pid + "/status"));
    }

    /// Reads the file `status`.
    public static ProcessCapabilities parse(String status) {
        Map<String, CapabilitySet> sets = new HashMap<>();
        status.lines()
                .filter(line -> line.startsWith("Cap"))
                .forEach(line ->
                        sets.put(line.substring(0, 6), CapabilitySet.parseHex(line.substring(7))));
        return new ProcessCapabilities(
                sets.getOrDefault("CapInh", CapabilitySet.NONE),
                sets.getOrDefault("CapPrm", CapabilitySet.NONE),
                sets.getOrDefault("CapEff", CapabilitySet.NONE),
                sets.getOrDefault("CapBnd", CapabilitySet.NONE),
                sets.getOrDefault("CapAmb", CapabilitySet.NONE));
    }
}
