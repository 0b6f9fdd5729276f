package dev.hako.engine.spec;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The files below a directory of devices. What is closed to this user, or vanishes meanwhile, is
/// passed over: it could not be given to a container either.
final class DeviceFiles extends SimpleFileVisitor<Path> {
    private static final int MAX_DEPTH = 8;

    private final Predicate<Path> wanted;
    private final List<Path> found = new ArrayList<>();

    private DeviceFiles(Predicate<Path> wanted) {
        this.wanted = wanted;
    }

    /// All files below a directory, in order.
    ///
    /// @param wanted is asked about files, and about directories before they are entered
    static List<Path> below(Path directory, Predicate<Path> wanted) {
        var files = new DeviceFiles(file -> file.equals(directory) || wanted.test(file));
        try {
            Files.walkFileTree(directory, Set.of(), MAX_DEPTH, files);
        } catch (IOException e) {
            throw Failure.internal("cannot list the devices in \"" + directory + "\": " + e, e);
        }
        Collections.sort(files.found);
        return files.found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        return wanted.test(directory) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (!attributes.isDirectory() && wanted.test(file)) {
            found.add(file);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
        return FileVisitResult.CONTINUE;
    }
}
