package dev.hako.isolation.unikernel;

import dev.hako.isolation.ExecSpec;
import dev.hako.isolation.HostFacts;
import dev.hako.isolation.Isolation;
import dev.hako.isolation.Sandbox;
import dev.hako.isolation.SandboxSpec;
import dev.hako.isolation.Support;
import dev.hako.isolation.Task;
import dev.hako.isolation.TaskAddress;
import dev.hako.isolation.TaskSpec;
import dev.hako.oci.runtime.Resources;
import dev.hako.plan.RootFilesystem;
import dev.hako.plan.RootFilesystem.Bind;
import dev.hako.plan.RootFilesystem.Overlay;
import dev.hako.plan.RootFilesystem.RootDisk;
import dev.hako.plan.RootFilesystem.Upper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The isolation, for roots that are directories: each is put on a disk first, as an engine does it
/// with layers.
record OnDisks(Isolation isolation) implements Isolation {
    @Override
    public String name() {
        return isolation.name();
    }

    @Override
    public boolean hasRootsOnDisks() {
        return isolation.hasRootsOnDisks();
    }

    @Override
    public Support support(HostFacts host) {
        return isolation.support(host);
    }

    @Override
    public Sandbox open(SandboxSpec spec) {
        return new DiskSandbox(isolation.open(spec));
    }

    /// Of a directory, as the lowest layer, with a writable disk over it.
    static RootFilesystem of(RootFilesystem root, Path folder) {
        String directory = ((Bind) root.mounts().getFirst()).source();
        Path layer = folder.resolve("layer.erofs");
        Path upper = folder.resolve("upper.ext4");
        run("mkfs.erofs", layer.toString(), directory);
        Overlay overlay =
                new Overlay(
                        "/",
                        List.of(directory),
                        "/",
                        Optional.of(new Upper("/nonexistent/files", "/nonexistent/work", false)),
                        false);
        return new RootFilesystem(List.of(overlay), List.of())
                .with(
                        List.of(
                                new RootDisk(layer.toString(), "erofs", true),
                                new RootDisk(upper.toString(), "ext4", false)));
    }

    private static void run(String... words) {
        try {
            Path told = Files.createTempFile("disk", ".log");
            Process process =
                    new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(told.toFile())
                            .start();
            if (process.waitFor() != 0) {
                throw new AssertionError(words[0] + ": " + Files.readString(told));
            }
            Files.delete(told);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private record DiskSandbox(Sandbox sandbox) implements Sandbox {
        @Override
        public void prepare() {
            sandbox.prepare();
        }

        @Override
        public void limit(Resources limits) {
            sandbox.limit(limits);
        }

        @Override
        public void dismantle() {
            sandbox.dismantle();
        }

        @Override
        public Task start(TaskSpec spec) {
            return sandbox.start(spec.with(of(spec.root(), spec.address().directory())));
        }

        @Override
        public Task exec(Task container, ExecSpec spec) {
            return sandbox.exec(container, spec);
        }

        @Override
        public Optional<Task> reconnect(TaskAddress address) {
            return sandbox.reconnect(address);
        }

        @Override
        public void collect(String id) {
            sandbox.collect(id);
        }

        @Override
        public void close() {
            sandbox.close();
        }
    }
}
