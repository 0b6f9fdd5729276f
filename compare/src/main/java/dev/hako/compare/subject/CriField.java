package dev.hako.compare.subject;

import dev.hako.compare.cri.CriEndpoint;
import dev.hako.compare.cri.Kubelet;
import dev.hako.compare.cri.LargeImage;
import dev.hako.compare.cri.LoopbackRegistry;
import dev.hako.compare.cri.ProbeImage;
import dev.hako.compare.host.Account;
import dev.hako.compare.host.Owned;
import dev.hako.compare.host.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Runtimes that serve kubelets on this machine, and an engine of Hako's that is started for it.
/// Each gets the image from a registry that is here for as long as they are asked.
///
/// @param endpoints who has it
/// @param folder for what else registries are to have
public record CriField(List<CriEndpoint> endpoints, LoopbackRegistry registry, Path folder)
        implements AutoCloseable {
    private static final Map<String, Path> USUAL =
            Map.of(
                    "containerd", Path.of("/run/containerd/containerd.sock"),
                    "cri-o", Path.of("/run/crio/crio.sock"));
    private static final int WARM_UPS = 3;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /// Where and for whom to look.
    ///
    /// @param wanted which names are asked for
    /// @param sockets further ones
    public record Search(
            Predicate<String> wanted, HakoPlace hako, List<Path> sockets, Scratch scratch) {}

    /// Finds them.
    public static CriField find(Search search, List<Field.Gap> gaps) {
        Scratch scratch = search.scratch();
        try {
            Path folder = Files.createDirectories(scratch.folder().resolve("cri"));
            var _ = ProbeImage.make(folder.resolve("image"));
            LoopbackRegistry registry = LoopbackRegistry.serve(folder.resolve("image/layout"));
            scratch.onClose(registry::close);
            List<CriEndpoint> found = new ArrayList<>();
            sockets(search, gaps)
                    .forEach((name, server) -> {
                        Place place = new Place(name, server, folder.resolve(name));
                        try {
                            found.add(place.open(registry.image(), scratch));
                        } catch (RuntimeException e) {
                            gaps.add(new Field.Gap(name, "CRI", Field.firstLine(e)));
                        }
                    });
            return new CriField(found, registry, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Another registry, with an image as large as images are.
    public LoopbackRegistry serveLarge() {
        try {
            return LoopbackRegistry.serve(LargeImage.make(folder.resolve("large")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Server> sockets(Search search, List<Field.Gap> gaps) {
        Map<String, Server> sockets = new LinkedHashMap<>();
        if (search.wanted().test("hako-cri") || search.wanted().test("hako")) {
            try {
                sockets.put("hako-cri", startHako(search));
            } catch (IOException | RuntimeException e) {
                gaps.add(new Field.Gap("hako-cri", "CRI", String.valueOf(e.getMessage())));
            }
        }
        USUAL.forEach((name, socket) -> {
            if (Files.exists(socket) && search.wanted().test(name)) {
                sockets.put(name, Server.at(socket));
            } else if (search.wanted().test(name)) {
                gaps.add(new Field.Gap(name, "CRI", "nobody listens at " + socket));
            }
        });
        for (Path socket : search.sockets()) {
            String name = "cri-" + CommandSubject.plain(socket.getFileName().toString());
            sockets.put(name, Server.at(socket));
        }
        return sockets;
    }

    /// An engine in a group of its own, which goes with it.
    private static Server startHako(Search search) throws IOException {
        Scratch scratch = search.scratch();
        Account account = Account.areOpen() ? Account.open("cri") : Account.uncounted("cri");
        scratch.onClose(account::close);
        Path memory = Files.createDirectories(scratch.memory().resolve("cri"));
        Path socket = memory.resolve("s");
        String join = account.counts() ? "echo 0 >" + account.entrance() + "; " : "";
        ProcessBuilder builder =
                new ProcessBuilder(
                        "sh",
                        "-c",
                        join + "exec " + search.hako().hako() + " engine --cri unix://" + socket);
        builder.environment().put("HAKO_ROOT", scratch.folder().resolve("cri-root").toString());
        builder.environment().put("HAKO_RUN", memory.resolve("run").toString());
        builder.redirectErrorStream(true)
                .redirectOutput(scratch.folder().resolve("cri.log").toFile());
        Process engine = builder.start();
        scratch.onClose(() -> end(engine));
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!Files.exists(socket)) {
            if (!engine.isAlive() || System.nanoTime() - end > 0) {
                throw new IOException("its engine does not serve");
            }
            LockSupport.parkNanos(GLANCE_NANOS);
        }
        return new Server(socket, () -> ownAndServing(account, socket));
    }

    private static List<Long> ownAndServing(Account account, Path socket) {
        Set<Long> all = new LinkedHashSet<>(account.processes());
        all.addAll(Owned.serving(socket));
        return List.copyOf(all);
    }

    private static void end(Process engine) {
        engine.destroy();
        engine.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionally(_ -> engine.destroyForcibly())
                .join();
    }

    /// Where one listens.
    ///
    /// @param processes that work for it, but for those that only a container's id tells of
    private record Server(Path socket, Supplier<List<Long>> processes) {
        private static Server at(Path socket) {
            return new Server(socket, () -> List.copyOf(Owned.serving(socket)));
        }
    }

    /// One of them.
    private record Place(String name, Server server, Path logs) {
        private CriEndpoint open(String image, Scratch scratch) {
            Kubelet kubelet = new Kubelet(server.socket);
            scratch.onClose(kubelet::close);
            kubelet.removeLeftOvers();
            kubelet.pull(image);
            scratch.onClose(() -> {
                kubelet.removeOwn();
                kubelet.forget(image);
            });
            return new CriEndpoint(
                    name, WARM_UPS, kubelet, image, "", logs.toString(), server.processes, () -> 0);
        }
    }

    @Override
    public void close() {
        registry.close();
    }
}
