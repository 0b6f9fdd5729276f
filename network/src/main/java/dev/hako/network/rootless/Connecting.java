package dev.hako.network.rootless;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// An uplink that is being made.
public final class Connecting {
    private final CompletableFuture<Uplink> uplink = new CompletableFuture<>();

    private Connecting() {}

    /// Begins. Waiting for a process holds a thread, so that it gets one of its own. What has
    /// failed leaves no process.
    ///
    /// @param start makes the uplink with a duplicate of the namespace's descriptor
    static Connecting begin(String program, Fd namespace, Path mark, Start start) {
        var connecting = new Connecting();
        Fd own = namespace.duplicate();
        Thread.ofPlatform()
                .daemon()
                .name(program)
                .start(() -> connecting.finish(mark, () -> start.with(own), own));
        return connecting;
    }

    /// Starts a program and waits until the box is connected.
    interface Start {
        Uplink with(Fd namespace);
    }

    private void finish(Path mark, Supplier<Uplink> start, Fd own) {
        try (own) {
            Files.deleteIfExists(mark);
            uplink.complete(start.get());
        } catch (RuntimeException | IOException e) {
            MarkedProcesses.with(mark).forEach(Uplink::close);
            uplink.completeExceptionally(e);
        }
    }

    /// Waits until the box is connected.
    ///
    /// @throws Failure saying why it cannot be; nothing is left of it
    public Uplink await() {
        try {
            return uplink.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Failure failure
                    ? failure.during("cannot connect the container to the network")
                    : Failure.internal("cannot connect the container: " + e.getMessage(), e);
        }
    }
}
