package dev.hako.build.jvm;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/// Jars that an application needs, in one directory.
final class Libraries {
    private static final Pattern NAME = Pattern.compile("[\\w+.@=~-]{1,200}\\.jar");
    private static final int MOST = 4096;

    private final Path directory;
    private final List<String> names = new ArrayList<>();

    Libraries(Path directory) {
        this.directory = directory;
    }

    /// The order of the class path.
    List<String> names() {
        return names;
    }

    /// Puts one there.
    void add(String file, InputStream content) throws IOException {
        Files.copy(content, place(file));
    }

    /// Where one is to be made.
    Path place(String file) throws IOException {
        if (!NAME.matcher(file).matches() || file.startsWith(".")) {
            throw Failure.unsupported("a library cannot be called \"" + file + "\" here");
        }
        if (names.contains(file)) {
            throw Failure.conflict("there are two libraries called \"" + file + "\"");
        }
        if (names.size() >= MOST) {
            throw Failure.of(Failure.Kind.EXHAUSTED, "there are more than " + MOST + " libraries");
        }
        names.add(file);
        Files.createDirectories(directory);
        return directory.resolve(file);
    }

    /// Takes what the manifest's `Class-Path` names, beside or below the jar.
    void classPath(String name, Path jar, Manifest manifest) throws IOException {
        String path = manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        if (path == null || path.isBlank()) {
            return;
        }
        Path top = Objects.requireNonNull(jar.toRealPath().getParent());
        for (String word : path.strip().split("\\s+", -1)) {
            Path library = find(name, top, word);
            String file = library.getFileName().toString();
            try (InputStream content = Files.newInputStream(library)) {
                add(file, content);
            }
        }
    }

    private static Path find(String name, Path top, String word) throws IOException {
        Path library;
        try {
            URI address = new URI(word);
            if (address.isAbsolute() || address.getPath() == null) {
                throw Failure.unsupported(said(name, word) + " which is no relative path");
            }
            library = top.resolve(address.getPath()).normalize();
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw Failure.of(Failure.Kind.INVALID, said(name, word) + " which is no path", e);
        }
        if (!Files.isRegularFile(library)) {
            throw Failure.notFound(said(name, word) + " and there is no such file")
                    .hint("build where its libraries are, or take it out of the manifest");
        }
        Path real = library.toRealPath();
        if (!library.startsWith(top) || !real.startsWith(top)) {
            throw Failure.of(
                    Failure.Kind.DENIED,
                    said(name, word) + " which is not below the jar's directory");
        }
        return library;
    }

    private static String said(String name, String word) {
        return "the Class-Path of \"" + name + "\" names \"" + word + "\",";
    }

    /// All that is in them, but for what each jar has of its own.
    Set<String> entries() throws IOException {
        Set<String> entries = new TreeSet<>();
        for (String name : names) {
            try (JarFile jar = new JarFile(directory.resolve(name).toFile(), false)) {
                var all = jar.entries();
                while (all.hasMoreElements()) {
                    JarEntry entry = all.nextElement();
                    if (!entry.isDirectory() && !entry.getName().startsWith("META-INF/")) {
                        entries.add(entry.getName());
                    }
                }
            }
        }
        return entries;
    }
}
