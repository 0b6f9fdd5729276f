package dev.hako.kernel.cgroup;

import java.util.Optional;
import java.util.OptionalLong;

/// The tasks of a group and those below it: processes and threads alike.
///
/// @param limit how many there may be, if there is a limit
public record PidsStats(long current, OptionalLong limit) {

    /// Those of a group, unless tasks are not counted there. Both versions have the same files.
    public static Optional<PidsStats> of(Cgroup group) {
        return group.find("pids.current")
                .map(current -> parse(current, group.find("pids.max").orElse("max")));
    }

    static PidsStats parse(String current, String limit) {
        return new PidsStats(
                KeyedText.parseNumber(current).orElse(0), KeyedText.parseNumber(limit));
    }
}
