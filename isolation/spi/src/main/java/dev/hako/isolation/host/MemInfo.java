package dev.hako.isolation.host;

import java.util.List;

/// `/proc/meminfo` (proc_meminfo(5)).
final class MemInfo {
    private static final String TOTAL = "MemTotal:";
    private static final long KIBI = 1024;

    private MemInfo() {}

    /// The machine's memory; 0 if it does not say.
    static long totalBytes(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith(TOTAL) && line.endsWith(" kB")) {
                String number = line.substring(TOTAL.length(), line.length() - " kB".length());
                return Long.parseLong(number.strip()) * KIBI;
            }
        }
        return 0;
    }
}
