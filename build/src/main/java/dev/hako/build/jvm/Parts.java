package dev.hako.build.jvm;

import dev.hako.failure.Failure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/// Where the parts of an application's jar are put.
final class Parts implements AutoCloseable {
    private static final long MOST_BYTES = 4L << 30;
    private static final int MOST_BYTES_OF_FILE = 256 << 20;
    private static final String BUNDLED = "bundled.jar";

    private final Path into;
    private final Manifest manifest;
    private final Libraries libraries;
    private final FixedJar classes;
    private final Set<String> own = new HashSet<>();
    private Optional<FixedJar> resources = Optional.empty();
    private Optional<FixedJar> bundled = Optional.empty();
    private long left = MOST_BYTES;

    Parts(Path into, Manifest manifest, Libraries libraries) throws IOException {
        this.into = into;
        this.manifest = manifest;
        this.libraries = libraries;
        this.classes = made(Application.CLASSES);
        classes.manifest(ownManifest());
    }

    private FixedJar made(String file) throws IOException {
        Path path = into.resolve(file);
        Files.createDirectories(path.resolve("..").normalize());
        return FixedJar.create(path);
    }

    /// What programs ask their packages for, without what said where the parts were.
    private Manifest ownManifest() {
        Manifest kept = new Manifest(manifest);
        Attributes main = kept.getMainAttributes();
        main.putIfAbsent(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.remove(Attributes.Name.CLASS_PATH);
        main.keySet().removeIf(name -> name.toString().startsWith("Spring-Boot-"));
        kept.getEntries().clear();
        return kept;
    }

    Libraries libraries() {
        return libraries;
    }

    void add(Place place, InputStream content) throws IOException {
        switch (place) {
            case Place.OwnClass(var name) -> {
                own.add(name);
                classes.add(name, bytes(content));
            }
            case Place.Resource(var name) -> {
                own.add(name);
                resources().add(name, bytes(content));
            }
            case Place.Bundled(var name) -> bundled().add(name, bytes(content));
            case Place.Library(var file) -> libraries.add(file, new Counted(content));
            case Place.Nowhere _ -> {
                // The new jars say it themselves.
            }
        }
    }

    private FixedJar resources() throws IOException {
        if (resources.isEmpty()) {
            resources = Optional.of(made(Application.RESOURCES));
        }
        return resources.get();
    }

    private FixedJar bundled() throws IOException {
        if (bundled.isEmpty()) {
            FixedJar jar = FixedJar.create(libraries.place(BUNDLED));
            bundled = Optional.of(jar);
            Manifest theirs = new Manifest();
            theirs.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            String releases = manifest.getMainAttributes().getValue(Attributes.Name.MULTI_RELEASE);
            if (releases != null) {
                theirs.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, releases);
            }
            jar.manifest(theirs);
        }
        return bundled.get();
    }

    private byte[] bytes(InputStream content) throws IOException {
        byte[] bytes = content.readNBytes(MOST_BYTES_OF_FILE + 1);
        if (bytes.length > MOST_BYTES_OF_FILE) {
            throw tooLarge();
        }
        take(bytes.length);
        return bytes;
    }

    private void take(long bytes) {
        left -= bytes;
        if (left < 0) {
            throw tooLarge();
        }
    }

    private static Failure tooLarge() {
        return Failure.of(Failure.Kind.EXHAUSTED, "the application is too large")
                .hint("it may have 4 GiB, and each of its own files 256 MiB");
    }

    /// Counts what is in whole jars.
    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            take(Math.max(0, count));
            return count;
        }
    }

    /// What has come of it, once this is closed.
    Application application(Start start) throws IOException {
        Set<String> theirs = libraries.entries();
        theirs.retainAll(own);
        return new Application(
                start.mainClass(),
                start.options(),
                start.labels(),
                libraries.names(),
                resources.isPresent(),
                !theirs.isEmpty());
    }

    @Override
    public void close() throws IOException {
        classes.close();
        if (resources.isPresent()) {
            resources.get().close();
        }
        if (bundled.isPresent()) {
            bundled.get().close();
        }
    }
}
