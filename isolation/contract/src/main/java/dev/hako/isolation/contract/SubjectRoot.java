package dev.hako.isolation.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// A small root file system: the subject as `/bin/subject`, and the folders that mounts need.
///
/// @param folder where it is on the host
public record SubjectRoot(Path folder) {
    private static final List<String> FOLDERS =
            List.of("bin", "dev", "etc", "proc", "sys", "tmp", "run", "home");

    /// Makes one.
    public static SubjectRoot create(Path folder) throws IOException {
        for (String name : FOLDERS) {
            Files.createDirectories(folder.resolve(name));
        }
        Files.copy(
                SubjectProgram.executable(),
                folder.resolve("bin/subject"),
                StandardCopyOption.COPY_ATTRIBUTES);
        return new SubjectRoot(folder);
    }

    /// Adds a file that may be executed.
    public SubjectRoot program(String path, String content) throws IOException {
        return program(path, content.getBytes(StandardCharsets.UTF_8));
    }

    /// Adds a file that may be executed.
    public SubjectRoot program(String path, byte[] content) throws IOException {
        Path file = file(path, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return this;
    }

    /// Adds a file.
    public Path file(String path, byte[] content) throws IOException {
        Path file = folder.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }
}
