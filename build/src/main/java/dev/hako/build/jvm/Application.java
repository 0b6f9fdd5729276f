package dev.hako.build.jvm;

import dev.hako.failure.Failure;
import dev.hako.oci.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;

/// An application that was taken apart, in a directory: `lib` with what it needs, `resources` and
/// `classes` with one jar each of its own.
///
/// @param options of the runtime, by its manifest
/// @param labels of its image
/// @param libraries names of jars in `lib`, in the order of the class path
/// @param resources whether there is a file that is no class
/// @param overlaps whether a file of its own is in a library, too, so that the order counts
public record Application(
        String mainClass,
        List<String> options,
        Map<String, String> labels,
        List<String> libraries,
        boolean resources,
        boolean overlaps) {
    static final String LIB = "lib";
    static final String CLASSES = "classes/classes.jar";
    static final String RESOURCES = "resources/resources.jar";
    private static final int MOST_ENTRIES = 1 << 18;

    public Application {
        options = List.copyOf(options);
        labels = Map.copyOf(labels);
        libraries = List.copyOf(libraries);
    }

    /// Takes a jar apart.
    ///
    /// @param name of it, for people
    /// @param into an empty directory
    /// @throws Failure for one that `java -jar` would not start
    public static Application unpack(String name, Path jar, Path into) throws IOException {
        try (JarFile opened = new JarFile(jar.toFile(), false, JarFile.OPEN_READ)) {
            Manifest manifest = opened.getManifest();
            if (manifest == null) {
                throw Failure.invalid("\"" + name + "\" has no manifest")
                        .hint("make an executable jar: `java -jar` must start it");
            }
            List<String> entries = entries(name, opened);
            Start start = Start.of(name, manifest);
            JarLayout layout = layout(name, start, entries);
            Parts parts = new Parts(into, manifest, new Libraries(into.resolve(LIB)));
            try (parts) {
                for (String entry : entries) {
                    send(opened, entry, layout.place(entry), parts);
                }
                parts.libraries().classPath(name, jar, manifest);
            }
            return parts.application(start);
        } catch (ZipException e) {
            throw Failure.of(
                    Failure.Kind.INVALID, "\"" + name + "\" is no jar: " + e.getMessage(), e);
        }
    }

    /// Of all its classes and libraries.
    public String digest(Path parts) throws IOException {
        MessageDigest hash = Digest.Algorithm.SHA256.messageDigest();
        List<String> files = new ArrayList<>(List.of(CLASSES));
        libraries.forEach(name -> files.add(LIB + "/" + name));
        for (String file : files) {
            hash.update(
                    (file + "\n" + Files.size(parts.resolve(file)) + "\n")
                            .getBytes(StandardCharsets.UTF_8));
            try (InputStream in = Files.newInputStream(parts.resolve(file));
                    OutputStream out =
                            new DigestOutputStream(OutputStream.nullOutputStream(), hash)) {
                in.transferTo(out);
            }
        }
        return Digest.of(Digest.Algorithm.SHA256, hash.digest()).hex();
    }

    private static List<String> entries(String name, JarFile jar) {
        List<String> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        var all = jar.entries();
        while (all.hasMoreElements()) {
            JarEntry entry = all.nextElement();
            if (!entry.isDirectory() && seen.add(entry.getName())) {
                entries.add(entry.getName());
            }
            if (entries.size() > MOST_ENTRIES) {
                throw Failure.of(
                        Failure.Kind.EXHAUSTED,
                        "\"" + name + "\" has more than " + MOST_ENTRIES + " files");
            }
        }
        return entries;
    }

    private static JarLayout layout(String name, Start start, List<String> entries) {
        if (entries.stream().anyMatch(entry -> entry.startsWith("WEB-INF/"))) {
            throw Failure.unsupported("\"" + name + "\" is a web archive, which is not supported")
                    .hint("write a Dockerfile that puts it into a server's directory");
        }
        return entries.stream().anyMatch(entry -> entry.startsWith(JarLayout.Nested.CLASSES))
                ? new JarLayout.Nested()
                : JarLayout.Flat.of(start.mainClass(), entries);
    }

    private static void send(JarFile jar, String entry, Place place, Parts parts)
            throws IOException {
        if (place instanceof Place.Nowhere) {
            return;
        }
        try (InputStream in = jar.getInputStream(jar.getJarEntry(entry))) {
            parts.add(place, in);
        }
    }
}
