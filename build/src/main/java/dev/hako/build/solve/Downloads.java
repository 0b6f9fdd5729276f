package dev.hako.build.solve;

import dev.hako.build.context.IgnoreRules;
import dev.hako.build.files.FileSource;
import dev.hako.failure.Failure;
import dev.hako.image.registry.Access;
import dev.hako.image.registry.WebFile;
import dev.hako.kernel.Open;
import dev.hako.oci.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Files of the web that an `ADD` brings.
///
/// @param place where they are put
record Downloads(WorkPlace place, Access access) {
    private static final long MOST_BYTES = 16L << 30;
    private static final int CHUNK = 1 << 16;

    /// A file that was fetched: the only one in its directory.
    record Fetched(FileSource source, String name) {}

    /// Whether a source is fetched.
    static boolean isOfWeb(String source) {
        return source.startsWith("http://") || source.startsWith("https://");
    }

    /// Refuses repositories, which Docker clones.
    static void requireNoRepository(String source) {
        boolean web = isOfWeb(source);
        String path = web ? URI.create(source.replaceAll("[^\\x21-\\x7e]", "")).getPath() : source;
        boolean git =
                web
                        ? path != null && path.endsWith(".git")
                        : source.startsWith("git@")
                                || source.startsWith("git://")
                                || source.startsWith("ssh://");
        if (git) {
            throw Failure.unsupported(
                            "ADD of the git repository \"" + source + "\" is not supported")
                    .hint("clone it into the context, or in a RUN");
        }
    }

    /// Fetches a file.
    ///
    /// @param checksum `sha256:…` that it must have
    Fetched fetch(String text, Optional<String> checksum) throws IOException {
        WebFile.Address address = WebFile.Address.parse(text).orElseThrow();
        String name = name(address.uri());
        Path directory = Files.createDirectory(place.files().resolve(UUID.randomUUID().toString()));
        Path file = directory.resolve(name);
        Digest digest = write(address, file);
        if (checksum.isPresent() && !Digest.parse(checksum.get()).equals(digest)) {
            throw Failure.invalid(
                    "\"" + address + "\" has the digest " + digest + ", and not " + checksum.get());
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        FileSource source =
                new FileSource(
                        Open.open(directory.toString(), Open.O_PATH | Open.O_DIRECTORY),
                        IgnoreRules.NONE,
                        false);
        return new Fetched(source, name);
    }

    private static String name(URI address) {
        String path = address.getPath() == null ? "" : address.getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw Failure.invalid("\"" + address + "\" names no file")
                    .hint("write an address that ends with a file's name");
        }
        return name;
    }

    private Digest write(WebFile.Address address, Path file) throws IOException {
        MessageDigest hash = Digest.Algorithm.SHA256.messageDigest();
        try (WebFile web = WebFile.open(address, access);
                InputStream in = web.content();
                OutputStream out = new DigestOutputStream(Files.newOutputStream(file), hash)) {
            byte[] chunk = new byte[CHUNK];
            long left = MOST_BYTES;
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                left -= count;
                if (left < 0) {
                    throw Failure.of(
                            Failure.Kind.EXHAUSTED,
                            "\"" + address + "\" has more than " + MOST_BYTES + " bytes");
                }
                out.write(chunk, 0, count);
            }
        }
        return Digest.of(Digest.Algorithm.SHA256, hash.digest());
    }
}
