package dev.hako.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A part of a process's address space, as `/proc/PID/smaps` shows it: proc_pid_smaps(5).
///
/// @param start its first address
/// @param length in bytes
/// @param writable whether it may be written now
/// @param file whose pages it shows; empty for memory of no file
/// @param anonymousKib KiB of it that belong to the process alone: written once, they are nowhere
///   else
record MemoryMapping(
        long start, long length, boolean writable, Optional<String> file, long anonymousKib) {
    private static final String ANONYMOUS = "Anonymous:";
    private static final int FIELDS = 6;

    /// Reads all mappings of a process. Lines that say anything else are passed over.
    static List<MemoryMapping> parse(String smaps) {
        List<MemoryMapping> mappings = new ArrayList<>();
        for (String line : smaps.lines().toList()) {
            if (isHeader(line)) {
                mappings.add(header(line));
            } else if (!mappings.isEmpty() && line.startsWith(ANONYMOUS)) {
                mappings.add(mappings.removeLast().with(kib(line)));
            }
        }
        return mappings;
    }

    /// `start-end perms offset dev inode path`; the other lines begin with a word and a colon.
    private static boolean isHeader(String line) {
        int space = line.indexOf(' ');
        return space > 0 && line.lastIndexOf('-', space) > 0 && line.charAt(space - 1) != ':';
    }

    private static MemoryMapping header(String line) {
        String[] fields = line.split(" +", FIELDS);
        int dash = fields[0].indexOf('-');
        long start = Long.parseUnsignedLong(fields[0], 0, dash, 16);
        long end = Long.parseUnsignedLong(fields[0], dash + 1, fields[0].length(), 16);
        String path = fields.length == FIELDS ? fields[FIELDS - 1] : "";
        Optional<String> file = path.startsWith("/") ? Optional.of(path) : Optional.empty();
        return new MemoryMapping(start, end - start, fields[1].contains("w"), file, 0);
    }

    private static long kib(String line) {
        return Long.parseLong(line.substring(ANONYMOUS.length()).replace("kB", "").strip());
    }

    private MemoryMapping with(long kib) {
        return new MemoryMapping(start, length, writable, file, kib);
    }

    /// Whether all that is in it can be had from its file again.
    boolean isOnlyRead() {
        return !writable && file.isPresent() && anonymousKib == 0;
    }
}
