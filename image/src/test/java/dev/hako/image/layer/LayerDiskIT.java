package dev.hako.image.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.kernel.Fd;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import dev.hako.oci.image.Digest;
import dev.hako.testing.NeedsFileSystem;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
@NeedsProgram({"tar", "bash", "mount"})
@NeedsFileSystem("erofs")
class LayerDiskIT {
    @TempDir Path folder;
    private LayerStore store;
    private Digest diffId;
    private Path tree;

    @BeforeEach
    void unpack() throws IOException {
        store = open();
        Path made = Files.createDirectory(folder.resolve("made"));
        Layers.shell(made, "mkdir d; head -c 9000000 /dev/urandom > d/noise; ln d/noise again");
        byte[] archive = Layers.shell(made, "tar -c .");
        tree = Layers.unpack(store, archive);
        diffId = Digest.sha256(archive);
    }

    private LayerStore open() {
        return LayerStore.open(folder.resolve("store"), false);
    }

    @AfterEach
    void settle() {
        store.settle();
    }

    @Test
    void hasTheLayersFiles() throws Exception {
        assertThat(store.diskBytes(diffId)).isZero();
        Path disk = store.disk(diffId);
        assertThat(MountedDisk.facts(disk)).isEqualTo(TreeFacts.withoutHoles(tree));
        assertThat(store.diskBytes(diffId)).isEqualTo(Files.size(disk));
    }

    @Test
    void isWrittenOnceForManyAtOnce() throws Exception {
        Callable<Instant> writtenAt =
                () -> {
                    try (Fd disk = Open.open(open().disk(diffId).toString(), Open.O_RDONLY)) {
                        return Stat.of(disk).ctime();
                    }
                };
        try (var threads = Executors.newFixedThreadPool(4)) {
            Set<Instant> times = new HashSet<>();
            for (Future<Instant> time : threads.invokeAll(Collections.nCopies(4, writtenAt))) {
                times.add(time.get());
            }
            assertThat(times).hasSize(1);
        }
    }

    @Test
    void isWrittenAgainWhereAWriterWasKilled() throws Exception {
        Path left = tree.resolveSibling("disk.erofs");
        Files.write(left, new byte[70_000_000]);
        assertThat(MountedDisk.facts(store.disk(diffId))).isEqualTo(TreeFacts.withoutHoles(tree));
        assertThat(Files.size(left)).isLessThan(10_000_000);
    }

    @Test
    void goesWithItsLayer() throws Exception {
        Path disk = store.disk(diffId);
        store.remove(diffId);
        assertThat(disk).doesNotExist();
        assertThatThrownBy(() -> store.disk(diffId))
                .hasMessageEndingWith(
                        "the layer \"%s\" is not unpacked; hint: pull the image again", diffId);
    }

    @Test
    void isTrustedInALaterBootOnlyIfItWasBroughtToTheDisk() throws Exception {
        Path disk = store.disk(diffId);
        store.settle();
        Path document = disk.resolveSibling("disk.json");
        assertThat(document).content().contains("\"settled\":true");
        Files.write(disk, new byte[1]);
        assertThat(open().disk(diffId)).hasSize(1);
        Files.writeString(document, "{\"schema\":1,\"bootId\":\"an earlier one\"}");
        assertThat(Files.size(open().disk(diffId))).isGreaterThan(9_000_000);
    }
}
