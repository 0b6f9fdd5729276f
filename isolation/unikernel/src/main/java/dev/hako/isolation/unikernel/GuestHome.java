package dev.hako.isolation.unikernel;

import dev.hako.failure.Failure;
import dev.hako.guest.boot.Initrd;
import dev.hako.kernel.Errno;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.UnixSocket;
import dev.hako.launcher.GuestProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// The run directory of one guest kernel, below that of the container it is there for.
///
/// @param folder `guest` in the container's run directory
record GuestHome(Path folder) {
    private static final String NAME = "guest";
    private static final String CARRIERS = "hako: ";

    /// Of a container.
    static GuestHome of(Path runDirectory) {
        return new GuestHome(runDirectory.resolve(NAME));
    }

    /// What becomes the root of the jail; readable by everybody, for the kernel is nobody.
    Path root() {
        return folder.resolve("root");
    }

    /// A folder that nothing is ever in.
    Path empty() {
        return folder.resolve("empty");
    }

    /// What becomes the root of the server of the host's files.
    Path files() {
        return folder.resolve("files");
    }

    /// The run directory of that server's monitor.
    Path server() {
        return folder.resolve("server");
    }

    /// On which the server hears the kernel; in the jail.
    Path filesSocket() {
        return inRoot(SharedFiles.SOCKET);
    }

    /// On which the carrier hears stand-ins.
    Path socket() {
        return folder.resolve("guest.sock");
    }

    /// A connection to the carrier of a guest that runs.
    ///
    /// @throws Failure `CONFLICT` if it has ended
    UnixSocket connect(String title) {
        try {
            return UnixSocket.connect(NativePath.of(socket().toString()));
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOENT, Errno.ECONNREFUSED)) {
                throw Failure.conflict(title + " has ended");
            }
            throw e;
        }
    }

    /// Whether a guest is there, of whoever has started it.
    boolean isInhabited() {
        try (UnixSocket _ = UnixSocket.connect(NativePath.of(socket().toString()))) {
            return true;
        } catch (KernelException e) {
            return !e.isAny(Errno.ENOENT, Errno.ECONNREFUSED);
        }
    }

    /// What the kernel itself says.
    Path console() {
        return folder.resolve("console");
    }

    /// Makes it, anew if there was one.
    ///
    /// @param disks how many there will be
    /// @throws Failure `EXHAUSTED` if that cannot be
    void make(Initrd initrd, int disks) {
        try {
            FileTree.delete(folder);
            directory(folder);
            directory(root());
            directory(empty());
            directory(inRoot(Jail.WORK));
            directory(inRoot(Jail.DEVICES));
            for (int i = 0; i < disks; i++) {
                Files.createFile(inRoot(Jail.disk(i)));
            }
            Files.createFile(inRoot(Jail.KERNEL));
            write(Jail.INITRD, initrd.encode(), "r--r--r--");
            write(Jail.CARRIER, GuestProgram.bytes(), "r-xr-xr-x");
            Files.createFile(console());
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.EXHAUSTED,
                    "cannot make the place of the guest kernel, \"" + folder + "\": " + e,
                    e);
        }
    }

    /// Makes the places of the server of the host's files.
    ///
    /// @throws Failure `EXHAUSTED` if that cannot be
    void make(SharedFiles shared) {
        try {
            Files.createDirectory(server());
            directory(files());
            directory(files().resolve(SharedFiles.PROC.substring(1)));
            directory(files().resolve(Jail.DEVICES.substring(1)));
            Path places = files().resolve(SharedFiles.PLACE.substring(1));
            directory(places);
            for (int i = 0; i < shared.mounts().size(); i++) {
                Path place = places.resolve(Integer.toString(i));
                if (Files.isDirectory(Path.of(String.valueOf(shared.mounts().get(i).source())))) {
                    directory(place);
                } else {
                    Files.createFile(place);
                }
            }
            Path program = files().resolve(SharedFiles.PROGRAM.substring(1));
            Files.write(program, GuestProgram.bytes());
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("r-xr-xr-x"));
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.EXHAUSTED,
                    "cannot make the place of the guest's files, \"" + files() + "\": " + e,
                    e);
        }
    }

    private Path inRoot(String path) {
        return root().resolve(path.substring(1));
    }

    private static void directory(Path path) throws IOException {
        Files.createDirectory(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void write(String path, byte[] content, String permissions) throws IOException {
        Path file = inRoot(path);
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    /// The last line that the kernel has said, or the carrier if that said none; empty if neither
    /// did.
    String lastWord() {
        try {
            List<String> lines =
                    Files.readString(console()).lines().filter(line -> !line.isBlank()).toList();
            return lines.stream()
                    .filter(line -> !line.startsWith(CARRIERS))
                    .reduce((_, last) -> last)
                    .or(() -> lines.stream().reduce((_, last) -> last))
                    .orElse("")
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }
}
