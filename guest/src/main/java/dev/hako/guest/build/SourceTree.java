package dev.hako.guest.build;

import dev.hako.failure.Failure;
import dev.hako.guest.build.BuildListener.Stage;
import dev.hako.guest.build.PrivateApt.SourcePackage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// A source, found but not yet brought: what it is, and how its tree is made.
///
/// @param title for people
/// @param identity the same for equal sources
/// @param tree brings it
record SourceTree(String title, String identity, Bringing tree) {
    private static final String FOLDER = "source";

    /// Makes the tree.
    interface Bringing {
        Path bring() throws IOException, InterruptedException;
    }

    /// Looks at a source, without unpacking or fetching it.
    static SourceTree of(
            KernelSource source, PrivateApt apt, Workshop workshop, BuildListener listener)
            throws IOException, InterruptedException {
        return switch (source) {
            case KernelSource.Packaged() -> {
                SourcePackage newest = apt.newest();
                yield new SourceTree(
                        newest.title(),
                        "package " + newest.title() + " " + newest.sha256(),
                        () -> packaged(newest, apt, workshop, listener));
            }
            case KernelSource.Tarball(Path file) ->
                    new SourceTree(
                            file.getFileName().toString(),
                            "tarball " + digestOf(file),
                            () -> unpacked(file, workshop, listener));
            case KernelSource.Tree(Path folder) ->
                    new SourceTree(
                            folder.toString(),
                            "tree " + folder + " " + stateOf(folder),
                            () -> folder);
        };
    }

    private static Path packaged(
            SourcePackage wanted, PrivateApt apt, Workshop workshop, BuildListener listener)
            throws IOException, InterruptedException {
        listener.begins(Stage.FETCHING, wanted.title());
        Path file = apt.download(wanted);
        Path opened = workshop.folder().resolve("package");
        workshop.run(
                "cannot open the package",
                List.of("dpkg-deb", "--extract", file.toString(), opened.toString()));
        Files.delete(file);
        Path tarball = opened.resolve("usr/src/" + wanted.name() + ".tar.xz");
        Path tree = unpacked(tarball, workshop, listener);
        Files.delete(tarball);
        return tree;
    }

    private static Path unpacked(Path tarball, Workshop workshop, BuildListener listener)
            throws IOException, InterruptedException {
        listener.begins(Stage.UNPACKING, tarball.getFileName().toString());
        Path tree = Files.createDirectory(workshop.folder().resolve(FOLDER));
        workshop.run(
                "cannot unpack the source",
                List.of(
                        "tar",
                        "--extract",
                        "--file=" + tarball,
                        "--directory=" + tree,
                        "--strip-components=1",
                        "--no-same-owner"));
        if (!Files.isRegularFile(tree.resolve("Makefile"))) {
            throw Failure.invalid(
                    "\""
                            + tarball
                            + "\" is no kernel's source: there is no Makefile in its folder");
        }
        return tree;
    }

    private static String digestOf(Path file) throws IOException {
        MessageDigest hash = Inputs.sha256();
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), hash)) {
            in.transferTo(out);
        }
        return HexFormat.of().formatHex(hash.digest());
    }

    /// A tree is taken for the same while no file has another name, size or time.
    private static String stateOf(Path folder) throws IOException {
        MessageDigest hash = Inputs.sha256();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted().forEach(file -> hash.update(stateOf(folder, file)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return HexFormat.of().formatHex(hash.digest());
    }

    private static byte[] stateOf(Path folder, Path file) {
        try {
            var attributes =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            String state =
                    attributes.isDirectory()
                            ? "folder"
                            : attributes.size() + " " + attributes.lastModifiedTime();
            return (folder.relativize(file) + "\0" + state + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
