package dev.hako.isolation.monitor.diagnosis;

import dev.hako.oci.runtime.Process;
import java.util.ArrayList;
import java.util.List;

/// Where a program is looked for: execvp(3), with the container's own `PATH`.
public final class Candidates {
    private static final String STANDARD_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Candidates() {}

    /// Absolute paths in the container, in the order in which they are tried; at least one.
    public static List<String> of(Process process) {
        String name = process.args().getFirst();
        if (name.indexOf('/') >= 0) {
            return List.of(absolute(process.cwd(), name));
        }
        var candidates = new ArrayList<String>();
        String path = path(process.env());
        for (int start = 0; start <= path.length(); ) {
            int colon = path.indexOf(':', start);
            int end = colon < 0 ? path.length() : colon;
            String directory = path.substring(start, end);
            candidates.add(join(absolute(process.cwd(), directory), name));
            start = end + 1;
        }
        return candidates;
    }

    private static String path(List<String> environment) {
        for (String entry : environment) {
            if (entry.startsWith("PATH=")) {
                return entry.substring("PATH=".length());
            }
        }
        return STANDARD_PATH;
    }

    private static String absolute(String cwd, String path) {
        return path.startsWith("/") ? path : join(cwd, path);
    }

    private static String join(String directory, String name) {
        return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }
}
