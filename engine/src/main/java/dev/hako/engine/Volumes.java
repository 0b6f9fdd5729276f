package dev.hako.engine;

import dev.hako.engine.config.MountRequest;
import dev.hako.engine.config.Printable;
import dev.hako.engine.store.DirectoryLock.Lease;
import dev.hako.engine.store.DiskUsage;
import dev.hako.engine.volume.Volume;
import dev.hako.engine.volume.VolumeStore;
import dev.hako.failure.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An engine's volumes.
///
/// All methods may be called from any thread.
public final class Volumes {
    private static final Logger LOG = LoggerFactory.getLogger(Volumes.class);

    private final Household household;
    private final VolumeKeeper keeper;
    private final VolumeStore store;

    Volumes(Household household) {
        this.household = household;
        this.keeper = household.volumes();
        this.store = keeper.store();
    }

    /// A name for a volume that its user does not name.
    public static String madeUpName() {
        return Ids.random();
    }

    /// Makes a volume; one that is there already is answered as it is.
    ///
    /// @throws Failure `CONFLICT` if the one that is there has other options
    public Volume create(Volume.Request request) {
        return keeper.make(request, false);
    }

    /// All volumes, by name.
    public List<Volume> list() {
        return store.all();
    }

    /// The volume of a name, if there is one.
    public Optional<Volume> find(String name) {
        return store.find(name);
    }

    /// Where the files of a volume are, or would be.
    public Path mountpoint(String name) {
        return store.mountpoint(name);
    }

    /// The volume of a name.
    ///
    /// @throws Failure `NOT_FOUND` if there is none
    public Volume volume(String name) {
        return store.find(name)
                .orElseThrow(() ->
                        Failure.notFound("no such volume \"" + Printable.of(name) + "\"")
                                .hint("`hako volume ls` lists them"));
    }

    /// The ids of the containers that use a volume, running or not. Those that other engines have
    /// made are read from the disk; one that cannot be read may use it.
    public List<String> users(String volume) {
        Set<String> ids = household.store().ids();
        ids.addAll(household.containers().keySet());
        household.store().elsewhere().forEach(directory -> ids.add(directory.id()));
        return ids.stream().filter(id -> uses(id, volume)).toList();
    }

    private boolean uses(String id, String volume) {
        Container known = household.containers().get(id);
        if (known != null) {
            return VolumeKeeper.mounts(known.config(), volume);
        }
        try {
            return household
                    .store()
                    .anywhere(id)
                    .filter(found -> VolumeKeeper.mounts(found.document().config(), volume))
                    .isPresent();
        } catch (Failure | IllegalArgumentException e) {
            LOG.warn("a container cannot be read: {}", e.getMessage());
            return true;
        }
    }

    /// Removes a volume and all that is in it.
    ///
    /// @throws Failure `NOT_FOUND`, or `CONFLICT` if a container uses it
    public void remove(String name) {
        try (Lease _ = store.lock()) {
            Volume volume = volume(name);
            List<String> users = users(name);
            if (!users.isEmpty()) {
                throw Failure.conflict("volume is in use - [" + String.join(", ", users) + "]")
                        .hint("remove what uses it with `hako rm` first");
            }
            keeper.delete(volume);
        } catch (Failure e) {
            throw e.during("cannot remove volume \"" + Printable.of(name) + "\"");
        }
    }

    /// Removes the volumes that no container uses.
    ///
    /// @param wanted which of them
    public Reclaimed prune(Predicate<Volume> wanted) {
        List<String> gone = new ArrayList<>();
        long bytes = 0;
        for (Volume volume : list()) {
            if (wanted.test(volume) && users(volume.name()).isEmpty()) {
                long size = diskBytes(volume);
                try {
                    remove(volume.name());
                    gone.add(volume.name());
                    bytes += size;
                } catch (Failure e) {
                    LOG.warn("{}", e.getMessage());
                }
            }
        }
        return new Reclaimed(gone, bytes);
    }

    /// Bytes that a volume takes on the disk.
    public long diskBytes(Volume volume) {
        return DiskUsage.ofTree(volume.mountpoint());
    }

    /// Removes a container, and the volumes that are its own with it.
    ///
    /// @param force whether to kill it first if it runs
    /// @throws Failure as [Container#remove] does; the volumes stay then
    public void removeWith(Container container, boolean force) {
        List<Volume> own = own(container);
        own.forEach(volume -> store.bind(volume, Optional.of(container.id())));
        try {
            container.remove(force);
        } catch (Failure e) {
            own.forEach(volume -> store.bind(volume, Optional.empty()));
            throw e;
        }
    }

    /// The volumes that a container has for itself and would leave behind.
    private List<Volume> own(Container container) {
        return container.config().storage().volumes().stream()
                .filter(mount -> mount.how().anonymous())
                .map(MountRequest.Volume::name)
                .flatMap(name -> store.find(name).stream())
                .filter(volume -> volume.goesWith().isEmpty())
                .toList();
    }

    /// Collects what crashes have left: half-made volumes, those of containers that are gone, and
    /// file systems that nobody needs.
    void sweep() {
        store.sweep();
        for (Volume volume : list()) {
            try {
                sweep(volume);
            } catch (Failure e) {
                LOG.warn("{}", e.getMessage());
            }
        }
    }

    private void sweep(Volume volume) {
        boolean orphan = volume.goesWith().filter(id -> !household.store().has(id)).isPresent();
        if (orphan && users(volume.name()).isEmpty()) {
            keeper.delete(volume);
        } else {
            keeper.release(volume, "");
        }
    }
}
