package dev.hako.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
class FsIdsIT {
    @TempDir Path folder;

    @Test
    void ownWhatTheThreadMakes() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "a");
        Files.setPosixFilePermissions(secret, Set.of());
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            other.submit(() -> {}).get();
            try (FsIds own = FsIds.take(1234, 2345)) {
                make("its");
                assertThat(secret).hasContent("a");
                try (FsIds _ = own.suspend()) {
                    make("suspended");
                }
                make("again");
                other.submit(() -> make("others")).get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
        make("own");

        assertThat(List.of("its", "again")).allMatch(name -> owner(name).equals("1234:2345"));
        assertThat(List.of("suspended", "others", "own"))
                .allMatch(name -> owner(name).equals("0:0"));
    }

    private void make(String name) {
        Open.openat(
                        Fd.CWD,
                        NativePath.of(folder.resolve(name).toString()),
                        Open.O_WRONLY | Open.O_CREAT,
                        0600)
                .close();
    }

    private String owner(String name) {
        Stat stat = Stat.at(Fd.CWD, NativePath.of(folder.resolve(name).toString()), 0);
        return stat.uid() + ":" + stat.gid();
    }
}
