package dev.hako.engine;

import dev.hako.engine.files.Place;
import dev.hako.engine.files.PrivateRoot;
import dev.hako.engine.store.ContainerDirectory;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.failure.Failure;
import dev.hako.isolation.ExitStatus;
import dev.hako.isolation.Look;
import dev.hako.isolation.LookSpec;
import dev.hako.isolation.LookSpec.Side;
import dev.hako.isolation.Sandbox;
import dev.hako.isolation.Task;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The files of a container whose root is on disks that only its own kernel reads: that kernel
/// shows them while it runs; for a container that does not run one is started for as long as
/// somebody works on them.
record DiskFiles(Household household, Container container) {
    /// Work on them.
    private interface Work<T> {
        T on(Seen seen) throws IOException;
    }

    /// @param runs whether the container does
    private record Seen(Look look, Opened opened, boolean runs) {}

    private record Opened(
            ContainerDocument document, ContainerDirectory directory, RootParts parts) {}

    /// Works on its whole root, as it sees it.
    <T> T whole(ContainerFiles.Work<T> work) throws IOException {
        return on(
                Side.WHOLE,
                seen ->
                        seen.runs
                                ? work.on(new Place.InRoot(seen.look.files().fd(), 0))
                                : whole(seen, work));
    }

    private <T> T whole(Seen seen, ContainerFiles.Work<T> work) throws IOException {
        boolean readOnly = seen.opened.document.config().security().readOnlyRoot();
        try (PrivateRoot root =
                PrivateRoot.mount(
                        seen.opened.directory.state(),
                        seen.look.files(),
                        seen.opened.parts.mounts(),
                        readOnly)) {
            return work.on(new Place.InRoot(root.fd(), 0));
        }
    }

    /// Works on what it has written.
    <T> T written(ContainerFiles.LayerWork<T> work) throws IOException {
        return on(
                Side.WRITTEN,
                seen -> {
                    String written = seen.look.files().fd().procPath() + "/.";
                    return work.on(seen.opened.document, seen.opened.parts.writtenOn(written));
                });
    }

    private <T> T on(Side side, Work<T> work) throws IOException {
        CompletableFuture<ExitStatus> end = container.nextEnd();
        Optional<Task> running;
        container.life().turn.lock();
        try {
            running = running();
            if (running.isEmpty()) {
                return on(side, running, work);
            }
        } finally {
            container.life().turn.unlock();
        }
        try {
            return on(side, running, work);
        } catch (EndedMeanwhile e) {
            new Patience(end).requireEnd("cannot open the container's files");
            return on(side, work);
        }
    }

    /// Its program, even while that is held.
    private Optional<Task> running() {
        return container.life().program().map(Life.Program::task);
    }

    private <T> T on(Side side, Optional<Task> running, Work<T> work) throws IOException {
        try (ContainerDirectory directory = ContainerFiles.directory(household, container)) {
            ContainerDocument document = directory.document();
            RootParts parts = household.tasks().rootParts(document, directory);
            Opened opened = new Opened(document, directory, parts);
            try (Look look = look(side, opened, running)) {
                return on(new Seen(look, opened, running.isPresent()), work);
            }
        }
    }

    private Look look(Side side, Opened opened, Optional<Task> running) {
        RootParts parts = opened.parts;
        try (Sandbox sandbox = household.neighbours().open(opened.document)) {
            return sandbox.look(
                    new LookSpec(
                            opened.directory.address(),
                            container.name(),
                            parts.spec(),
                            parts.root(),
                            running,
                            side));
        } catch (Failure e) {
            if (running.isPresent() && e.kind() == Failure.Kind.CONFLICT) {
                throw new EndedMeanwhile(e);
            }
            throw e;
        }
    }

    /// What is wrong with the one who shows them says more than what the kernel answers then.
    private static <T> T on(Seen seen, Work<T> work) throws IOException {
        try {
            return work.on(seen);
        } catch (RuntimeException | IOException e) {
            Optional<Failure> loss = seen.look.loss();
            if (loss.isPresent()) {
                loss.get().addSuppressed(e);
                throw loss.get();
            }
            throw e;
        }
    }

    /// What was to be looked at ran a moment ago.
    private static final class EndedMeanwhile extends RuntimeException {
        private static final long serialVersionUID = 1;

        EndedMeanwhile(Failure cause) {
            super(cause);
        }
    }
}
