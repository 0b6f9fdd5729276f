package dev.hako.guest.kernel;

import dev.hako.failure.Failure;
import dev.hako.kernel.FileTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The guest kernels on disk: a directory for each, named by the SHA-256 of its program.
///
/// Beside them, `inputs` has a file for each set of inputs that was ever built, named by their
/// hash, with the kernel's id in it; `building` is the one build that goes on.
public final class KernelStore {
    private static final String PROGRAM = "linux";
    private static final String CONFIGURATION = "config";
    private static final String HIDDEN = ".";
    private static final String ARRIVING = "arriving-";
    private static final String ID = "[0-9a-f]{64}";
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;

    /// @param directory made when the first kernel is
    public KernelStore(Path directory) {
        this.directory = directory;
    }

    /// All kernels, the newest first. One whose document cannot be read is left out.
    public List<GuestKernel> all() {
        List<GuestKernel> kernels = new ArrayList<>();
        for (String id : ids()) {
            try {
                read(id).ifPresent(kernels::add);
            } catch (Failure e) {
                if (e.kind() != Failure.Kind.INVALID && e.kind() != Failure.Kind.UNSUPPORTED) {
                    throw e;
                }
            }
        }
        kernels.sort(
                Comparator.comparing((GuestKernel kernel) -> kernel.facts().createdAt())
                        .reversed()
                        .thenComparing(GuestKernel::id));
        return List.copyOf(kernels);
    }

    /// The kernel of an id, of the beginning of one, with or without `sha256:`.
    ///
    /// @throws Failure `NOT_FOUND`, or `INVALID` if several begin like that
    public GuestKernel kernel(String reference) {
        String digits = reference.startsWith("sha256:") ? reference.substring(7) : reference;
        List<GuestKernel> found =
                digits.matches("[0-9a-f]{1,64}")
                        ? all().stream().filter(one -> one.id().startsWith(digits)).toList()
                        : List.of();
        if (found.isEmpty()) {
            throw Failure.notFound("no guest kernel \"" + reference + "\"")
                    .hint("`hako kernel ls` lists them, and `hako kernel build` makes one");
        }
        if (found.size() > 1) {
            throw Failure.invalid(
                            "the ids of "
                                    + found.size()
                                    + " kernels begin with \""
                                    + reference
                                    + "\"")
                    .hint("write more digits of it");
        }
        return found.getFirst();
    }

    /// What some inputs were built to, if that is still there.
    public Optional<GuestKernel> builtFrom(String inputs) {
        try {
            String id = Files.readString(inputs().resolve(inputs)).strip();
            return id.matches(ID) ? read(id) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("cannot read what was built", e);
        }
    }

    /// Remembers what inputs were built to.
    public void remember(String inputs, GuestKernel kernel) {
        try {
            Files.createDirectories(inputs(), PRIVATE);
            Path fresh = inputs().resolve(HIDDEN + inputs);
            Files.writeString(fresh, kernel.id() + "\n");
            Files.move(fresh, inputs().resolve(inputs), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failure("cannot note what was built", e);
        }
    }

    /// Takes a kernel in. If it is there already, what is there stays.
    ///
    /// @param program on the store's own file system; it is moved
    /// @param configuration all options, as text
    public GuestKernel add(Path program, String configuration, KernelFacts facts) {
        prepare();
        String id = ProgramFile.check(program);
        try (FileLock _ = FileLock.take(directory.resolve("lock"))) {
            Optional<GuestKernel> there = read(id);
            if (there.isPresent()) {
                return there.get();
            }
            Path fresh = directory.resolve(HIDDEN + id);
            FileTree.delete(fresh);
            Files.createDirectory(fresh, PRIVATE);
            Path own = Files.move(program, fresh.resolve(PROGRAM));
            Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("r-xr-xr-x"));
            sync(own);
            Files.writeString(fresh.resolve(CONFIGURATION), configuration);
            Files.write(fresh.resolve(KernelDocument.FILE), KernelDocument.write(facts));
            FileTree.delete(directory.resolve(id));
            Files.move(fresh, directory.resolve(id), StandardCopyOption.ATOMIC_MOVE);
            sync(directory);
        } catch (IOException e) {
            throw failure("cannot keep the kernel", e);
        }
        return read(id).orElseThrow();
    }

