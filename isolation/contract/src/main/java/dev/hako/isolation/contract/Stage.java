package dev.hako.isolation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.failure.Failure;
import dev.hako.isolation.Attachment;
import dev.hako.isolation.Isolation;
import dev.hako.isolation.Sandbox;
import dev.hako.isolation.SandboxSpec;
import dev.hako.isolation.SharedParts;
import dev.hako.isolation.Task;
import dev.hako.isolation.TaskAddress;
import dev.hako.kernel.EventLoop;
import dev.hako.oci.runtime.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;

/// What one test needs: a root file system, run directories, an open sandbox, and clients. Closing
/// it ends every container that was started on it.
public final class Stage implements AutoCloseable {
    private static final int SIGKILL = 9;
    private static final long PATIENCE_SECONDS = 15;

    private final Isolation isolation;
    private final Path folder;
    private final SubjectRoot root;
    private final Sandbox sandbox;
    private final EventLoop loop = EventLoop.start("contract");
    private final Deque<Runnable> opened = new ArrayDeque<>();
    private int ids;

    /// @param folder an empty one
    public Stage(Isolation isolation, Path folder) throws IOException {
        this.isolation = isolation;
        this.folder = folder;
        root = SubjectRoot.create(folder.resolve("root"));
        sandbox = isolation.open(SandboxSpec.alone("contract"));
    }

    /// The root file system of all its containers.
    public SubjectRoot root() {
        return root;
    }

    /// The open sandbox.
    public Sandbox sandbox() {
        return sandbox;
    }

    /// A pod's sandbox that shares network, ipc and uts, dismantled when the stage is closed.
    public Sandbox pod(Path directory) {
        SharedParts parts =
                new SharedParts(
                        directory,
                        Set.of(Namespace.Type.NETWORK, Namespace.Type.IPC, Namespace.Type.UTS),
                        "shop",
                        Map.of("net.ipv4.ip_unprivileged_port_start", "77"),
                        1 << 20,
                        Optional.empty(),
                        Optional.empty());
        String id = "contract-pod-" + Long.toString(System.nanoTime(), 36);
        Sandbox pod = isolation.open(new SandboxSpec(id, Optional.of(parts)));
        opened.push(() -> {
            pod.dismantle();
            pod.close();
        });
        return pod;
    }

    /// Makes something. What the isolation refuses it must refuse with a remedy, and the test of it
    /// is skipped; the one by namespaces refuses nothing.
    <T> T able(Supplier<T> work) {
        try {
            return work.get();
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.UNSUPPORTED || isolation.name().equals("namespace")) {
                throw e;
            }
            assertThat(e.hint()).isPresent();
            Assumptions.abort("isolation " + isolation.name() + " cannot: " + e.getMessage());
            throw e;
        }
    }

    /// A folder of the test's own.
    public Path folder() {
        return folder;
    }

    /// A container that would run the subject with these words.
    public Draft subject(String... words) throws IOException {
        return program("/bin/subject").words(words);
    }

    /// A container that would run a program.
    public Draft program(String path) throws IOException {
        return new Draft(this, address(), path);
    }

    /// A run directory of its own.
    public TaskAddress address() throws IOException {
        String id =
                "contract-"
                        + ProcessHandle.current().pid()
                        + "-"
                        + Long.toString(System.nanoTime(), 36)
                        + "-"
                        + ids++;
        return new TaskAddress(id, Files.createDirectories(folder.resolve("run").resolve(id)));
    }

    /// A client that is not attached yet.
    public Client client() {
        Client client = new Client(loop);
        opened.push(client::close);
        return client;
    }

    /// A client attached to a task from now on.
    public Client attach(Task task, Attachment attachment) {
        Client client = client();
        task.attach(client.connection(), attachment);
        client.handedOver();
        return client;
    }

    /// Ends the task when the stage is closed.
    public Task manage(Task task) {
        opened.push(() -> end(task));
        return task;
    }

    private static void end(Task task) {
        try (task) {
            task.kill(SIGKILL);
            task.release();
            task.exit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (CancellationException letGo) {
            // The test has closed the task, and another one stands for the same program.
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("a task does not end", e);
        }
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            opened.pop().run();
        }
        sandbox.close();
        loop.close();
    }
}
