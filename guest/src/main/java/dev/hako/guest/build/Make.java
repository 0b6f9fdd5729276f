package dev.hako.guest.build;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The kernel's own build, in a source tree that it only reads.
final class Make {
    /// What the kernel would otherwise take from the machine, the user and the clock. Source:
    /// Documentation/kbuild/reproducible-builds.rst.
    static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "KBUILD_BUILD_TIMESTAMP", "1970-01-01",
                    "KBUILD_BUILD_USER", "hako",
                    "KBUILD_BUILD_HOST", "hako",
                    "KBUILD_BUILD_VERSION", "1");

    private static final Pattern STEP = Pattern.compile(" {2}[A-Z][A-Z0-9_]* +(\\S+)");
    private static final Pattern VERSION = Pattern.compile("([0-9]+)\\.([0-9]+)[\\w.+-]*");

    /// The first with User Mode Linux's seccomp mode is 6.16.
    private static final int FIRST_MAJOR = 6;

    private static final int FIRST_MINOR = 16;

    private final Path source;
    private final Workshop workshop;
    private final Path objects;

    /// @param source not written to
    Make(Path source, Workshop workshop) throws IOException {
        this.source = source;
        this.workshop = workshop;
        this.objects = Files.createDirectory(workshop.folder().resolve("objects"));
    }

    /// What it has made.
    ///
    /// @param steps of how many files it has said that it makes them
    record Made(Path program, int steps) {}

    /// Chooses the options.
    ///
    /// @return all of them, as the build has completed them
    String configure(Fragments fragments) throws IOException, InterruptedException {
        String intent = "cannot configure the kernel";
        workshop.run(intent, command("tinyconfig"));
        Path file = objects.resolve(".config");
        Files.writeString(file, fragments.text(), StandardOpenOption.APPEND);
        workshop.run(intent, command("olddefconfig"));
        String configuration = Files.readString(file);
        fragments.requireIn(configuration);
        return configuration;
    }

    /// As `uname -r` says it.
    ///
    /// @throws Failure `UNSUPPORTED` if it is too old
    String version() throws InterruptedException {
        String intent = "cannot ask for the source's version";
        String text = workshop.run(intent, command("--silent", "kernelrelease")).getLast();
        Matcher version = VERSION.matcher(text.strip());
        if (!version.matches()) {
            throw Failure.invalid(intent + ": \"" + text + "\" is no version");
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        if (major < FIRST_MAJOR || (major == FIRST_MAJOR && minor < FIRST_MINOR)) {
            throw Failure.unsupported("Linux " + text.strip() + " is too old")
                    .hint("take Linux 7.2 or a later one");
        }
        return text.strip();
    }

    /// Compiles, links and strips.
    Made program(int jobs, int expected, BuildListener listener) throws InterruptedException {
        int[] steps = {0};
        workshop.run(
                "cannot compile the kernel",
                line -> {
                    Matcher step = STEP.matcher(line);
                    if (step.matches()) {
                        listener.made(step.group(1), ++steps[0], expected);
                    }
                },
                command("-j" + jobs, "linux"));
        Path program = workshop.folder().resolve("linux");
        workshop.run(
                "cannot strip the kernel",
                List.of("strip", "-o", program.toString(), objects.resolve("linux").toString()));
        return new Made(program, steps[0]);
    }

    private List<String> command(String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "make",
                                "--no-print-directory",
                                "--directory=" + source,
                                "ARCH=um",
                                "O=" + objects));
        command.addAll(List.of(words));
        return command;
    }
}