    /// Removes a kernel. Guests that run it go on.
    public void remove(GuestKernel kernel) {
        try (FileLock _ = FileLock.take(directory.resolve("lock"))) {
            Path hidden = directory.resolve(HIDDEN + kernel.id());
            FileTree.delete(hidden);
            Files.move(directory.resolve(kernel.id()), hidden, StandardCopyOption.ATOMIC_MOVE);
            FileTree.delete(hidden);
        } catch (NoSuchFileException e) {
            throw Failure.notFound("no guest kernel \"" + kernel.shortId() + "\"");
        } catch (IOException e) {
            throw failure("cannot remove kernel \"" + kernel.shortId() + "\"", e);
        }
    }

    /// The right to build: one build at a time, for each takes all of the machine anyhow. What an
    /// earlier one has left whose engine was killed is gone then.
    ///
    /// @return empty while another has it
    public Optional<FileLock> turn() {
        prepare();
        Optional<FileLock> turn = FileLock.tryTake(directory.resolve("build.lock"));
        turn.ifPresent(_ -> {
            try (FileLock _ = FileLock.take(directory.resolve("lock"))) {
                sweep();
            }
        });
        return turn;
    }

    /// Where a build puts what it needs on the way; only for who has the [#turn].
    public Path building() {
        return directory.resolve("building");
    }

    /// A new place for a program that comes from elsewhere.
    public Arrival arrival() {
        prepare();
        try (FileLock _ = FileLock.take(directory.resolve("lock"))) {
            sweepArrivals();
            Path file = directory.resolve(ARRIVING + UUID.randomUUID());
            return new Arrival(file, FileLock.take(file));
        }
    }

    /// What the last build's programs have said.
    public Path log() {
        return directory.resolve("build.log");
    }

    private void sweep() {
        FileTree.delete(building());
        sweepArrivals();
        for (String name : names()) {
            if (name.startsWith(HIDDEN)) {
                FileTree.delete(directory.resolve(name));
            }
        }
    }

    /// What nobody has the lock of came to an engine that was killed.
    private void sweepArrivals() {
        for (String name : names()) {
            if (name.startsWith(ARRIVING)) {
                Path file = directory.resolve(name);
                FileLock.tryTake(file).ifPresent(lock -> new Arrival(file, lock).close());
            }
        }
    }

    private void prepare() {
        try {
            Files.createDirectories(directory, PRIVATE);
        } catch (IOException e) {
            throw failure("cannot make the directory of kernels", e);
        }
    }

    private Optional<GuestKernel> read(String id) {
        Path home = directory.resolve(id);
        try {
            byte[] document = Files.readAllBytes(home.resolve(KernelDocument.FILE));
            Path program = home.resolve(PROGRAM);
            return Optional.of(
                    new GuestKernel(
                            id,
                            KernelDocument.parse(document),
                            Files.size(program),
                            program,
                            home.resolve(CONFIGURATION)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("cannot read kernel \"" + id + "\"", e);
        } catch (Failure e) {
            throw e.during("cannot read \"" + home.resolve(KernelDocument.FILE) + "\"");
        }
    }

    private List<String> ids() {
        return names().stream().filter(name -> name.matches(ID)).toList();
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return names;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (IOException e) {
            throw failure("cannot list guest kernels", e);
        }
        names.sort(null);
        return names;
    }

    private Path inputs() {
        return directory.resolve("inputs");
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Failure failure(String intent, IOException e) {
        String cause = e.getMessage() == null ? e.toString() : e.getMessage();
        return Failure.of(
                Failure.Kind.UNAVAILABLE, intent + " in \"" + directory + "\": " + cause, e);
    }
}
