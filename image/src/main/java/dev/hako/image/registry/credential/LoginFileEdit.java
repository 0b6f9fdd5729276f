package dev.hako.image.registry.credential;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Flock;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/// A change of a file of logins. Those who change it by Hako take turns by a lock on its directory;
/// readers see the old file or the new one, and only its owner sees any. The new one always begins
/// under the same name, so that none is left over for good.
final class LoginFileEdit implements AutoCloseable {
    private static final int OWNER_ONLY = 0600;

    private final Fd directory;
    private final LoginFile file;

    private LoginFileEdit(Fd directory, LoginFile file) {
        this.directory = directory;
        this.file = file;
    }

    /// Begins one; the directory is made if it is not there. A link is followed: the file that it
    /// stands for is the one to be changed.
    static LoginFileEdit begin(Path path) {
        try {
            Path target = Files.exists(path) ? path.toRealPath() : path;
            Path parent = target.toAbsolutePath().resolve("..").normalize();
            Files.createDirectories(
                    parent,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Fd directory = Open.open(parent.toString(), Open.O_RDONLY | Open.O_DIRECTORY);
            Flock.exclusive(directory);
            return new LoginFileEdit(directory, LoginFile.read(target));
        } catch (IOException | KernelException e) {
            throw failure(path, e);
        }
    }

    /// Writes an entry, in place of all that mean the same registry.
    void put(String registry, JsonObject entry) {
        write(others(registry).with(RegistryNames.key(registry), entry));
    }

    /// Takes all entries of a registry away.
    void remove(String registry) {
        write(others(registry));
    }

    private JsonObject others(String registry) {
        JsonObject auths =
                file.content().optional(LoginFile.AUTHS, Kind.object(in -> in), JsonObject.EMPTY);
        for (Map.Entry<String, JsonObject> entry : file.auths().entrySet()) {
            if (RegistryNames.sameName(entry.getKey(), registry)) {
                auths = auths.without(entry.getKey());
            }
        }
        return auths;
    }

    private void write(JsonObject auths) {
        String text = Json.pretty(file.content().with(LoginFile.AUTHS, auths));
        NativePath name = NativePath.of(String.valueOf(file.path().getFileName()));
        NativePath fresh = NativePath.of("." + name + ".hako");
        int flags = Open.O_WRONLY | Open.O_CREAT | Open.O_TRUNC | Open.O_NOFOLLOW;
        try (Fd open = Open.openat(directory, fresh, flags, OWNER_ONLY)) {
            open.writeAll(text.getBytes(StandardCharsets.UTF_8));
            open.fsync();
            Names.renameat(directory, fresh, directory, name);
        } catch (KernelException e) {
            throw failure(file.path(), e);
        }
    }

    private static Failure failure(Path path, Exception e) {
        return Failure.of(
                Failure.Kind.DENIED, "cannot write \"" + path + "\": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        directory.close();
    }
}
