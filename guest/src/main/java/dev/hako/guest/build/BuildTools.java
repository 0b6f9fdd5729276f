package dev.hako.guest.build;

import dev.hako.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The programs of this machine that a build needs.
///
/// @param folders where they are looked for, in this order
public record BuildTools(List<Path> folders) {
    /// Where a machine has them.
    public static final BuildTools OF_MACHINE =
            new BuildTools(
                    Stream.of(
                                    "/usr/local/sbin",
                                    "/usr/local/bin",
                                    "/usr/sbin",
                                    "/usr/bin",
                                    "/sbin",
                                    "/bin")
                            .map(Path::of)
                            .toList());

    /// @param packaged what Debian calls the package that has it
    private record Tool(String program, String packaged) {}

    private static final List<Tool> FOR_ALL =
            List.of(
                    new Tool("bash", "bash"),
                    new Tool("bc", "bc"),
                    new Tool("bison", "bison"),
                    new Tool("flex", "flex"),
                    new Tool("gcc", "gcc"),
                    new Tool("ld", "binutils"),
                    new Tool("make", "make"),
                    new Tool("nice", "coreutils"),
                    new Tool("strip", "binutils"),
                    new Tool("tar", "tar"),
                    new Tool("xz", "xz-utils"));
    private static final List<Tool> FOR_PACKAGES =
            List.of(
                    new Tool("apt-cache", "apt"),
                    new Tool("apt-get", "apt"),
                    new Tool("dpkg-deb", "dpkg"));

    public BuildTools {
        folders = List.copyOf(folders);
    }

    /// The value of `PATH` for what is run.
    String searchPath() {
        return folders.stream().map(Path::toString).collect(Collectors.joining(":"));
    }

    /// Refuses a machine that has not all.
    ///
    /// @throws Failure `UNSUPPORTED` naming all that is missing and the packages that have it
    void require(KernelSource source) {
        Stream<Tool> needed =
                source instanceof KernelSource.Packaged
                        ? Stream.concat(FOR_ALL.stream(), FOR_PACKAGES.stream())
                        : FOR_ALL.stream();
        List<Tool> missing = needed.filter(tool -> !has(tool.program)).toList();
        if (!missing.isEmpty()) {
            String programs = missing.stream().map(Tool::program).collect(Collectors.joining(", "));
            throw missing(programs, missing.stream().map(Tool::packaged).toList());
        }
    }

    static Failure missing(String what, List<String> packages) {
        return Failure.unsupported("this machine has no " + what)
                .hint("apt-get install " + String.join(" ", new TreeSet<>(packages)));
    }

    /// Where one of them is.
    Path path(String program) {
        return find(program).orElseThrow(() -> missing(program, List.of(program)));
    }

    private boolean has(String program) {
        return find(program).isPresent();
    }

    private Optional<Path> find(String program) {
        return folders.stream()
                .map(folder -> folder.resolve(program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
