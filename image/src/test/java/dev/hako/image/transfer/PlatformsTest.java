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
import dev.hako.image.store.StoreSource;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An index with the images of several platforms, and what is said of one of them.
class PlatformsTest {
    private static final Platform AMD = Platform.linux("amd64");
    private static final Platform ARM = Platform.linux("arm64");
    private static final ImageReference NAME = ImageReference.parse("box:1");

    @TempDir Path place;
    private final Set<Digest> pins = new HashSet<>();
    private ImageStore store;
    private Document amd;
    private Document arm;
    private Document said;
    private Document index;

    @BeforeEach
    void makeIndex() throws IOException {
        store =
                ImageStore.open(
                        place.resolve("images"),
                        LayerStore.open(place.resolve("layers"), false),
                        AMD,
                        () -> pins);
        amd = SmallImage.write(from(), "amd", AMD, "shared", "a");
        arm = SmallImage.write(from(), "arm", ARM, "shared", "b");
        said = statement();
        index = index("index", on(AMD, amd), on(ARM, arm), said.descriptor());
    }

    private Path from() {
        return place.resolve("from");
    }

    /// As BuildKit says how an image was built: a manifest whose layer is no archive.
    private Document statement() throws IOException {
        ImageLayout layout = ImageLayout.make(from());
        byte[] text = "{\"_type\": \"https://in-toto.io/Statement/v0.1\"}".getBytes(UTF_8);
        Descriptor layer =
                Descriptor.of("application/vnd.in-toto+json", Digest.sha256(text), text.length);
        layout.blobs().add(layer, text);
        byte[] empty = "{}".getBytes(UTF_8);
        Descriptor config = Descriptor.of(MediaTypes.OCI_CONFIG, Digest.sha256(empty), 2);
        layout.blobs().add(config, empty);
        return added(MediaTypes.OCI_MANIFEST, Json.write(Manifest.of(config, List.of(layer))));
    }

    private Document added(String mediaType, byte[] bytes) throws IOException {
        Descriptor descriptor = Descriptor.of(mediaType, Digest.sha256(bytes), bytes.length);
        ImageLayout.make(from()).blobs().add(descriptor, bytes);
        return new Document(descriptor, bytes);
    }

    private static Descriptor on(Platform platform, Document manifest) {
        Descriptor bare = manifest.descriptor();
        return new Descriptor(
                bare.mediaType(),
                bare.digest(),
                bare.sizeBytes(),
                List.of(),
                Map.of(),
                platform,
                null);
    }

    private Document index(String tag, Descriptor... manifests) throws IOException {
        Document made = added(MediaTypes.OCI_INDEX, Json.write(Index.of(List.of(manifests))));
        new LayoutDestination(ImageLayout.make(from()), Optional.of(tag)).name(made);
        return made;
    }

    private StoredImage bring(Platforms platforms) {
        return bring("index", platforms);
    }

    private StoredImage bring(String tag, Platforms platforms) {
        LayoutSource source =
                new LayoutSource(new DirectoryFiles(from()), "from:" + tag, Optional.of(tag));
        return new Fetch(store)
                .run(
                        source,
                        new Fetch.Request(platforms, List.of(NAME), true),
                        TransferListener.NONE);
    }

    private byte[] given() {
        return store.document(store.set(NAME.toString())).bytes();
    }

    private Path blob(Document document) {
        return from().resolve("blobs/sha256").resolve(document.descriptor().digest().hex());
    }

    @Test
    void allOfAnIndexIsKeptByteForByte() throws IOException {
        assertThat(bring(Platforms.EVERY).descriptor().digest())
                .isEqualTo(amd.descriptor().digest());

        assertThat(store.all())
                .extracting(image -> image.config().platform())
                .containsExactlyInAnyOrder(AMD, ARM);
        assertThat(given()).isEqualTo(index.bytes());
        assertThat(store.collect().bytes()).isZero();
        Path to = place.resolve("to");
        StoreSource source = new StoreSource(store, "it", store.set(NAME.toString()));
        new Delivery(source, new LayoutDestination(ImageLayout.make(to), Optional.of("it")))
                .run(TransferListener.NONE);
        assertThat(blobs(to)).isEqualTo(blobs(from()));
    }

    private static Set<String> blobs(Path layout) {
        return Set.of(layout.resolve("blobs/sha256").toFile().list());
    }

