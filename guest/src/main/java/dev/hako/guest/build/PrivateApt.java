package dev.hako.guest.build;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Debian's apt with a root of its own, so that the user's is left alone: it knows the sid suite of
/// the mirror that the machine's own apt uses, and nothing else. It keeps some 60 MB of lists.
final class PrivateApt {
    private static final Duration FRESH = Duration.ofDays(1);
    private static final Path KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");
    private static final String PACKAGE = "linux-source-[0-9.]+";

    private final Path folder;
    private final Workshop workshop;

    PrivateApt(Path folder, Workshop workshop) {
        this.folder = folder;
        this.workshop = workshop;
    }

    /// A package as the suite has it.
    ///
    /// @param sha256 of its file
    record SourcePackage(String name, String version, String sha256) {
        String title() {
            return name + " " + version;
        }
    }

    /// The newest source of Linux. The mirror is asked once a day.
    SourcePackage newest() throws IOException, InterruptedException {
        Path asked = folder.resolve("asked");
        if (!isFresh(asked)) {
            prepare();
            workshop.run(
                    "cannot ask the mirror for packages",
                    command("apt-get", "--quiet", "-o", "APT::Update::Error-Mode=any", "update"));
            Files.writeString(asked, "");
        }
        String name =
                workshop
                        .run(
                                "cannot look for a source of Linux",
                                command("apt-cache", "search", "--names-only", "^" + PACKAGE + "$"))
                        .stream()
                        .map(line -> line.split(" ", 2)[0])
                        .filter(word -> word.matches(PACKAGE))
                        .max(Comparator.comparing(PrivateApt::version, PrivateApt::compare))
                        .orElseThrow(() -> Failure.notFound("the sid suite has no linux-source"));
        List<String> shown =
                workshop.run(
                        "cannot look for " + name,
                        command("apt-cache", "show", "--no-all-versions", name));
        return new SourcePackage(name, field(shown, "Version"), field(shown, "SHA256"));
    }

    /// Brings a package's file into the workshop.
    Path download(SourcePackage wanted) throws IOException, InterruptedException {
        workshop.run(
                "cannot fetch " + wanted.title(),
                command("apt-get", "--quiet", "download", wanted.name() + "=" + wanted.version()));
        try (var files = Files.newDirectoryStream(workshop.folder(), wanted.name() + "_*.deb")) {
            for (Path file : files) {
                return file;
            }
        }
        throw Failure.of(Failure.Kind.UNAVAILABLE, "apt has left no file of " + wanted.title());
    }

    private static boolean isFresh(Path asked) throws IOException {
        try {
            Instant then = Files.getLastModifiedTime(asked).toInstant();
            return Duration.between(then, Instant.now()).compareTo(FRESH) < 0;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static String field(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2).strip())
                .findFirst()
                .orElseThrow(() -> Failure.invalid("apt shows no field \"" + name + "\""));
    }

    /// The numbers in `linux-source-7.2`.
    private static List<Integer> version(String name) {
        List<Integer> numbers = new ArrayList<>();
        for (String digits : name.substring("linux-source-".length()).split("\\.", -1)) {
            numbers.add(digits.isEmpty() || digits.length() > 6 ? 0 : Integer.parseInt(digits));
        }
        return numbers;
    }

    private static int compare(List<Integer> one, List<Integer> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            if (!one.get(i).equals(other.get(i))) {
                return one.get(i) - other.get(i);
            }
        }
        return one.size() - other.size();
    }

    private List<String> command(String program, String... words) {
        List<String> command = new ArrayList<>(List.of(program, "-c", configuration().toString()));
        command.addAll(List.of(words));
        return command;
    }

    private Path configuration() {
        return folder.resolve("apt.conf");
    }

    private void prepare() throws IOException, InterruptedException {
        for (String part : List.of("lists/partial", "archives/partial", "none")) {
            Files.createDirectories(folder.resolve(part));
        }
        Files.writeString(folder.resolve("status"), "");
        Files.writeString(folder.resolve("sources.list"), sources(mirror()));
        Files.writeString(configuration(), configurationText());
    }

    /// Asks the machine's apt, which knows its configuration best.
    private String mirror() throws InterruptedException {
        List<String> targets =
                workshop.run(
                        "cannot ask apt for its mirrors",
                        List.of(
                                "apt-get",
                                "indextargets",
                                "--format",
                                "mirror $(REPO_URI) $(COMPONENT)",
                                "Created-By: Packages"));
        return targets.stream()
                .map(PrivateApt::debian)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() ->
                        Failure.unsupported("the machine's apt uses no mirror of Debian")
                                .hint(
                                        "name a source: `hako kernel build --source linux-7.2.tar.xz`"));
    }

    private static Optional<String> debian(String target) {
        String[] words = target.split(" ", -1);
        boolean main =
                words.length == 3
                        && words[0].equals("mirror")
                        && words[1].matches("[a-z+]+:\\S*/debian/?")
                        && words[2].equals("main");
        return main ? Optional.of(words[1]) : Optional.empty();
    }

    private static String sources(String mirror) {
        String signed = Files.exists(KEYRING) ? "[signed-by=" + KEYRING + "] " : "";
        return "deb " + signed + mirror + " sid main\n";
    }

    /// What the machine's apt does after it was asked is not for this one. It changes to no other
    /// user, which an ordinary user's engine could not, and which could not read this folder.
    private String configurationText() {
        return """
        #clear APT::Update::Pre-Invoke;
        #clear APT::Update::Post-Invoke;
        #clear APT::Update::Post-Invoke-Success;
        #clear DPkg::Post-Invoke;
        APT::Sandbox::User "root";
        Acquire::Languages "none";
        Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
        Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
        Dir::State "HERE";
        Dir::State::status "HERE/status";
        Dir::Cache "HERE";
        Dir::Cache::pkgcache "";
        Dir::Cache::srcpkgcache "";
        Dir::Etc::sourcelist "HERE/sources.list";
        Dir::Etc::sourceparts "HERE/none";
        Dir::Etc::preferences "HERE/none/preferences";
        Dir::Etc::preferencesparts "HERE/none";
        """
                .replace("HERE", folder.toString());
    }
}
