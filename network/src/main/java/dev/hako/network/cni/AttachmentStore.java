package dev.hako.network.cni;

import com.google.gson.JsonObject;
import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What is attached, or was begun to be: a file each, in a folder that a reboot may empty, for what
/// plugins have done to the kernel is gone then too.
///
/// A file is written under another name and renamed. Its name is made of what cannot hold a `:`.
record AttachmentStore(Path folder) {
    private static final String ENDING = ".json";
    private static final String TEMPORARY = ".new";
    private static final Set<StandardOpenOption> REPLACE =
            Set.of(
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);

    /// @throws Failure `EXHAUSTED` or `DENIED` if it cannot be written
    void write(StoredAttachment stored) {
        Path file = file(stored.network().name(), stored.id());
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
        try {
            Files.createDirectories(folder);
            write(temporary, Documents.write(stored.json()));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw cannot("write", file, e);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        var mine =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(file, REPLACE, mine)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }
    }

    Optional<StoredAttachment> find(String network, AttachmentId id) {
        return read(file(network, id));
    }

    /// All of them, those that were only begun too.
    List<StoredAttachment> all() {
        try (Stream<Path> files = Files.list(folder)) {
            var all = new ArrayList<StoredAttachment>();
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(ENDING)) {
                    read(file).ifPresent(all::add);
                }
            }
            return all;
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw cannot("read", folder, e);
        }
    }

    void delete(String network, AttachmentId id) {
        Path file = file(network, id);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw cannot("delete", file, e);
        }
    }

    private static Optional<StoredAttachment> read(Path file) {
        try {
            JsonObject json = Documents.readStored(file.toString(), Files.readAllBytes(file));
            return Optional.of(StoredAttachment.of(new Fields(file.toString(), json)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw cannot("read", file, e);
        }
    }

    private Path file(String network, AttachmentId id) {
        return folder.resolve(network + ":" + id.container() + ":" + id.interfaceName() + ENDING);
    }

    private static Failure cannot(String verb, Path file, IOException e) {
        return Failure.of(Failure.Kind.DENIED, "cannot " + verb + " " + file + ": " + e, e)
                .hint("see whether its disk is full, and whose its folder is");
    }
}
