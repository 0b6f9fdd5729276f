package dev.hako.image.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.image.SmallImage;
import dev.hako.image.layer.LayerStore;
import dev.hako.image.layout.DirectoryFiles;
import dev.hako.image.layout.ImageLayout;
import dev.hako.image.layout.LayoutDestination;
import dev.hako.image.layout.LayoutSource;
import dev.hako.image.source.Document;
import dev.hako.image.store.ImageStore;
import dev.hako.image.store.StoredImage;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Index;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.image.Platform;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchTest {
    private static final Platform MACHINE = Platform.linux("amd64");
    private static final ImageReference NAME = ImageReference.parse("box:1");

    @TempDir Path place;
    private ImageStore store;
    private Fetch fetch;

    @BeforeEach
    void open() {
        store =
                ImageStore.open(
                        place.resolve("images"),
                        LayerStore.open(place.resolve("layers"), false),
                        MACHINE,
                        Set::of);
        fetch = new Fetch(store);
    }

    private LayoutSource source(String tag) {
        return new LayoutSource(
                new DirectoryFiles(place.resolve("from")), "from:" + tag, Optional.of(tag));
    }

    private static Fetch.Request request(Platforms platforms) {
        return new Fetch.Request(platforms, List.of(NAME), true);
    }

    private StoredImage run(String tag, Platforms platforms) {
        return fetch.run(source(tag), request(platforms), TransferListener.NONE);
    }

    private Document index(Descriptor... manifests) throws IOException {
        byte[] bytes = Json.write(Index.of(List.of(manifests)));
        Descriptor descriptor =
                Descriptor.of(MediaTypes.OCI_INDEX, Digest.sha256(bytes), bytes.length);
        ImageLayout layout = ImageLayout.make(place.resolve("from"));
        Document index = new Document(descriptor, bytes);
        new LayoutDestination(layout, Optional.of("index")).name(index);
        return index;
    }

    private Descriptor on(String platform, String... texts) throws IOException {
        Descriptor manifest = SmallImage.write(place.resolve("from"), "x", texts).descriptor();
        return new Descriptor(
                manifest.mediaType(),
                manifest.digest(),
                manifest.sizeBytes(),
                List.of(),
                manifest.annotations(),
                Platform.parse(platform),
                null);
    }

    @Test
    void choosesTheMachinesImageOfAnIndex() throws IOException {
        Descriptor amd = on("linux/amd64", "a");
        Descriptor arm = on("linux/arm64", "b");
        Document index = index(arm, amd);

        assertThat(run("index", Platforms.OWN).descriptor().digest()).isEqualTo(amd.digest());
        assertThat(store.isOrigin(NAME, index.descriptor().digest())).isTrue();
        assertThatThrownBy(() -> run("index", new Platforms.One(Platform.parse("linux/s390x"))))
                .hasMessageContaining("no matching manifest for linux/s390x")
                .hasMessageContaining("it has linux/amd64, linux/arm64/v8");
    }

    @Test
    void tellsOfEveryLayer() throws IOException {
        SmallImage.write(place.resolve("from"), "two", "a", "b");
        List<LayerState> states = Collections.synchronizedList(new ArrayList<>());
        fetch.run(source("two"), request(Platforms.OWN), (_, state) -> states.add(state));
        assertThat(states).filteredOn(LayerState.Done.class::isInstance).hasSize(2);

        states.clear();
        fetch.run(source("two"), request(Platforms.OWN), (_, state) -> states.add(state));
        assertThat(states).hasSize(2).allMatch(LayerState.Exists.class::isInstance);
    }

    @Test
    void nothingHasANameUntilAllOfItIsThere() throws IOException {
        Document image = SmallImage.write(place.resolve("from"), "bad", "a", "b");
        Manifest manifest = Manifest.parse(image.bytes());
        Path blob = blob(manifest.layers().getLast().digest());
        byte[] damaged = Files.readAllBytes(blob);
        damaged[damaged.length - 5] ^= 1;
        Files.write(blob, damaged);

        assertThatThrownBy(() -> run("bad", Platforms.OWN))
                .hasMessageContaining("is damaged: its digest is");
        assertThat(store.all()).isEmpty();
        assertThat(store.blobs().has(manifest.layers().getLast())).isFalse();
        assertThat(store.layers().all()).doesNotContain(manifest.layers().getLast().digest());
    }

    private Path blob(Digest digest) {
        return place.resolve("from/blobs/sha256").resolve(digest.hex());
    }

    @Test
    void unpacksAgainWhatWasLostUnpacked() throws IOException {
        SmallImage.write(place.resolve("from"), "two", "a", "b");
        StoredImage image = run("two", Platforms.OWN);
        Digest layer = image.config().diffIds().getFirst();
        store.layers().remove(layer);

        fetch.mend(image);

        assertThat(store.layers().directory(layer).resolve("f")).hasContent("a");
    }

    @Test
    void refusesWhatIsNoImage() throws IOException {
        byte[] empty = "{}".getBytes(UTF_8);
        ImageLayout layout = ImageLayout.make(place.resolve("from"));
        Descriptor config = Descriptor.of(MediaTypes.OCI_EMPTY, Digest.sha256(empty), 2);
        layout.blobs().add(config, empty);
        byte[] bytes = Json.write(Manifest.of(config, List.of()));
        Descriptor artifact =
                Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.sha256(bytes), bytes.length);
        new LayoutDestination(layout, Optional.of("art")).name(new Document(artifact, bytes));

        assertThatThrownBy(() -> run("art", Platforms.OWN))
                .hasMessageContaining("is an artifact (" + MediaTypes.OCI_EMPTY);
    }
}
