package dev.hako.guest.build;

import dev.hako.failure.Failure;
import dev.hako.guest.build.BuildListener.Stage;
import dev.hako.guest.kernel.FileLock;
import dev.hako.guest.kernel.GuestKernel;
import dev.hako.guest.kernel.KernelFacts;
import dev.hako.guest.kernel.KernelStore;
import dev.hako.kernel.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Builds guest kernels into a store.
///
/// @param store where they go
/// @param tools the machine's
/// @param clock what says when
public record KernelBuild(KernelStore store, BuildTools tools, InstantSource clock) {
    private static final long LONGEST_NAP_MILLIS = 200;
    private static final long ROOM_FOR_SOURCE = 3L << 30;
    private static final long ROOM_FOR_OBJECTS = 1L << 29;
    private static final int MOST_JOBS = 512;

    /// What is to be built.
    ///
    /// @param source from what
    /// @param jobs so many compilers at once, as `make -j`
    /// @param proxies variables of the caller's environment that tell how to reach a mirror
    public record Request(KernelSource source, int jobs, Map<String, String> proxies) {
        public Request {
            proxies = Map.copyOf(proxies);
            if (jobs < 1 || jobs > MOST_JOBS) {
                throw Failure.invalid("the number of jobs is from 1 to " + MOST_JOBS);
            }
        }
    }

    /// Builds one, or answers with what the same inputs were built to before.
    ///
    /// @throws Failure with what is missing, or what failed and where all is that was said of it
    /// @throws InterruptedException when it was interrupted; nothing of it runs or is left then
    public GuestKernel run(Request request, BuildListener listener) throws InterruptedException {
        tools.require(request.source);
        try (FileLock _ = turn(listener)) {
            Path folder = Files.createDirectory(store.building());
            try (Workshop workshop =
                    new Workshop(folder, store.log(), environment(folder, request), tools)) {
                return build(request, workshop, listener);
            } finally {
                FileTree.delete(folder);
            }
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE, "cannot build a guest kernel: " + e.getMessage(), e);
        } catch (Failure e) {
            throw e.during("cannot build a guest kernel");
        }
    }

    private FileLock turn(BuildListener listener) throws InterruptedException {
        Optional<FileLock> turn = store.turn();
        if (turn.isEmpty()) {
            listener.begins(Stage.WAITING, "");
        }
        while (turn.isEmpty()) {
            Thread.sleep(LONGEST_NAP_MILLIS);
            turn = store.turn();
        }
        return turn.get();
    }

    private GuestKernel build(Request request, Workshop workshop, BuildListener listener)
            throws IOException, InterruptedException {
        listener.begins(Stage.LOOKING, "");
        Path aptFolder = store.building().resolveSibling("apt");
        PrivateApt apt = new PrivateApt(aptFolder, workshop);
        SourceTree source = SourceTree.of(request.source, apt, workshop, listener);
        Toolchain toolchain = Toolchain.of(workshop);
        Fragments fragments = Fragments.uml();
        String inputs = new Inputs(source.identity(), fragments, toolchain.toString()).key();
        Optional<GuestKernel> built = store.builtFrom(inputs);
        if (built.isPresent()) {
            return built.get();
        }
        requireRoom(request.source, workshop.folder());
        Make make = new Make(source.tree().bring(), workshop);
        listener.begins(Stage.CONFIGURING, source.title());
        String configuration = make.configure(fragments);
        String version = make.version();
        listener.begins(Stage.COMPILING, "Linux " + version);
        Make.Made made = make.program(request.jobs, expected(), listener);
        listener.begins(Stage.STORING, "");
        KernelFacts facts =
                new KernelFacts(
                        version,
                        "x86_64",
                        source.title(),
                        toolchain.compiler(),
                        clock.instant().truncatedTo(ChronoUnit.SECONDS),
                        made.steps());
        GuestKernel kernel = store.add(made.program(), configuration, facts);
        store.remember(inputs, kernel);
        return kernel;
    }

    /// As many steps as the newest kernel took.
    private int expected() {
        return store.all().stream().findFirst().map(kernel -> kernel.facts().steps()).orElse(0);
    }

    private static void requireRoom(KernelSource source, Path folder) throws IOException {
        boolean unpacks = !(source instanceof KernelSource.Tree);
        long needed = ROOM_FOR_OBJECTS + (unpacks ? ROOM_FOR_SOURCE : 0);
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < needed) {
            throw Failure.of(
                    Failure.Kind.EXHAUSTED,
                    "it needs %d MiB in \"%s\", where %d are free"
                            .formatted(needed >> 20, folder, free >> 20));
        }
    }

    /// Nothing of the caller's or the engine's environment, so that it changes nothing that is
    /// made.
    private Map<String, String> environment(Path folder, Request request) {
        Map<String, String> environment = new HashMap<>(request.proxies);
        environment.putAll(
                Map.of(
                        "PATH", tools.searchPath(),
                        "HOME", folder.toString(),
                        "TMPDIR", folder.toString(),
                        "LC_ALL", "C",
                        "TZ", "UTC"));
        environment.putAll(Make.ENVIRONMENT);
        return environment;
    }

    /// What compiler and linker say of themselves.
    private record Toolchain(String compiler, String linker) {
        static Toolchain of(Workshop workshop) throws InterruptedException {
            String intent = "cannot ask for the version";
            List<String> library = workshop.run(intent, List.of("gcc", "-print-file-name=libc.a"));
            if (library.isEmpty() || !Path.of(library.getFirst()).isAbsolute()) {
                throw BuildTools.missing("static C library", List.of("libc6-dev"));
            }
            return new Toolchain(
                    workshop.run(intent, List.of("gcc", "--version")).getFirst(),
                    workshop.run(intent, List.of("ld", "--version")).getFirst());
        }
    }
}
