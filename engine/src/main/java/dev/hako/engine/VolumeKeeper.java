package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.MountRequest;
import dev.hako.engine.event.Actions;
import dev.hako.engine.event.EventJournal;
import dev.hako.engine.event.EventType;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.engine.store.DirectoryLock.Lease;
import dev.hako.engine.volume.CopyUp;
import dev.hako.engine.volume.FileSystemMount;
import dev.hako.engine.volume.OpenDirectory;
import dev.hako.engine.volume.OpenImage;
import dev.hako.engine.volume.OpenVolume;
import dev.hako.engine.volume.Volume;
import dev.hako.engine.volume.VolumeStore;
import dev.hako.failure.Failure;
import dev.hako.image.Image;
import dev.hako.image.Images;
import dev.hako.isolation.Task;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What containers have to do with volumes: they are made, filled, opened and given back for them.
///
/// A container's document names its volumes before there are any, so that a crash at any moment
/// leaves volumes that somebody uses, or none.
///
/// @param containers all that this engine knows, by id
record VolumeKeeper(
        VolumeStore store,
        Images images,
        ConcurrentHashMap<String, Container> containers,
        EventJournal events,
        Clock clock) {
    private static final String CONTAINER = "container";
    private static final String DRIVER = "driver";
    private static final Logger LOG = LoggerFactory.getLogger(VolumeKeeper.class);

    /// Makes the volumes that a new container names, and fills those that are empty.
    void prepare(ContainerDocument container) {
        for (MountRequest.Volume mount : container.config().storage().volumes()) {
            fill(make(mount, container), mount, container);
        }
    }

    private Volume make(MountRequest.Volume mount, ContainerDocument container) {
        return make(request(mount, container), isToBeFilled(mount));
    }

    /// Makes a volume; one that is there already is answered as it is.
    ///
    /// @param unfilled whether it is to get what an image has in its place
    Volume make(Volume.Request request, boolean unfilled) {
        Instant now = clock.instant();
        Volume volume = store.make(request, now, unfilled);
        if (volume.createdAt().equals(now)) {
            tell(Actions.CREATE, volume);
        }
        return volume;
    }

    private void tell(String action, Volume volume) {
        events.record(EventType.VOLUME, action, volume.name(), Map.of(DRIVER, Volume.DRIVER));
    }

    /// Tells that a container which starts has its volumes.
    void tellMounted(ContainerDocument container) {
        for (MountRequest.Volume mount : container.config().storage().volumes()) {
            Map<String, String> how =
                    Map.of(
                            CONTAINER,
                            container.id(),
                            "destination",
                            mount.target(),
                            DRIVER,
                            Volume.DRIVER,
                            "propagation",
                            "",
                            "read/write",
                            String.valueOf(mount.writable()));
            events.record(EventType.VOLUME, Actions.MOUNT, mount.name(), how);
        }
    }

    /// Tells that a container which has ended has them no more.
    void tellUnmounted(ContainerDocument container) {
        Map<String, String> whose = Map.of(CONTAINER, container.id(), DRIVER, Volume.DRIVER);
        for (MountRequest.Volume mount : container.config().storage().volumes()) {
            events.record(EventType.VOLUME, Actions.UNMOUNT, mount.name(), whose);
        }
    }

    private static boolean isToBeFilled(MountRequest.Volume mount) {
        return mount.how().copyUp() && mount.how().subpath().isEmpty();
    }

    private static Volume.Request request(MountRequest.Volume mount, ContainerDocument container) {
        Map<String, String> labels = new HashMap<>(mount.how().labels());
        boolean own = mount.how().anonymous();
        if (own) {
            labels.put(Volume.ANONYMOUS, "");
        }
        boolean disposable = own && container.config().lifecycle().autoRemove();
        return new Volume.Request(
                mount.name(),
                labels,
                mount.how().options(),
                disposable ? Optional.of(container.id()) : Optional.empty());
    }

    private void fill(Volume volume, MountRequest.Volume mount, ContainerDocument container) {
        if (isToBeFilled(mount) && !isInUse(volume.name(), container.id())) {
            new CopyUp(store, volume)
                    .from(
                            images.resolve(
                                    container.config().image(),
                                    container.origin().map(Image.Origin::manifest)),
                            mount.target());
        }
    }

    /// Opens the volumes of a container that is about to start, and its images. Volumes that are
    /// gone are made again, and those that a crash has left empty are filled.
    OpenVolumes open(ContainerDocument container) {
        List<MountRequest> mounts = container.config().storage().mounts();
        if (mounts.isEmpty()) {
            return OpenVolumes.NONE;
        }
        Map<String, OpenDirectory> opened = new LinkedHashMap<>();
        try {
            for (MountRequest mount : mounts) {
                switch (mount) {
                    case MountRequest.Volume volume ->
                            opened.put(volume.target(), open(volume, container));
                    case MountRequest.ImageFiles files -> opened.put(files.target(), open(files));
                    case MountRequest.Bind _, MountRequest.Tmpfs _ -> {}
                }
            }
            return new OpenVolumes(opened);
        } catch (RuntimeException e) {
            opened.values().forEach(OpenDirectory::close);
            throw e;
        }
    }

    private OpenImage open(MountRequest.ImageFiles files) {
        return OpenImage.of(
                images.resolve(files.image(), files.origin().map(Image.Origin::manifest)),
                files.subpath());
    }

    /// Where the volumes of a container are, or would be, by their places in it.
    Map<String, String> places(ContainerDocument container) {
        Map<String, String> places = new LinkedHashMap<>();
        for (MountRequest.Volume mount : container.config().storage().volumes()) {
            places.put(mount.target(), store.mountpoint(mount.name()).toString());
        }
        return places;
    }

    private OpenVolume open(MountRequest.Volume mount, ContainerDocument container) {
        Optional<Volume> found = store.find(mount.name());
        Volume volume = found.isPresent() ? found.get() : make(mount, container);
        if (new CopyUp(store, volume).isUnfinished()) {
            fill(volume, mount, container);
        }
        return OpenVolume.of(store, volume, mount.how());
    }

    /// Takes away, once a container's program has ended, the file systems of its volumes that no
    /// other needs.
    void releaseAfter(ContainerDocument container, Task task) {
        if (!container.config().storage().volumes().isEmpty()) {
            var _ =
                    task.exit()
                            .whenComplete(
                                    (_, _) -> Thread.startVirtualThread(() -> release(container)));
        }
    }

    private void release(ContainerDocument container) {
        for (MountRequest.Volume mount : container.config().storage().volumes()) {
            try {
                store.find(mount.name()).ifPresent(volume -> release(volume, container.id()));
            } catch (Failure e) {
                LOG.warn("{}", e.getMessage());
            }
        }
    }

    /// Takes a volume's file system away, unless a container other than one uses it.
    void release(Volume volume, String besides) {
        try (Lease _ = store.lock()) {
            if (!isInUse(volume.name(), besides)) {
                FileSystemMount.release(store, volume);
            }
        }
    }

    /// Whether a container other than one may have it mounted.
    private boolean isInUse(String volume, String besides) {
        return containers.values().stream()
                .filter(container -> !container.id().equals(besides))
                .filter(container -> container.state().live())
                .anyMatch(container -> mounts(container.config(), volume));
    }

    /// Removes the volumes that were to go with a container which is gone. What another uses stays
    /// until that one is gone too, and what cannot be removed until the next engine starts.
    void collect(ContainerDocument gone) {
        for (MountRequest.Volume mount : gone.config().storage().volumes()) {
            try (Lease _ = store.lock()) {
                store.find(mount.name())
                        .filter(volume -> volume.goesWith().equals(Optional.of(gone.id())))
                        .filter(volume -> users(volume.name(), gone.id()).isEmpty())
                        .ifPresent(this::delete);
            } catch (Failure e) {
                LOG.warn("{}", e.getMessage());
            }
        }
    }

    private List<Container> users(String volume, String besides) {
        return containers.values().stream()
                .filter(container -> !container.id().equals(besides))
                .filter(container -> mounts(container.config(), volume))
                .toList();
    }

    /// Removes a volume that nobody uses.
    void delete(Volume volume) {
        FileSystemMount.release(store, volume);
        store.delete(volume.name());
        tell(Actions.DESTROY, volume);
    }

    static boolean mounts(ContainerConfig config, String volume) {
        return config.storage().volumes().stream().anyMatch(mount -> mount.name().equals(volume));
    }
}
