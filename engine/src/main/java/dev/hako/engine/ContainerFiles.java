package dev.hako.engine;

import dev.hako.engine.files.Change;
import dev.hako.engine.files.Changes;
import dev.hako.engine.files.CommitRequest;
import dev.hako.engine.files.FileCopy;
import dev.hako.engine.files.OwnThread;
import dev.hako.engine.files.Place;
import dev.hako.engine.files.PrivateRoot;
import dev.hako.engine.store.ContainerDirectory;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.failure.Failure;
import dev.hako.image.archive.EntrySink;
import dev.hako.image.archive.TarWriter;
import dev.hako.image.layout.Layer;
import dev.hako.isolation.ExitStatus;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Platform;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/// One container's files, whether it runs or not.
///
/// Of a container that runs, they are what its first process sees. One that does not run is mounted
/// for as long as somebody works on it, and cannot be started meanwhile.
public final class ContainerFiles {
    private static final int DIRECTORY = Open.O_PATH | Open.O_DIRECTORY;

    private final Household household;
    private final Container container;
    private final Platform platform;

    ContainerFiles(Household household, Container container, Platform platform) {
        this.platform = platform;
        this.household = household;
        this.container = container;
    }

    /// What is done with a root.
    ///
    /// @param <T> what comes of it
    public interface Work<T> {
        /// Does it.
        ///
        /// @param root the container's, open with `O_PATH`
        T on(Place.InRoot root) throws IOException;
    }

    /// Works on the container's root, on a thread of its own, and waits for the end of it.
    ///
    /// @throws Failure if the root cannot be reached, or of the work
    /// @throws InterruptedException after the work has ended because of it
    public <T> T inRoot(Work<T> work) throws InterruptedException {
        return OwnThread.run("files of " + container.name(), () -> work(work));
    }

    /// What is not as it is in the image, in order of the paths.
    public List<Change> changes() throws InterruptedException {
        return OwnThread.run(
                "changes of " + container.name(),
                () ->
                        written((_, parts) ->
                                Changes.of(parts.overlays(), parts.marks(), parts.mountTargets())));
    }

    /// Writes a tar archive of all its files but those that are mounted into it.
    public void export(OutputStream archive) throws InterruptedException {
        Set<NativePath> mountTargets =
                OwnThread.run(
                        "parts of " + container.name(),
                        () -> still((_, parts) -> parts.mountTargets()));
        inRoot(root -> {
            FileCopy.export(root, mountTargets, archive);
            return root;
        });
    }

    /// Makes an image of the container as it is now. While it runs, it goes on: what it writes
    /// meanwhile may be in the image or not.
    ///
    /// @return the image's id
    public Digest commit(CommitRequest request) throws InterruptedException {
        return OwnThread.run(
                "commit of " + container.name(),
                () ->
                        written((document, parts) ->
                                new ImageCommit(
                                                document,
                                                parts,
                                                platform,
                                                household.images(),
                                                request)
                                        .run()));
    }

    /// Makes a layer of what the container has changed, among the engine's own. It has no name, so
    /// whoever wants to keep it holds a lease.
    ///
    /// @param sieve what files go through on their way into the layer
    public Layer layer(UnaryOperator<EntrySink> sieve) throws InterruptedException {
        return OwnThread.run(
                "layer of " + container.name(),
                () ->
                        written((_, parts) ->
                                household
                                        .images()
                                        .store()
                                        .layout()
                                        .addLayer(out -> {
                                            try (TarWriter archive = new TarWriter(out)) {
                                                parts.readChanges(sieve.apply(archive));
                                            }
                                        })));
    }

    /// Work on the directories that a container is made of.
    interface LayerWork<T> {
        T on(ContainerDocument document, RootParts parts) throws IOException;
    }

    /// A copy of an image says of no file whether it was changed.
    private static void requireLayers(RootParts parts) {
        if (parts.overlays().isEmpty()) {
            throw Failure.unsupported(
                            "the container has a copy of its image, since overlayfs refused the"
                                    + " layers, so nobody knows what it has changed")
                    .hint("move HAKO_ROOT to a file system that overlayfs takes, or `hako export`");
        }
    }

    /// Works on what the container has written itself.
    private <T> T written(LayerWork<T> work) throws IOException {
        if (areOnDisks()) {
            return new DiskFiles(household, container).written(work);
        }
        return still((document, parts) -> {
            requireLayers(parts);
            return work.on(document, parts);
        });
    }

    /// Whether nobody but its own kernel reads them.
    public boolean areOnDisks() {
        return household.tasks().isOnDisks(container.document());
    }

    /// Works on the layers, of a container that does not run before it can be started. They may be
    /// read while it runs, but are not mounted a second time.
    private <T> T still(LayerWork<T> work) throws IOException {
        container.life().turn.lock();
        try (ContainerDirectory directory = directory()) {
            ContainerDocument document = directory.document();
            RootParts parts = household.tasks().rootParts(document, directory);
            if (container.state() instanceof ContainerState.Running) {
                container.life().turn.unlock();
                return work.on(document, parts);
            }
            return work.on(document, parts);
        } finally {
            if (container.life().turn.isHeldByCurrentThread()) {
                container.life().turn.unlock();
            }
        }
    }

    /// What has just ended may still be said to run: then its end is waited for.
    private <T> T work(Work<T> work) throws IOException {
        if (areOnDisks()) {
            return new DiskFiles(household, container).whole(work);
        }
        CompletableFuture<ExitStatus> end = container.nextEnd();
        container.life().turn.lock();
        try {
            if (!(container.state() instanceof ContainerState.Running)) {
                return onMounted(work);
            }
        } finally {
            container.life().turn.unlock();
        }
        Optional<Fd> live = liveRoot();
        if (live.isEmpty()) {
            new Patience(end).requireEnd("cannot open the container's root");
            return work(work);
        }
        try (Fd root = live.get()) {
            return work.on(new Place.InRoot(root, rootId()));
        }
    }

    /// Once a process has ended, its number may become another's, whose root would be another one:
    /// so the container must be seen to run after its root was opened.
    private Optional<Fd> liveRoot() {
        if (!(container.state() instanceof ContainerState.Running(int pid, var _))) {
            return Optional.empty();
        }
        try {
            Fd root = Open.open("/proc/" + pid + "/root", DIRECTORY);
            boolean own = Stat.of(root).isSameFile(Stat.at(Fd.CWD, NativePath.of("/"), 0));
            if (!own && container.state() instanceof ContainerState.Running) {
                return Optional.of(root);
            }
            root.close();
        } catch (KernelException e) {
            if (!e.isAny(Errno.ENOENT, Errno.ESRCH)) {
                throw e.during("cannot open the container's root");
            }
        }
        return Optional.empty();
    }

    private <T> T onMounted(Work<T> work) throws IOException {
        try (ContainerDirectory directory = directory()) {
            ContainerDocument document = directory.document();
            RootParts files = household.tasks().rootParts(document, directory);
            boolean readOnly = document.config().security().readOnlyRoot();
            try (PrivateRoot root =
                    PrivateRoot.mount(directory.state(), files.root(), files.mounts(), readOnly)) {
                return work.on(new Place.InRoot(root.fd(), 0));
            }
        }
    }

    private int rootId() {
        return container.document().ids().map(ids -> (int) ids.first()).orElse(0);
    }

    private ContainerDirectory directory() {
        return directory(household, container);
    }

    static ContainerDirectory directory(Household household, Container container) {
        return household
                .store()
                .find(container.id())
                .orElseThrow(() -> Failure.notFound("it has just been removed"));
    }
}
