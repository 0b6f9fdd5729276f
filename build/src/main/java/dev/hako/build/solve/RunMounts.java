package dev.hako.build.solve;

import dev.hako.build.dockerfile.RunMount;
import dev.hako.engine.Locations;
import dev.hako.engine.config.MountRequest;
import dev.hako.failure.Failure;
import dev.hako.image.Image;
import dev.hako.image.archive.MergedTree;
import dev.hako.image.archive.TreeMarks;
import dev.hako.image.layout.Layer;
import dev.hako.image.store.StoredImage;
import dev.hako.kernel.Attributes;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.Flock;
import dev.hako.kernel.IdMap;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.oci.image.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What the program of a `RUN` sees besides its stage's files: `--mount`.
final class RunMounts {
    /// Where a here-document is that is the program.
    static final String SCRIPT = "/.hako-run";

    private static final String CACHES = "caches";
    private static final int SECRET = 0400;
    private static final int PROGRAM = 0755;
    private static final int PUBLIC = 0755;

    private final Layers layers;
    private final WorkPlace place;
    private final Wanted wanted;

    /// What is to be mounted.
    ///
    /// @param mounts variables put in
    /// @param script a here-document that is the program itself
    /// @param directory that relative targets are in
    /// @param sources layers that bind mounts and caches show, by what `from` says; of the context,
    ///   by nothing
    record Wanted(
            List<RunMount> mounts,
            Optional<String> script,
            String directory,
            Map<String, BuildRequest.Secret> secrets,
            SourceLayers sources) {
        Wanted {
            mounts = List.copyOf(mounts);
            secrets = Map.copyOf(secrets);
        }
    }

    /// Finds the layers that a mount shows.
    interface SourceLayers {
        List<Layer> of(Optional<String> from) throws IOException;
    }

    RunMounts(Layers layers, WorkPlace place, Wanted wanted) {
        this.layers = layers;
        this.place = place;
        this.wanted = wanted;
    }

    /// Of the build.
    String buildId() {
        return place.id();
    }

    /// What of them a program's result depends on: not what is in caches and secrets.
    List<String> keys() throws IOException {
        List<String> keys = new ArrayList<>();
        wanted.script.ifPresent(keys::add);
        for (RunMount mount : wanted.mounts) {
            keys.add(mount.toString());
            if (mount instanceof RunMount.Bind bind) {
                keys.add(files(wanted.sources.of(bind.from())));
            }
        }
        return keys;
    }

    private static String files(List<Layer> shown) {
        StringBuilder text = new StringBuilder();
        shown.forEach(layer -> text.append(layer.diffId()).append('\n'));
        return text.toString();
    }

    /// What is mounted, until it is closed.
    ///
    /// @param held locks on caches
    /// @param left directories that nobody needs afterwards
    record Opened(
            List<MountRequest> mounts,
            Map<String, String> variables,
            List<Fd> held,
            List<Path> left)
            implements AutoCloseable {
        @Override
        public void close() {
            left.forEach(FileTree::delete);
            held.forEach(Fd::close);
        }
    }

