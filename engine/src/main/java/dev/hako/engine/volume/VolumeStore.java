package dev.hako.engine.volume;

import dev.hako.engine.config.Printable;
import dev.hako.engine.store.DirectoryLock;
import dev.hako.engine.store.DirectoryLock.Lease;
import dev.hako.engine.store.Durably;
import dev.hako.engine.store.StoreFailures;
import dev.hako.failure.Failure;
import dev.hako.kernel.Attributes;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.NativePath;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The volumes on disk. It knows nothing of who uses them.
public final class VolumeStore {
    /// Where a volume's files are, below its own directory; Docker's name.
    static final String DATA = "_data";

    /// Directories under this prefix are being made or unmade, and nobody's.
    private static final String HIDDEN = ".";

    private static final Logger LOG = LoggerFactory.getLogger(VolumeStore.class);
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final int DATA_MODE = 0755;

    private final Path directory;
    private final boolean rootless;
    private final DirectoryLock lock;

    /// @param directory one directory in it for each volume; it exists
    /// @param rootless whether the engine works for an ordinary user
    public VolumeStore(Path directory, boolean rootless) {
        this.directory = directory;
        this.rootless = rootless;
        this.lock = new DirectoryLock(directory, "the volumes");
    }

    /// Waits for the right to change volumes. A thread that has it may take it again.
    public Lease lock() {
        return lock.lock();
    }

    /// Whether the engine works for an ordinary user.
    boolean rootless() {
        return rootless;
    }

    /// The directory of a volume: its document and its files.
    Path home(String name) {
        VolumeName.check(name);
        return directory.resolve(name);
    }

    /// Where a volume's files are, or would be.
    public Path mountpoint(String name) {
        return home(name).resolve(DATA);
    }

    /// Makes a volume, unless there is one of that name, which is answered then.
    ///
    /// @param unfilled whether a new one is to be filled by [CopyUp] next
    /// @throws Failure `CONFLICT` if the one there is was made with other options
    public Volume make(Volume.Request request, Instant now, boolean unfilled) {
        try (Lease _ = lock()) {
            Optional<Volume> found = find(request.name());
            if (found.isPresent()) {
                return requireSame(found.get(), request);
            }
            refuseForUsers(Backing.of(request.options()));
            return makeNew(request, now, unfilled);
        } catch (Failure e) {
            throw e.during("cannot create volume \"" + request.name() + "\"");
        }
    }

    private static Volume requireSame(Volume volume, Volume.Request request) {
        if (!request.options().isEmpty() && !request.options().equals(volume.options())) {
            throw Failure.conflict("it exists with other options")
                    .hint("remove it with `hako volume rm " + volume.name() + "` first");
        }
        return volume;
    }

    private void refuseForUsers(Backing backing) {
        if (rootless && backing instanceof Backing.FileSystem fileSystem) {
            throw Failure.unsupported(
                            "only root's engine can keep a file system mounted, here of type \""
                                    + Printable.of(fileSystem.type())
                                    + "\"")
                    .hint("use --tmpfs for memory, or type=none,o=bind for a directory");
        }
    }

    private Volume makeNew(Volume.Request request, Instant now, boolean unfilled) {
        Path home = home(request.name());
        Path hidden = hidden(request.name());
        Volume volume =
                new Volume(
                        request.name(),
                        now,
                        request.labels(),
                        request.options(),
                        request.goesWith(),
                        home.resolve(DATA));
        FileTree.delete(hidden);
        try {
            Files.createDirectory(hidden, PRIVATE);
            Path data = Files.createDirectory(hidden.resolve(DATA), PRIVATE);
            Attributes.fchmodat(Fd.CWD, NativePath.of(data.toString()), DATA_MODE);
            if (unfilled) {
                Files.createDirectory(hidden.resolve(CopyUp.UNFINISHED), PRIVATE);
            }
            write(hidden, volume);
            Files.move(hidden, home, StandardCopyOption.ATOMIC_MOVE);
            Durably.syncDirectory(directory);
            return volume;
        } catch (IOException e) {
            throw StoreFailures.of("its directory cannot be made", e);
        }
    }

    private static void write(Path home, Volume volume) throws IOException {
        Path temporary = home.resolve(HIDDEN + VolumeDocument.FILE);
        Durably.write(temporary, Json.write(VolumeDocument.of(volume)), true);
        Files.move(temporary, home.resolve(VolumeDocument.FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path hidden(String name) {
        return directory.resolve(HIDDEN + name);
    }

    /// The volume of a name. A name that no volume can have is nobody's.
    public Optional<Volume> find(String name) {
        if (!VolumeName.isName(name)) {
            return Optional.empty();
        }
        Path home = directory.resolve(name);
        if (!Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            byte[] document = Files.readAllBytes(home.resolve(VolumeDocument.FILE));
            return Optional.of(VolumeDocument.parse(document).in(home.resolve(DATA)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreFailures.of("cannot read volume \"" + name + "\"", e);
        }
    }

    /// All volumes, by name. One whose document cannot be read is reported and left alone.
    public List<Volume> all() {
        List<Volume> volumes = new ArrayList<>();
        for (String name : names()) {
            try {
                find(name).ifPresent(volumes::add);
            } catch (Failure | IllegalArgumentException e) {
                LOG.warn("cannot take in volume {}: {}", Printable.of(name), e.getMessage());
            }
        }
        return volumes;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (IOException e) {
            throw StoreFailures.of("cannot list volumes", e);
        }
        names.sort(null);
        return names;
    }

    /// From now on the volume goes when a container goes.
    ///
    /// @param containerId the container; empty: with none
    public void bind(Volume volume, Optional<String> containerId) {
        try (Lease _ = lock()) {
            Volume bound =
                    new Volume(
                            volume.name(),
                            volume.createdAt(),
                            volume.labels(),
                            volume.options(),
                            containerId,
                            volume.mountpoint());
            write(home(volume.name()), bound);
        } catch (IOException e) {
            throw StoreFailures.of("cannot write volume \"" + volume.name() + "\"", e);
        }
    }

    /// Removes a volume and all that is in it.
    public void delete(String name) {
        try (Lease _ = lock()) {
            Path hidden = hidden(name);
            FileTree.delete(hidden);
            Files.move(home(name), hidden, StandardCopyOption.ATOMIC_MOVE);
            FileTree.delete(hidden);
        } catch (IOException e) {
            throw StoreFailures.of("cannot remove volume \"" + name + "\"", e);
        }
    }

    /// Removes what crashes have left: half-made and half-removed volumes, and what half-made
    /// copies have in them.
    public void sweep() {
        try (Lease _ = lock()) {
            for (String name : names()) {
                if (name.startsWith(HIDDEN)) {
                    FileTree.delete(directory.resolve(name));
                } else {
                    empty(directory.resolve(name).resolve(CopyUp.UNFINISHED));
                }
            }
        } catch (IOException e) {
            throw StoreFailures.of("cannot collect what is left of volumes", e);
        }
    }

    private static void empty(Path copy) throws IOException {
        if (Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)) {
            FileTree.delete(copy);
            Files.createDirectory(copy, PRIVATE);
        }
    }
}
