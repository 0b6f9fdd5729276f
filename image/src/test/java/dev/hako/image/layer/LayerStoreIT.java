package dev.hako.image.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.image.compression.Limits;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Flock;
import dev.hako.kernel.Mounts;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.oci.image.Digest;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
@NeedsProgram("tar")
class LayerStoreIT {
    @TempDir Path folder;
    private LayerStore store;
    private byte[] archive;
    private Digest diffId;

    @BeforeEach
    void makeLayer() throws IOException {
        store = LayerStore.open(folder.resolve("store"), false);
        Files.createDirectories(folder.resolve("made/etc"));
        Files.writeString(folder.resolve("made/etc/hostname"), "box");
        archive = Layers.shell(folder, "tar -C made -c .");
        diffId = Digest.sha256(archive);
    }

    @AfterEach
    void settle() {
        store.settle();
    }

    private UnpackedLayer unpack() throws IOException {
        return store.unpack(diffId, new ByteArrayInputStream(Layers.gzip(archive)), Layers.GZIP);
    }

    private List<Path> trees() throws IOException {
        try (var trees = Files.list(folder.resolve("store/trees"))) {
            return trees.toList();
        }
    }

    @Test
    void hasWhatItUnpacked() throws IOException {
        assertThat(store.has(diffId)).isFalse();
        UnpackedLayer layer = unpack();
        assertThat(layer).isEqualTo(new UnpackedLayer(diffId, archive.length, 3, List.of()));
        assertThat(store.has(diffId)).isTrue();
        assertThat(store.all()).containsExactly(diffId);
        assertThat(store.sizeBytes(diffId)).isEqualTo(archive.length);
        assertThat(store.directory(diffId).resolve("etc/hostname")).hasContent("box");
    }

    @Test
    void readsNothingOfALayerThatIsThere() throws IOException {
        unpack();
        InputStream unreadable = new Broken(new byte[0], 0);
        assertThat(store.unpack(diffId, unreadable, Layers.GZIP).entries()).isEqualTo(3);
    }

