package dev.hako.compare;

import dev.hako.compare.measure.Group;
import dev.hako.compare.subject.HakoPlace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What a comparison is asked for.
///
/// @param runtimes names of those who are to compete; empty for all that are there
/// @param groups what to measure
/// @param quick at the price of wider intervals
/// @param within how long all of it may take
/// @param hako where Hako is
/// @param cri sockets of runtimes that serve kubelets, besides the usual ones
/// @param docker sockets of engines with Docker's API, besides the usual ones
public record Wish(
        Set<String> runtimes,
        Set<Group> groups,
        boolean quick,
        Duration within,
        HakoPlace hako,
        List<Path> cri,
        List<Path> docker) {
    public Wish {
        runtimes = Set.copyOf(runtimes);
        groups = Set.copyOf(groups);
        cri = List.copyOf(cri);
        docker = List.copyOf(docker);
    }

    boolean wants(String runtime) {
        return runtimes.isEmpty() || runtimes.contains(runtime);
    }
}
