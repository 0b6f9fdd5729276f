package dev.hako.app.build;

import dev.hako.app.caller.Caller;
import dev.hako.build.context.IgnoreRules;
import dev.hako.build.dockerfile.Dockerfile;
import dev.hako.build.files.FileSource;
import dev.hako.failure.Failure;
import dev.hako.image.archive.TarReader;
import dev.hako.image.archive.TreeWriter;
import dev.hako.image.compression.Decompression;
import dev.hako.image.tarball.Unpacked;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.oci.image.MediaTypes.Compression;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The directory of a build and the Dockerfile that says how.
///
/// @param name of the Dockerfile, for messages
/// @param text of it
/// @param scratch what standard input was unpacked to, if it was
public record OpenContext(FileSource files, String name, byte[] text, Optional<Path> scratch)
        implements AutoCloseable {
    private static final String STDIN = "-";
    private static final int MAX_BYTES = 2 << 20;
    private static final int HEAD = 512;
    private static final int MAGIC_AT = 257;
    private static final int DIRECTORY = Open.O_PATH | Open.O_DIRECTORY;
    private static final int READ = Open.O_RDONLY | Open.O_NONBLOCK;
    private static final List<String> NAMES = List.of("Dockerfile", "Containerfile");
    private static final String IGNORE = ".dockerignore";

    /// Opens what a command line names.
    ///
    /// @param where a directory, or `-` for an archive or a Dockerfile on standard input
    /// @param file the Dockerfile, from where the caller stands; empty: the directory's
    /// @param scratch a directory that standard input may be unpacked below
    public static OpenContext open(Caller caller, String where, Optional<String> file, Path scratch)
            throws IOException {
        if (where.equals(STDIN)) {
            return ofInput(caller, file, scratch);
        }
        requireDirectory(where);
        Fd root = directory(caller, where);
        try {
            return of(caller, root, file, Optional.empty());
        } catch (RuntimeException e) {
            root.close();
            throw e;
        }
    }

    private static void requireDirectory(String where) {
        if (where.matches("(https?|git|ssh)://.*|git@.*|github\\.com/.*")) {
            throw Failure.unsupported(
                            "the context \"" + where + "\" is no directory of this machine")
                    .hint("fetch it first, or pipe an archive of it to `hako build -`");
        }
    }

    /// A directory that the caller names.
    static Fd directory(Caller caller, String where) {
        try {
            return Open.openat(caller.directory().descriptor(), NativePath.of(where), DIRECTORY);
        } catch (KernelException e) {
            throw Failure.of(
                    e.is(Errno.ENOENT) ? Failure.Kind.NOT_FOUND : e.kind(),
                    "cannot open the context \"" + where + "\": " + Errno.describe(e.number()),
                    e);
        }
    }

    private static OpenContext of(
            Caller caller, Fd root, Optional<String> file, Optional<Path> scratch) {
        FileSource all = new FileSource(root, IgnoreRules.NONE, false);
        String name = file.orElseGet(() -> present(all));
        byte[] text =
                file.isEmpty()
                        ? read(root, name).orElseThrow(() -> noDockerfile(name))
                        : given(caller, root, file.get(), scratch.isPresent());
        IgnoreRules rules = ignored(caller, root, name, file.isPresent() && scratch.isEmpty());
        return new OpenContext(new FileSource(root, rules, false), name, text, scratch);
    }

    private static String present(FileSource all) {
        return NAMES.stream()
                .filter(name -> read(all.root(), name).isPresent())
                .findFirst()
                .orElse(NAMES.getFirst());
    }

    private static Failure noDockerfile(String name) {
        return Failure.notFound("there is no \"" + name + "\" in the context")
                .hint("name it with -f");
    }

    private static byte[] given(Caller caller, Fd root, String file, boolean inside) {
        if (file.equals(STDIN)) {
            try {
                return caller.input().readNBytes(MAX_BYTES + 1);
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
        return inside
                ? read(root, file).orElseThrow(() -> noDockerfile(file))
                : caller.directory().read(file, MAX_BYTES);
    }

    /// A file of the context, links followed inside it; empty if there is none.
    private static Optional<byte[]> read(Fd root, String name) {
        try (Fd file = Open.inRoot(root, NativePath.of(name), READ)) {
            return Optional.of(file.readAll(MAX_BYTES));
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOENT, Errno.ENOTDIR)) {
                return Optional.empty();
            }
            throw e.during("cannot read \"" + name + "\"");
        }
    }

    /// A file beside the Dockerfile comes before the context's own.
    private static IgnoreRules ignored(Caller caller, Fd root, String file, boolean outside) {
        String own = file + IGNORE;
        Fd from = outside ? caller.directory().descriptor() : root;
        Optional<byte[]> beside =
                file.equals(STDIN) ? Optional.empty() : beside(from, own, outside);
        return beside.map(text -> IgnoreRules.parse(own, text))
                .or(() -> read(root, IGNORE).map(text -> IgnoreRules.parse(IGNORE, text)))
                .orElse(IgnoreRules.NONE);
    }

    private static Optional<byte[]> beside(Fd from, String name, boolean outside) {
        if (!outside) {
            return read(from, name);
        }
        try (Fd file = Open.openat(from, NativePath.of(name), READ)) {
            return Optional.of(file.readAll(MAX_BYTES));
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOENT, Errno.ENOTDIR)) {
                return Optional.empty();
            }
            throw e.during("cannot read \"" + name + "\"");
        }
    }

    /// An archive is the context; any other text is a Dockerfile without one.
    private static OpenContext ofInput(Caller caller, Optional<String> file, Path scratch)
            throws IOException {
        BufferedInputStream in = new BufferedInputStream(caller.input(), HEAD);
        in.mark(HEAD);
        byte[] head = in.readNBytes(HEAD);
        in.reset();
        Files.createDirectories(scratch);
        Path directory = Files.createTempDirectory(scratch, "input-");
        Fd root = Open.open(directory.toString(), Open.O_RDONLY | Open.O_DIRECTORY);
        try {
            if (isArchive(head)) {
                unpack(in, root);
                return of(caller, root, file, Optional.of(directory));
            }
            if (file.isPresent()) {
                throw Failure.invalid("standard input is no archive, and -f names another file")
                        .hint("pipe the context as a tar archive");
            }
            byte[] text = in.readNBytes(MAX_BYTES + 1);
            FileSource none = new FileSource(root, IgnoreRules.NONE, false);
            return new OpenContext(none, "Dockerfile", text, Optional.of(directory));
        } catch (IOException | RuntimeException e) {
            root.close();
            FileTree.delete(directory);
            throw e;
        }
    }

    private static boolean isArchive(byte[] head) {
        boolean tar =
                head.length == HEAD
                        && new String(head, MAGIC_AT, 5, StandardCharsets.US_ASCII).equals("ustar");
        return tar
                || head.length >= Decompression.HEAD
                        && Decompression.tell(head) != Compression.NONE;
    }

    private static void unpack(InputStream in, Fd root) throws IOException {
        try (TreeWriter writer = new TreeWriter(root, metadata -> metadata.withIds(0, 0), false)) {
            new TarReader(Unpacked.of(in)).sendTo(writer);
        }
    }

    static Failure unreadable(IOException e) {
        return Failure.of(
                Failure.Kind.UNAVAILABLE, "cannot read what is to be built: " + e.getMessage(), e);
    }

    /// What it says.
    ///
    /// @throws Failure with the line and the instruction
    public Dockerfile dockerfile() {
        return Dockerfile.parse(name, text);
    }

    /// The same files with another Dockerfile.
    public OpenContext saying(byte[] other) {
        return new OpenContext(files, name, other, scratch);
    }

    @Override
    public void close() {
        files.close();
        scratch.ifPresent(FileTree::delete);
    }
}
