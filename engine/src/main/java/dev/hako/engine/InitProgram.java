package dev.hako.engine;

import dev.hako.failure.Failure;
import dev.hako.launcher.LauncherBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The program that is process 1 of containers started with `--init`: the launcher under another
/// name, as a file that can be mounted. It is written once per engine, when first asked for.
final class InitProgram {
    private final Path directory;
    private boolean written;

    /// @param directory where it is kept
    InitProgram(Path directory) {
        this.directory = directory;
    }

    synchronized Path path() {
        Path program = directory.resolve("hako-init");
        if (!written) {
            write(program);
            written = true;
        }
        return program;
    }

    private void write(Path program) {
        try {
            Path temporary = Files.createTempFile(directory, ".init", "");
            Files.copy(
                    Path.of(LauncherBinary.instance().path().toString()),
                    temporary,
                    StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("r-xr-xr-x"));
            Files.move(temporary, program, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Failure.internal("cannot write the program for --init: " + e, e);
        }
    }
}
