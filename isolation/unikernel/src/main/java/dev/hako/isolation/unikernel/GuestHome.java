package dev.hako.isolation.unikernel;

import dev.hako.guest.boot.Initrd;
import dev.hako.kernel.FileTree;
import dev.hako.launcher.LauncherBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The folder that is the root of a guest kernel's jail.
///
/// @param folder readable by everybody, for the kernel is nobody
record GuestHome(Path folder) {
    /// Makes it.
    ///
    /// @param folder it does not exist
    static GuestHome make(Path folder, Initrd initrd) throws IOException {
        Files.createDirectory(folder);
        var readable = PosixFilePermissions.fromString("rwxr-xr-x");
        Files.setPosixFilePermissions(folder, readable);
        for (String place : new String[] {Jail.WORK, Jail.DEVICES}) {
            Files.createDirectory(folder.resolve(place.substring(1)));
        }
        Files.createFile(folder.resolve(Jail.KERNEL.substring(1)));
        Path archive = folder.resolve(Jail.INITRD.substring(1));
        Files.write(archive, initrd.encode());
        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("r--r--r--"));
        Path init = folder.resolve(Jail.INIT.substring(1));
        Files.copy(Path.of(LauncherBinary.instance().path().toString()), init);
        Files.setPosixFilePermissions(init, PosixFilePermissions.fromString("r-xr-xr-x"));
        return new GuestHome(folder);
    }

    void delete() {
        FileTree.delete(folder);
    }
}
