package dev.hako.compare.subject;

import dev.hako.compare.oci.Bundle;
import java.util.List;
import java.util.Optional;

/// Something that can be done with a container that runs, in the order in which it is tried.
public enum Deed {
    EXEC("runs another program in a container"),
    PROCESSES("lists its processes"),
    STATISTICS("tells what it uses"),
    LIMITS("gives it other limits"),
    PAUSE("pauses it"),
    RESUME("lets it go on"),
    CHANGES("lists what it has written");

    static final int PIDS = 64;

    private final String title;

    Deed(String title) {
        this.title = title;
    }

    /// What a runtime does that can.
    public String title() {
        return title;
    }

    /// By OCI's command line and what runc has added to it. Nothing where there is no such verb.
    Optional<List<String>> ociWords(String id) {
        return switch (this) {
            case EXEC -> Optional.of(List.of("exec", id, Bundle.PROBE, "true"));
            case PROCESSES -> Optional.of(List.of("ps", id));
            case STATISTICS -> Optional.of(List.of("events", "--stats", id));
            case LIMITS -> Optional.of(limits(id));
            case PAUSE -> Optional.of(List.of("pause", id));
            case RESUME -> Optional.of(List.of("resume", id));
            case CHANGES -> Optional.empty();
        };
    }

    /// By a command line as Docker's.
    List<String> words(String name) {
        return switch (this) {
            case EXEC -> List.of("exec", name, Bundle.PROBE, "true");
            case PROCESSES -> List.of("top", name);
            case STATISTICS -> List.of("stats", "--no-stream", name);
            case LIMITS -> limits(name);
            case PAUSE -> List.of("pause", name);
            case RESUME -> List.of("unpause", name);
            case CHANGES -> List.of("diff", name);
        };
    }

    private static List<String> limits(String id) {
        return List.of("update", "--pids-limit", String.valueOf(PIDS), id);
    }
}
