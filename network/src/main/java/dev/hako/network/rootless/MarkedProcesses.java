package dev.hako.network.rootless;

import dev.hako.kernel.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds the processes that connect boxes, by their arguments: `/proc/PID/cmdline` is readable even
/// of a process that hides everything else.
final class MarkedProcesses {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,9}");
    private static final Pattern END = Pattern.compile("\0");
    private static final Set<String> OPTIONS = Set.of(Pasta.MARK_OPTION, Slirp4netns.MARK_OPTION);
    private static final Set<String> PROGRAMS = Set.of(Pasta.NAME, Slirp4netns.NAME);

    private MarkedProcesses() {}

    /// Those whose marks are directly in a folder.
    static List<Uplink> below(Path folder) {
        return all(mark -> folder.equals(mark.getParent()));
    }

    /// Those with this mark.
    static List<Uplink> with(Path mark) {
        return all(mark::equals);
    }

    private static List<Uplink> all(Predicate<Path> wanted) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .map(process -> process.getFileName().toString())
                    .filter(name -> NUMBER.matcher(name).matches())
                    .flatMap(name -> uplink(Integer.parseInt(name)).stream())
                    .filter(uplink -> wanted.test(uplink.mark()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A number may pass to another process between two looks: then its start differs.
    private static Optional<Uplink> uplink(int pid) {
        return ProcessIdentity.find(pid)
                .flatMap(process ->
                        mark(arguments(pid))
                                .filter(_ -> process.exists())
                                .map(mark -> new Uplink(process, mark)));
    }

    static Optional<Path> mark(List<String> arguments) {
        if (arguments.isEmpty() || !PROGRAMS.contains(name(arguments.getFirst()))) {
            return Optional.empty();
        }
        for (int i = 1; i + 1 < arguments.size(); i++) {
            if (OPTIONS.contains(arguments.get(i)) && arguments.get(i + 1).startsWith("/")) {
                return Optional.of(Path.of(arguments.get(i + 1)));
            }
        }
        return Optional.empty();
    }

    private static String name(String program) {
        return program.substring(program.lastIndexOf('/') + 1);
    }

    private static List<String> arguments(int pid) {
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
            return List.of(END.split(new String(line, StandardCharsets.UTF_8)));
        } catch (IOException gone) {
            return List.of();
        }
    }
}
