package dev.hako.bench.subject.cri;

import dev.hako.bench.host.NetworkPlace;
import dev.hako.compare.cri.CriEndpoint;
import dev.hako.compare.cri.Kubelet;
import dev.hako.compare.cri.ProbeImage;
import dev.hako.compare.host.Account;
import dev.hako.compare.host.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A runtime that serves a kubelet, alone in a network and a mount namespace: what it makes of
/// bridges, mounts and namespaces goes with its last process, though it may be killed.
public final class CriNode implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PARTING_SECONDS = 10;

    /// The hierarchy of v2 beside those of v1 is taken off: crun 1.8 refuses that layout.
    private static final String ENTER =
            "echo 0 >\"$1\"; shift; exec nsenter --net --target \"$1\" unshare --mount sh -c '"
                    + "umount /sys/fs/cgroup/unified 2>/dev/null; eval \"$1\"; shift; exec \"$@\"' sh \"${@:2}\"";

    private final String name;
    private final int warmUps;
    private final Account account;
    private final NetworkPlace place;
    private final Process process;
    private final Kubelet kubelet;
    private final String logs;

    /// How a node is started.
    ///
    /// @param warmUps how many pods it takes until one is like the other
    /// @param mounts a line of shell that mounts what only the node is to see
    /// @param socket where it will listen for the kubelet
    /// @param folder what is its own; removed by others
    record Recipe(
            String name,
            int warmUps,
            String mounts,
            List<String> command,
            Map<String, String> environment,
            Path socket,
            Path folder) {}

    private CriNode(Recipe recipe, Scratch scratch) {
        this.name = recipe.name();
        this.warmUps = recipe.warmUps();
        this.account = Account.open("cri-" + name.replace('+', '-'));
        scratch.onClose(account::close);
        this.place = NetworkPlace.make();
        scratch.onClose(place::close);
        this.logs = recipe.folder().resolve("logs").toString();
        this.process = begin(recipe);
        scratch.onClose(this::end);
        this.kubelet = new Kubelet(recipe.socket());
    }

    /// Starts it; see [#await].
    static CriNode start(Recipe recipe, Scratch scratch) {
        return new CriNode(recipe, scratch);
    }

    private Process begin(Recipe recipe) {
        List<String> words = new ArrayList<>(List.of("/bin/bash", "-c", ENTER, "bash"));
        words.add(account.entrance().toString());
        words.addAll(List.of(place.holder(), recipe.mounts()));
        words.addAll(recipe.command());
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.redirectOutput(recipe.folder().resolve("log").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().putAll(recipe.environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until it has the image.
    ///
    /// @throws IllegalStateException if it ends, or does not get it in a minute
    CriNode await(Path folder) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!kubelet.has(ProbeImage.NAME)) {
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                throw new IllegalStateException(name + " does not serve: " + lastLine(folder));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return this;
    }

    private static String lastLine(Path folder) {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("log"));
            return lines.isEmpty() ? "it printed nothing" : lines.getLast();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// As the report calls it.
    public String name() {
        return name;
    }

    /// What has to be known to ask it for pods.
    public CriEndpoint endpoint() {
        return new CriEndpoint(
                name,
                warmUps,
                kubelet,
                ProbeImage.NAME,
                account.containers(),
                logs,
                account::processes,
                account::restedNanos);
    }

    /// Who asks it.
    public Kubelet kubelet() {
        return kubelet;
    }

    /// All its processes, its containers' included.
    public List<Long> processes() {
        return account.processes();
    }

    private void end() {
        process.destroy();
        process.onExit()
                .orTimeout(PARTING_SECONDS, TimeUnit.SECONDS)
                .exceptionally(_ -> process.destroyForcibly())
                .join();
    }

    /// Ends it and all its containers.
    @Override
    public void close() {
        kubelet.close();
        end();
        account.close();
        place.close();
    }
}
