package dev.hako.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The TCP ports that are listened on in a process's network namespace, from `/proc/PID/net/tcp`
/// and `tcp6` (proc(5)).
final class TcpListeners {
    private static final String LISTEN = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int HEXADECIMAL = 16;

    private TcpListeners() {}

    /// Empty if the process is gone.
    static Set<Integer> of(int pid) {
        Set<Integer> ports = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/net/" + table))) {
                lines.skip(1).forEach(line -> add(line, ports));
            } catch (IOException processOrFamilyMissing) {
                // Nothing listens there.
            }
        }
        return ports;
    }

    /// A line is `0: 0100007F:18EB 00000000:0000 0A …`.
    static void add(String line, Set<Integer> ports) {
        String[] fields = line.strip().split(" +", -1);
        if (fields.length > STATE && fields[STATE].equals(LISTEN)) {
            String local = fields[LOCAL_ADDRESS];
            ports.add(Integer.parseInt(local.substring(local.indexOf(':') + 1), HEXADECIMAL));
        }
    }
}
