package dev.hako.image;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The part of the image `host` that is not programs: a small directory tree, made once.
final class HostSkeleton {
    private static final String MODE = "unix:mode";

    /// Empty directories and their modes.
    private static final Map<String, Integer> DIRECTORIES =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("dev", 0755),
                            Map.entry("etc", 0755),
                            Map.entry("home", 0755),
                            Map.entry("mnt", 0755),
                            Map.entry("proc", 0755),
                            Map.entry("root", 0700),
                            Map.entry("run", 0755),
                            Map.entry("srv", 0755),
                            Map.entry("sys", 0755),
                            Map.entry("tmp", 01777),
                            Map.entry("var", 0755),
                            Map.entry("var/cache", 0755),
                            Map.entry("var/lib", 0755),
                            Map.entry("var/log", 0755),
                            Map.entry("var/tmp", 01777)));

    /// Empty files over which each container has its own mounted. If they were not there, each
    /// would have to make them, and with them a layer's `etc`.
    private static final List<String> PLACES =
            List.of("etc/hostname", "etc/hosts", "etc/resolv.conf");

    private final Path root;
    private final HostEtc etc;

    HostSkeleton(Path root, HostEtc etc) {
        this.root = root;
        this.etc = etc;
    }

    /// Makes the skeleton under a name of its own and renames it, so that it is whole when seen.
    ///
    /// @param parent where skeletons are kept
    /// @param name of this one; if it is already there, it is taken as it is
    /// @param programs top directories that are shown as they are, and only need a place
    Path makeIn(Path parent, String name, Pattern programs) throws IOException {
        Path skeleton = parent.resolve(name);
        if (Files.isDirectory(skeleton)) {
            return skeleton;
        }
        Files.createDirectories(parent);
        Path temporary = Files.createTempDirectory(parent, ".making");
        Files.setAttribute(temporary, MODE, 0755);
        fill(temporary, programs);
        try {
            Files.move(temporary, skeleton, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException _) {
            deleteTree(temporary);
        }
        return skeleton;
    }

    private void fill(Path skeleton, Pattern programs) throws IOException {
        for (Map.Entry<String, Integer> directory : DIRECTORIES.entrySet()) {
            Path made = Files.createDirectory(skeleton.resolve(directory.getKey()));
            Files.setAttribute(made, MODE, directory.getValue());
        }
        for (String place : PLACES) {
            Files.createFile(skeleton.resolve(place));
        }
        try (DirectoryStream<Path> tops = Files.newDirectoryStream(root)) {
            for (Path top : tops) {
                if (programs.matcher(top.getFileName().toString()).matches()) {
                    placeTop(top, skeleton.resolve(top.getFileName()));
                }
            }
        }
        for (Path entry : etc.shown()) {
            copy(entry, skeleton.resolve("etc").resolve(entry.getFileName()));
        }
    }

    private static void placeTop(Path top, Path place) throws IOException {
        if (Files.isSymbolicLink(top)) {
            Files.createSymbolicLink(place, Files.readSymbolicLink(top));
        } else if (Files.isDirectory(top)) {
            Files.createDirectory(place);
        }
    }

    /// Copies a file, a link as a link, or a directory with what may be shown of it. What this user
    /// may not read is left out.
    private static void copy(Path from, Path to) throws IOException {
        if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(to);
            if (Files.isReadable(from)) {
                copyEntries(from, to);
            }
        } else if (Files.isSymbolicLink(from) || Files.isReadable(from)) {
            Files.copy(from, to, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static void copyEntries(Path from, Path to) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(from)) {
            for (Path entry : entries) {
                if (HostEtc.isShown(entry)) {
                    copy(entry, to.resolve(entry.getFileName()));
                }
            }
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    deleteTree(entry);
                } else {
                    Files.delete(entry);
                }
            }
        }
        Files.delete(directory);
    }
}