    @Test
    void otherPlatformsImagesAreUnpackedWhenTheyAreUsed() {
        bring(Platforms.EVERY);
        StoredImage other = store.find("box:1", Optional.of(ARM)).orElseThrow();
        Digest layer = other.config().diffIds().getLast();
        assertThat(store.layers().has(layer)).isFalse();

        new Fetch(store).mend(other);

        assertThat(store.layers().directory(layer).resolve("f")).hasContent("b");
    }

    @Test
    void onePlatformAfterTheOtherKeepsBoth() throws IOException {
        Document two = index("two", on(AMD, amd), on(ARM, arm));
        bring("two", Platforms.OWN);
        assertThat(given()).isEqualTo(amd.bytes());
        assertThat(store.find("box:1", Optional.of(ARM))).isEmpty();

        bring("two", new Platforms.One(ARM));

        assertThat(store.all()).hasSize(2).noneMatch(StoredImage::dangling);
        assertThat(store.image("box:1").config().platform()).isEqualTo(AMD);
        assertThat(store.find("box:1", Optional.of(ARM))).isPresent();
        assertThat(given()).isEqualTo(two.bytes());
        assertThat(store.isWhole(store.set("box:1"))).isTrue();
    }

    @Test
    void ofAnIndexWithMissingImagesThoseThatAreHereAreGiven() throws IOException {
        Document third = SmallImage.write(from(), "s390x", Platform.linux("s390x"), "c");
        index("three", on(AMD, amd), on(ARM, arm), on(Platform.linux("s390x"), third));
        bring("three", Platforms.OWN);
        bring("three", new Platforms.One(ARM));

        assertThat(Index.parse(given()).manifests()).containsExactly(on(AMD, amd), on(ARM, arm));
        assertThat(store.isWhole(store.set("box:1"))).isFalse();
    }

    @Test
    void whatASourceLacksMayBeMissingOrNot() throws IOException {
        Files.delete(blob(arm));
        assertThatThrownBy(() -> bring(Platforms.EVERY))
                .hasMessageContaining(arm.descriptor().digest().hex());
        assertThat(store.all()).isEmpty();

        bring(Platforms.AVAILABLE);
        assertThat(store.all()).hasSize(1);
        assertThat(given()).isEqualTo(amd.bytes());
    }

    @Test
    void anotherIndexTakesTheNameFromAllImages() throws IOException {
        bring(Platforms.EVERY);
        index("newer", on(AMD, SmallImage.write(from(), "x", AMD, "new")));
        bring("newer", Platforms.OWN);

        assertThat(store.set("box:1").manifests()).hasSize(1);
        assertThat(store.all()).filteredOn(StoredImage::dangling).hasSize(2);
    }

    @Test
    void anotherNameIsOneForAllImages() {
        bring(Platforms.EVERY);
        store.name(store.set("box:1"), ImageReference.parse("other:2"), null);
        store.untag(Set.of(NAME));

        assertThat(store.set("other:2").manifests()).hasSize(2);
        assertThat(store.document(store.set("other:2")).bytes()).isEqualTo(index.bytes());
    }

    @Test
    void anImageMayGoAloneAndWhatNobodyNeedsGoesWithTheLast() {
        bring(Platforms.EVERY);
        StoredImage other = store.find("box:1", Optional.of(ARM)).orElseThrow();
        StoredImage own = store.image("box:1");

        store.forget(other.id());
        assertThat(store.collect().bytes()).isPositive();
        assertThat(store.find("box:1", Optional.of(ARM))).isEmpty();
        assertThat(store.blobs().has(said.descriptor())).isTrue();
        assertThat(given()).isEqualTo(amd.bytes());

        pins.add(own.descriptor().digest());
        store.forget(own.id());
        store.collect();
        assertThat(store.blobs().has(index.descriptor())).isFalse();
        assertThat(store.pinned(own.descriptor().digest()).id()).isEqualTo(own.id());

        pins.clear();
        store.collect();
        assertThat(place.resolve("images/blobs/sha256")).isEmptyDirectory();
    }

    @Test
    void anIndexInItselfEnds() throws IOException {
        Document inner = index;
        for (int i = 0; i < 5; i++) {
            inner = index("deep", inner.descriptor());
        }
        assertThatThrownBy(() -> bring("deep", Platforms.EVERY))
                .hasMessageContaining("indexes in indexes");
    }
}
