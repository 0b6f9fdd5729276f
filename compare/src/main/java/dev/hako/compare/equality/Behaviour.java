package dev.hako.compare.equality;

import dev.hako.compare.walls.Walls;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a command has done in one isolation.
///
/// @param name the isolation, and whether it was the second time there
/// @param isolation its name alone
/// @param status the exit code; nothing if it could not be run
/// @param trouble why it could not be run, or its files could not be looked at; empty if all went
///   well
/// @param output what it has printed
/// @param error what it has printed to its error stream
/// @param files what it has written: `A`, `C` or `D` and the path; and what is there now
/// @param walls what of system calls is refused there, tried by another program in the same image;
///   nothing where that could not be run
public record Behaviour(
        String name,
        String isolation,
        Optional<Integer> status,
        String trouble,
        Captured output,
        Captured error,
        SortedMap<String, String> files,
        Optional<Walls> walls) {
    private static final Captured NOTHING = new Captured(0, "", "");

    public Behaviour {
        files = new TreeMap<>(files);
    }

    /// One that never was.
    static Behaviour none(String name, String isolation, String trouble) {
        return new Behaviour(
                name,
                isolation,
                Optional.empty(),
                trouble,
                NOTHING,
                NOTHING,
                new TreeMap<>(),
                Optional.empty());
    }

    /// The same with what is refused there.
    Behaviour with(Optional<Walls> found) {
        return new Behaviour(name, isolation, status, trouble, output, error, files, found);
    }

    /// In a line, for people.
    String summary() {
        if (status.isEmpty()) {
            return "not run: " + trouble;
        }
        String told =
                "exit code %d, %d bytes of output, %d of errors, %d files written"
                        .formatted(status.get(), output.bytes(), error.bytes(), files.size());
        String refused =
                walls.map(w -> ", %d calls refused".formatted(w.refused().size())).orElse("");
        return told + refused + (trouble.isEmpty() ? "" : "; " + trouble);
    }
}
