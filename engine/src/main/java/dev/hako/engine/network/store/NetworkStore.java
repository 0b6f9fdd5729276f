package dev.hako.engine.network.store;

import dev.hako.engine.config.ContainerName;
import dev.hako.engine.config.Printable;
import dev.hako.engine.store.DirectoryLock;
import dev.hako.engine.store.DirectoryLock.Lease;
import dev.hako.engine.store.Durably;
import dev.hako.engine.store.StoreFailures;
import dev.hako.failure.Failure;
import dev.hako.kernel.FileTree;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The networks on disk. It knows nothing of who is connected to them.
public final class NetworkStore {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkStore.class);

    /// Directories under this prefix are being made or unmade, and nobody's.
    private static final String HIDDEN = ".";

    private static final String LEASES = "leases";
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;
    private final DirectoryLock lock;

    /// @param directory one directory in it for each network; it exists
    public NetworkStore(Path directory) {
        this.directory = directory;
        this.lock = new DirectoryLock(directory, "the networks");
    }

    /// Waits for the right to make and remove networks.
    public Lease lock() {
        return lock.lock();
    }

    /// Where a network's addresses are taken.
    Path leases(Network network) {
        return directory.resolve(network.name()).resolve(LEASES);
    }

    /// Keeps a network of a name that none has.
    public void make(Network network) {
        Path hidden = directory.resolve(HIDDEN + network.name());
        FileTree.delete(hidden);
        try {
            Files.createDirectory(hidden, PRIVATE);
            Files.createDirectory(hidden.resolve(LEASES), PRIVATE);
            Durably.write(
                    hidden.resolve(NetworkDocument.FILE),
                    Json.write(new NetworkDocument(network)),
                    true);
            Files.move(hidden, directory.resolve(network.name()), StandardCopyOption.ATOMIC_MOVE);
            Durably.syncDirectory(directory);
        } catch (IOException e) {
            throw StoreFailures.of("its directory cannot be made", e);
        }
    }

    /// Forgets a network.
    public void delete(Network network) {
        Path hidden = directory.resolve(HIDDEN + network.name());
        FileTree.delete(hidden);
        try {
            Files.move(directory.resolve(network.name()), hidden, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw StoreFailures.of("its directory cannot be removed", e);
        }
        FileTree.delete(hidden);
    }

    /// The network of a name. A name that no network can have is nobody's.
    public Optional<Network> find(String name) {
        if (!ContainerName.isName(name)) {
            return Optional.empty();
        }
        try {
            byte[] document =
                    Files.readAllBytes(directory.resolve(name).resolve(NetworkDocument.FILE));
            return Optional.of(NetworkDocument.parse(document).network());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreFailures.of("cannot read network \"" + name + "\"", e);
        }
    }

    /// All networks, by name. One whose document cannot be read is reported and left alone.
    public List<Network> all() {
        List<Network> networks = new ArrayList<>();
        for (String name : names()) {
            try {
                find(name).ifPresent(networks::add);
            } catch (Failure | IllegalArgumentException e) {
                LOG.warn("cannot take in network {}: {}", Printable.of(name), e.getMessage());
            }
        }
        return networks;
    }

    /// Whether there is none, not even one whose document cannot be read.
    public boolean isEmpty() {
        return names().stream().allMatch(name -> name.startsWith(HIDDEN));
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (IOException e) {
            throw StoreFailures.of("cannot list networks", e);
        }
        names.sort(null);
        return names;
    }

    /// Removes what crashes have left.
    public void sweep() {
        try (Lease _ = lock()) {
            names().stream()
                    .filter(name -> name.startsWith(HIDDEN))
                    .forEach(name -> FileTree.delete(directory.resolve(name)));
        }
    }
}