    @Test
    void keepsNothingOfAnotherContent() throws IOException {
        Digest other = Digest.sha256(new byte[1]);
        assertThatThrownBy(() ->
                        store.unpack(
                                other, new ByteArrayInputStream(Layers.gzip(archive)), Layers.GZIP))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "cannot unpack layer \"%s\": its content is \"%s\"; hint: pull the image"
                                        .formatted(other, diffId)
                                + " again, or tell who made it");
        assertThat(store.has(other)).isFalse();
        assertThat(trees()).isEmpty();
    }

    @Test
    void keepsNothingOfABlobThatEndsTooEarly() throws IOException {
        byte[] blob = Layers.gzip(archive);
        InputStream half = new ByteArrayInputStream(blob, 0, blob.length / 2);
        assertThatThrownBy(() -> store.unpack(diffId, half, Layers.GZIP))
                .hasMessage("cannot unpack layer \"" + diffId + "\": the gzip data ends too early");
        assertThat(trees()).isEmpty();
    }

    /// A network that goes away.
    private static final class Broken extends FilterInputStream {
        private Broken(byte[] bytes, int length) {
            super(new ByteArrayInputStream(bytes, 0, length));
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            if (read < 0) {
                throw new IOException("connection reset");
            }
            return read;
        }
    }

    @Test
    void passesOnThatABlobCannotBeRead() throws IOException {
        byte[] blob = Layers.gzip(archive);
        InputStream broken = new Broken(blob, blob.length / 2);
        assertThatThrownBy(() -> store.unpack(diffId, broken, Layers.GZIP))
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
        assertThat(trees()).isEmpty();
    }

    @Test
    void unpacksOnceForManyAtOnce() {
        List<LayerStore> stores =
                Stream.generate(() -> LayerStore.open(folder.resolve("store"), false))
                        .limit(8)
                        .toList();
        var all =
                stores.stream()
                        .map(another ->
                                CompletableFuture.runAsync(
                                        () -> unpackIn(another),
                                        task -> Thread.ofPlatform().start(task)))
                        .toList();
        all.forEach(CompletableFuture::join);
        // One of them may still bring the layer to the disk, and holds it for that.
        stores.forEach(LayerStore::settle);
        assertThat(store.has(diffId)).isTrue();
        assertThat(folder.resolve("store/trees").toFile().list()).hasSize(1);
        assertThat(folder.resolve("store/locks").toFile().list()).isEmpty();
    }

    private void unpackIn(LayerStore another) {
        try {
            another.unpack(diffId, new ByteArrayInputStream(Layers.gzip(archive)), Layers.GZIP);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void removesALayerForGood() throws IOException {
        unpack();
        store.remove(diffId);
        assertThat(store.has(diffId)).isFalse();
        assertThat(trees()).isEmpty();
        store.remove(diffId);
        assertThatThrownBy(() -> store.directory(diffId))
                .hasMessage(
                        "the layer \"" + diffId + "\" is not unpacked; hint: pull the image again");
    }

    @Test
    void collectsWhatAKilledProcessLeftButNothingThatIsBeingFilled() throws IOException {
        Path left = Files.createDirectories(folder.resolve("store/trees/left/tree/etc"));
        Path filled = Files.createDirectories(folder.resolve("store/trees/filled"));
        try (Fd held = Open.open(filled.toString(), Open.O_RDONLY)) {
            Flock.exclusive(held);
            store.collect();
            assertThat(left).doesNotExist();
            assertThat(filled).exists();
        }
        LayerStore.open(folder.resolve("store"), false);
        assertThat(trees()).isEmpty();
    }

    @Test
    void collectsWhatAProcessLeftThatWasKilledWhileItUnpacked() throws Exception {
        byte[] noise = new byte[4 << 20];
        new Random(1).nextBytes(noise);
        Files.write(folder.resolve("made/noise"), noise);
        byte[] all = Layers.shell(folder, "tar -C made -c .");
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                UnpackMain.class.getName(),
                                folder.resolve("store").toString(),
                                "-",
                                Digest.sha256(all).toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(all, 0, all.length / 2);
            in.flush();
            Await.until("files are written", Duration.ofSeconds(20), () -> !written().isEmpty());
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(trees()).hasSize(1);
        assertThat(store.has(Digest.sha256(all))).isFalse();
        LayerStore next = LayerStore.open(folder.resolve("store"), false);
        assertThat(trees()).isEmpty();
        assertThat(folder.resolve("store/locks").toFile().list()).isEmpty();
        assertThat(Layers.unpack(next, all).resolve("noise")).hasSize(noise.length);
    }

    private List<Path> written() {
        try (var files = Files.walk(folder.resolve("store/trees"))) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void saysWhereToMakeRoomWhenTheDiskIsFull() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        byte[] large = Layers.shell(folder, "head -c 4M /dev/urandom > f; tar -c f");
        String message =
                OwnMounts.call(() -> {
                    NativePath target = NativePath.of(disk.toString());
                    Mounts.mount(NativePath.of("t"), target, "tmpfs", 0, "size=2m");
                    LayerStore full = LayerStore.open(disk, false);
                    try {
                        Layers.unpack(full, large);
                        return "it fits";
                    } catch (Failure e) {
                        assertThat(full.all()).isEmpty();
                        assertThat(disk.resolve("trees").toFile().list()).isEmpty();
                        return e.getMessage();
                    }
                });
        assertThat(message)
                .matches(
                        "cannot unpack layer \"sha256:.*\": cannot write \"f\": write \"fd \\d+\": ENOSPC"
                                + " \\(no space left on device\\); hint: make room below \".*/disk\","
                                + " as with `hako image prune`");
    }

    @Test
    void trustsALayerOfAnEarlierBootOnlyIfItWasBroughtToTheDisk() throws IOException {
        unpack();
        store.settle();
        assertThat(anotherBoot().has(diffId)).isTrue();
        Path document = trees().getFirst().resolve("layer.json");
        Files.writeString(document, Files.readString(document).replace(",\"settled\":true", ""));
        LayerStore next = anotherBoot();
        assertThat(next.has(diffId)).isFalse();
        assertThat(next.all()).isEmpty();
        assertThat(trees()).isEmpty();
        store = next;
        unpack();
        assertThat(store.has(diffId)).isTrue();
    }

    /// The store as the next boot finds it.
    private LayerStore anotherBoot() throws IOException {
        Path document = trees().getFirst().resolve("layer.json");
        Files.writeString(
                document,
                Files.readString(document)
                        .replaceFirst("\"bootId\":\"[^\"]*\"", "\"bootId\":\"an earlier one\""));
        Files.writeString(folder.resolve("store/boot"), "an earlier one");
        return LayerStore.open(folder.resolve("store"), false);
    }

    @Test
    void refusesMoreFilesThanTheLimit() {
        LayerStore small =
                LayerStore.open(folder.resolve("small"), false, new LayerLimits(Limits.LAYER, 2));
        assertThatThrownBy(() -> Layers.unpack(small, archive))
                .hasMessageEndingWith(": more than 2 files");
    }

    @Test
    void refusesDecompressionBombs() {
        Limits limits = new Limits(1 << 30, 100, 1 << 20);
        LayerStore small =
                LayerStore.open(folder.resolve("small"), false, new LayerLimits(limits, 100));
        assertThatThrownBy(
                        () -> {
                            byte[] bomb =
                                    Layers.shell(folder, "truncate -s 64M zeros; tar -c zeros");
                            small.unpack(
                                    Digest.sha256(bomb),
                                    new ByteArrayInputStream(Layers.gzip(bomb)),
                                    Layers.GZIP);
                        })
                .hasMessageContaining("it grows by more than 100:1 when decompressed");
        assertThat(folder.resolve("small/trees").toFile().list()).isEmpty();
    }
}
