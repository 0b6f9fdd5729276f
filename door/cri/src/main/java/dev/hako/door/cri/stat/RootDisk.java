package dev.hako.door.cri.stat;

import dev.hako.kernel.NativePath;
import dev.hako.kernel.StatFs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The file system to which containers write what is their own.
///
/// @param device as mount(8) shows it
/// @param path somewhere on it
record RootDisk(String device, Path path) {
    static RootDisk of(Path path) {
        try {
            return new RootDisk(Files.getFileStore(path).name(), path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    StatFs state() {
        return StatFs.of(NativePath.of(path.toString()));
    }
}
