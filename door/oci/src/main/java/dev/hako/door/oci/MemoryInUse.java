package dev.hako.door.oci;

import dev.hako.failure.Failure;
import dev.hako.oci.runtime.MemoryResources;
import dev.hako.plan.CgroupPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a container's memory comes to, before it is given a limit.
///
/// A limit below that makes version 2 of control groups kill the container's processes, and version
/// 1 refuse it. Who sets `checkBeforeUpdate` (config-linux.md) wants it refused everywhere.
///
/// @param places the container's control groups
record MemoryInUse(List<CgroupPlace> places) {
    /// @throws Failure `INVALID` for a limit that is not above what is in use
    void check(@Nullable MemoryResources limits) {
        if (limits == null || !limits.checkBeforeUpdate()) {
            return;
        }
        for (CgroupPlace place : places) {
            if (place.isUnified()) {
                long inUse = read(Path.of(place.directory(), "memory.current"));
                check("memory with swap", limits.swapBytes(), inUse);
                check("memory", limits.limitBytes(), inUse);
            }
        }
    }

    private static void check(String what, @Nullable Long limit, long inUse) {
        if (limit != null && limit > 0 && limit <= inUse) {
            throw Failure.invalid(
                            "cannot limit %s to %d bytes: %d bytes are in use"
                                    .formatted(what, limit, inUse))
                    .hint("give it more, or leave checkBeforeUpdate out");
        }
    }

    /// None in a group without the controller.
    private static long read(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (NoSuchFileException none) {
            return 0;
        } catch (IOException | NumberFormatException e) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE, "cannot tell how much memory is in use: " + file, e);
        }
    }
}
