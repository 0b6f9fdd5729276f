package dev.hako.compare.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Which processes work for an engine of others, told by what anybody may see of them (proc(5)):
/// who listens at its socket, and who has the id of a container in its command line or in the name
/// of its control group. Root sees all.
public final class Owned {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENS = "00010000";
    private static final int FLAGS = 3;
    private static final int INODE = 6;
    private static final int PATH = 7;

    private Owned() {}

    /// Processes with one of these ids: a container's own, and what watches over it.
    public static Set<Long> marked(Collection<String> ids) {
        return those(process -> {
            String text = text(process.resolve("cmdline")) + text(process.resolve("cgroup"));
            return ids.stream().anyMatch(text::contains);
        });
    }

    /// Who listens at a socket, and all that it has started and that has not left it.
    public static Set<Long> serving(Path socket) {
        Set<String> inodes = inodes(socket);
        Set<Long> servers =
                inodes.isEmpty() ? Set.of() : those(process -> hasOpen(process, inodes));
        Set<Long> all = new LinkedHashSet<>(servers);
        for (long server : servers) {
            ProcessHandle.of(server)
                    .ifPresent(handle ->
                            handle.descendants().map(ProcessHandle::pid).forEach(all::add));
        }
        return all;
    }

    private static Set<Long> those(Predicate<Path> wanted) {
        Set<Long> found = new LinkedHashSet<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (wanted.test(process)) {
                    found.add(Long.parseLong(process.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /// Sockets are listed by network, though their names are files.
    private static Set<String> inodes(Path socket) {
        Map<String, Path> networks = new HashMap<>();
        var _ =
                those(process -> {
                    networks.putIfAbsent(link(process.resolve("ns/net")), process);
                    return false;
                });
        Set<String> inodes = new LinkedHashSet<>();
        for (Path process : networks.values()) {
            for (String line : text(process.resolve("net/unix")).lines().toList()) {
                List<String> words = List.of(line.split(" +"));
                if (words.size() > PATH
                        && words.get(FLAGS).equals(LISTENS)
                        && words.get(PATH).equals(socket.toString())) {
                    inodes.add("socket:[" + words.get(INODE) + "]");
                }
            }
        }
        return inodes;
    }

    private static boolean hasOpen(Path process, Set<String> files) {
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            return descriptors.anyMatch(each -> files.contains(link(each)));
        } catch (IOException | UncheckedIOException e) {
            return false; // It has gone, or is not ours to look into.
        }
    }

    private static String link(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