    Opened open() throws IOException {
        Opened opened =
                new Opened(
                        new ArrayList<>(), new HashMap<>(), new ArrayList<>(), new ArrayList<>());
        try {
            if (wanted.script.isPresent()) {
                opened.mounts.add(script(wanted.script.get()));
            }
            for (RunMount mount : wanted.mounts) {
                open(mount, opened);
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private MountRequest script(String text) throws IOException {
        Path file = place.files().resolve(UUID.randomUUID().toString());
        write(file, text.getBytes(StandardCharsets.UTF_8), PROGRAM);
        return bind(file, SCRIPT, true);
    }

    private static void write(Path file, byte[] bytes, int mode) {
        int flags = Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL;
        NativePath path = NativePath.of(file.toString());
        try (Fd made = Open.openat(Fd.CWD, path, flags, SECRET)) {
            made.writeAll(bytes);
            Attributes.fchmod(made, mode);
        }
    }

    private static MountRequest bind(Path source, String target, boolean readOnly) {
        List<String> options = readOnly ? List.of("ro") : List.of();
        return new MountRequest.Bind(source.toString(), target, options, false);
    }

    private String target(String path) {
        return Path.of(wanted.directory).resolve(path).normalize().toString();
    }

    private void open(RunMount mount, Opened opened) throws IOException {
        switch (mount) {
            case RunMount.Bind bind -> opened.mounts.add(bind(bind, opened));
            case RunMount.Cache cache -> opened.mounts.add(cache(cache, opened));
            case RunMount.Tmpfs(var target, var size) -> {
                List<String> options =
                        size.isPresent() ? List.of("size=" + size.getAsLong()) : List.of();
                opened.mounts.add(new MountRequest.Tmpfs(target(target), options));
            }
            case RunMount.Secret secret -> secret(secret, opened);
        }
    }

    private MountRequest bind(RunMount.Bind bind, Opened opened) throws IOException {
        List<Layer> shown = wanted.sources.of(bind.from());
        if (bind.readWrite()) {
            return copy(shown, bind, opened);
        }
        StoredImage image = layers.bare(shown);
        Image.Origin origin = new Image.Origin(image.descriptor().digest(), image.id());
        String inside = Path.of("/").resolve(bind.source()).normalize().toString().substring(1);
        return new MountRequest.ImageFiles(
                image.id().toString(),
                Optional.of(origin),
                target(bind.target()),
                inside.isEmpty() ? Optional.empty() : Optional.of(inside));
    }

    /// What is written to it is nobody's.
    private MountRequest copy(List<Layer> shown, RunMount.Bind bind, Opened opened)
            throws IOException {
        Path copy = Files.createDirectory(place.files().resolve(UUID.randomUUID().toString()));
        opened.left.add(copy);
        List<String> directories = layers.directories(shown).stream().map(Path::toString).toList();
        MergedTree.copy(directories, copy, marks());
        try (Fd top = Open.open(copy.toString(), Open.O_PATH);
                Fd part = Open.inRoot(top, NativePath.of("./" + bind.source()), Open.O_PATH)) {
            Path inside = Path.of(part.procPath().toString()).toRealPath();
            return bind(inside, target(bind.target()), false);
        }
    }

    private static TreeMarks marks() {
        return TreeMarks.of(IdMap.users().isNamespace());
    }

    private MountRequest cache(RunMount.Cache cache, Opened opened) throws IOException {
        Path directory = caches(place).resolve(name(cache));
        switch (cache.sharing()) {
            case SHARED -> opened.held.add(lockShared(made(directory, cache)));
            case LOCKED -> opened.held.add(lock(made(directory, cache)));
            case PRIVATE -> directory = own(directory, cache, opened);
        }
        return bind(directory, target(cache.target()), cache.readOnly());
    }

    private static Path caches(WorkPlace place) {
        return place.files().resolve("../..").normalize().resolve(CACHES);
    }

    /// Where an engine's caches are.
    static Path caches(Locations locations) {
        return locations.builds().resolve(CACHES);
    }

    private static String name(RunMount.Cache cache) {
        String what = cache.id() + "\n" + cache.owner() + "\n" + cache.from() + cache.source();
        return Digest.sha256(what.getBytes(StandardCharsets.UTF_8)).hex();
    }

    /// Begun with what `from` has in `source`, if it says so.
    private Path made(Path directory, RunMount.Cache cache) throws IOException {
        if (Files.isDirectory(directory)) {
            return directory;
        }
        Path fresh = directory.resolveSibling("." + UUID.randomUUID());
        Files.createDirectories(fresh);
        if (cache.from().isPresent()) {
            begin(fresh, cache);
        }
        try (Fd made = Open.open(fresh.toString(), Open.O_RDONLY | Open.O_DIRECTORY)) {
            RunMount.Owner owner = cache.owner();
            Attributes.fchown(made, owner.uid(), owner.gid());
            Attributes.fchmod(made, owner.mode().orElse(PUBLIC));
        }
        try {
            Files.move(fresh, directory);
        } catch (IOException e) {
            FileTree.delete(fresh);
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        return directory;
    }

    private void begin(Path fresh, RunMount.Cache cache) throws IOException {
        if (!Path.of("/").resolve(cache.source()).normalize().equals(Path.of("/"))) {
            throw Failure.unsupported(
                            "a cache that begins with a part of \""
                                    + cache.from().orElse("")
                                    + "\" is not supported")
                    .hint("leave out source, or copy the files in the RUN");
        }
        List<String> directories =
                layers.directories(wanted.sources.of(cache.from())).stream()
                        .map(Path::toString)
                        .toList();
        MergedTree.copy(directories, fresh, marks());
    }

    /// One that nobody else has: the cache itself, or an empty one of this run.
    private Path own(Path directory, RunMount.Cache cache, Opened opened) throws IOException {
        Fd file = Open.open(made(directory, cache).toString(), Open.O_RDONLY | Open.O_DIRECTORY);
        opened.held.add(file);
        if (Flock.tryExclusive(file)) {
            return directory;
        }
        Path other = directory.resolveSibling(".private-" + UUID.randomUUID());
        opened.left.add(other);
        return made(other, cache);
    }

    private static Fd lock(Path directory) {
        Fd file = Open.open(directory.toString(), Open.O_RDONLY | Open.O_DIRECTORY);
        Flock.exclusive(file);
        return file;
    }

    private static Fd lockShared(Path directory) {
        Fd file = Open.open(directory.toString(), Open.O_RDONLY | Open.O_DIRECTORY);
        Flock.shared(file);
        return file;
    }

    private void secret(RunMount.Secret secret, Opened opened) {
        BuildRequest.Secret value = wanted.secrets.get(secret.id());
        if (value == null) {
            if (secret.required()) {
                throw Failure.notFound("there is no secret \"" + secret.id() + "\"")
                        .hint("give it with --secret id=" + secret.id() + ",src=FILE");
            }
            return;
        }
        secret.variable()
                .ifPresent(name ->
                        opened.variables.put(
                                name, new String(value.bytes(), StandardCharsets.UTF_8)));
        if (secret.target().isPresent()) {
            Path file = place.memory().resolve(UUID.randomUUID().toString());
            opened.left.add(file);
            write(file, value.bytes(), SECRET);
            try (Fd made = Open.open(file.toString(), Open.O_RDONLY)) {
                Attributes.fchown(made, secret.owner().uid(), secret.owner().gid());
                Attributes.fchmod(made, secret.owner().mode().orElse(SECRET));
            }
            opened.mounts.add(bind(file, target(secret.target().get()), true));
        }
    }
}
