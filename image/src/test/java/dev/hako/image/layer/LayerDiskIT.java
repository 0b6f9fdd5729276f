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
import java.util.List;
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

    private Path unpack(String script) throws IOException {
        Path made = Files.createTempDirectory(folder, "made");
        return Layers.unpack(store, Layers.shell(made, script + "; tar -c --sort=name ."));
    }

    @Test
    void overlaysOfDisksShowWhatOverlaysOfDirectoriesShow() throws Exception {
        Path lower =
                unpack(
                        "mkdir -p d/sub hidden gone; echo 1 > d/f; echo 2 > d/sub/g; echo 3 > hidden/h; ln d/f gone/f");
        Path upper =
                unpack(
                        "mkdir -p d hidden; : > d/.wh.f; : > .wh.gone; : > hidden/.wh..wh..opq; echo 4 > hidden/i; echo 5 > d/j");
        for (Digest layer : store.all()) {
            store.disk(layer);
        }
        List<String> expected = overlay("tree", "--bind", upper, lower);
        assertThat(expected)
                .noneMatch(line -> line.startsWith("gone") || line.startsWith("hidden/h"));
        assertThat(overlay("disk.erofs", "-t erofs -o loop,ro", upper, lower)).isEqualTo(expected);
    }

    /// What an overlay shows of two layers.
    ///
    /// @param name of what is mounted beside each one's files
    private List<String> overlay(String name, String options, Path upper, Path lower)
            throws Exception {
        return OwnMounts.call(() -> {
            Path places = Files.createTempDirectory("overlay");
            Path all = Files.createDirectory(places.resolve("all"));
            try {
                Layers.shell(
                        places,
                        """
                        mkdir upper lower; mount %s %s upper; mount %s %s lower
                        mount -t overlay overlay -o lowerdir=upper:lower all
                        """
                                .formatted(
                                        options,
                                        upper.resolveSibling(name),
                                        options,
                                        lower.resolveSibling(name)));
                return TreeFacts.withoutHoles(all);
            } finally {
                Layers.shell(
                        places,
                        "umount all upper lower; rmdir all upper lower ../" + places.getFileName());
            }
        });
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
