package dev.hako.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.image.SmallImage;
import dev.hako.image.layer.LayerStore;
import dev.hako.image.layout.DirectoryFiles;
import dev.hako.image.layout.LayoutSource;
import dev.hako.image.transfer.Fetch;
import dev.hako.image.transfer.Platforms;
import dev.hako.image.transfer.TransferListener;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
    private static final ImageReference ONE = ImageReference.parse("box:1");
    private static final ImageReference TWO = ImageReference.parse("box:2");

    @TempDir Path place;
    private final Set<Digest> pins = new HashSet<>();
    private ImageStore store;
    private Fetch fetch;

    @BeforeEach
    void open() {
        store = open(place);
        fetch = new Fetch(store);
    }

    private ImageStore open(Path where) {
        return ImageStore.open(
                where.resolve("images"),
                LayerStore.open(where.resolve("layers"), false),
                Platform.linux(System.getProperty("os.arch")),
                () -> pins);
    }

    private StoredImage bring(ImageReference name, String... texts) throws IOException {
        Path layout = place.resolve("from");
        SmallImage.write(layout, String.join("-", texts), texts);
        LayoutSource source =
                new LayoutSource(
                        new DirectoryFiles(layout), "it", Optional.of(String.join("-", texts)));
        return fetch.run(
                source,
                new Fetch.Request(Platforms.OWN, List.of(name), false),
                TransferListener.NONE);
    }

    @Test
    void anImageIsFoundByItsNamesAndByItsId() throws IOException {
        StoredImage image = bring(ONE, "a");

        assertThat(store.image("box:1")).isEqualTo(image);
        assertThat(store.image("docker.io/library/box:1")).isEqualTo(image);
        assertThat(store.image(image.id().toString())).isEqualTo(image);
        assertThat(store.image(image.id().hex().substring(0, 12))).isEqualTo(image);
        assertThat(store.image("sha256:" + image.id().hex().substring(0, 7))).isEqualTo(image);
        assertThat(store.find("box")).isEmpty();
        assertThatThrownBy(() -> store.image("box:3"))
                .hasMessageContaining("no such image \"box:3\"")
                .hasMessageContaining("hako pull");
    }

    @Test
    void documentsAreReadOnceAndToldOfWhileTheyAreThere() throws IOException {
        StoredImage image = bring(ONE, "a");

        assertThat(store.image("box:1").config()).isSameAs(store.image("box:1").config());

        Files.delete(store.blobs().path(image.id()));
        assertThatThrownBy(() -> store.image("box:1"))
                .hasMessageContaining("the blob " + image.id() + " is not in");
    }

    @Test
    void whatAnotherStoreOfTheSamePlaceHasNamedIsFoundAtOnce() throws IOException {
        StoredImage image = bring(ONE, "a");
        assertThat(store.find("box:2")).isEmpty();

        open(place).name(ImageSet.of(image.descriptor()), TWO, null);
        assertThat(store.image("box:2").id()).isEqualTo(image.id());

        open(place).untag(Set.of(TWO));
        assertThat(store.find("box:2")).isEmpty();
    }

    @Test
    void theIdIsTheDigestOfTheConfiguration() throws IOException {
        StoredImage image = bring(ONE, "a");

        assertThat(Digest.sha256(Files.readAllBytes(store.blobs().path(image.id()))))
                .isEqualTo(image.id());
        assertThat(store.layers().has(image.config().diffIds().getFirst())).isTrue();
    }

    @Test
    void whoLosesItsNameStaysWithoutOne() throws IOException {
        StoredImage old = bring(ONE, "a");
        StoredImage image = bring(ONE, "b");

        assertThat(store.image("box:1").id()).isEqualTo(image.id());
        assertThat(store.image(old.id().toString()).dangling()).isTrue();
        assertThat(store.all()).hasSize(2);
    }

    @Test
    void oneImageHasSeveralNames() throws IOException {
        StoredImage image = bring(ONE, "a");
        store.name(ImageSet.of(image.descriptor()), TWO, null);

        assertThat(store.all()).hasSize(1);
        assertThat(store.image("box:2").tags()).containsExactly(ONE, TWO);

        store.untag(Set.of(ONE));
        assertThat(store.image(image.id().toString()).tags()).containsExactly(TWO);
    }

    @Test
    void whatARegistryCallsItByDigestFindsItToo() throws IOException {
        StoredImage image = bring(ONE, "a");
        Digest index = Digest.sha256(new byte[] {1});
        store.name(ImageSet.of(image.descriptor()), ONE, index);

        assertThat(store.image("box@" + index).id()).isEqualTo(image.id());
        assertThat(store.image("box@" + image.descriptor().digest()).id()).isEqualTo(image.id());
        assertThat(store.image("box:1").digests())
                .extracting(ImageReference::familiar)
                .containsExactly("box@" + index);
        assertThat(store.find("other@" + index)).isEmpty();
    }

    @Test
    void anAmbiguousIdIsRefused() throws IOException {
        String[] seen = new String[16];
        for (int i = 0; i < 17; i++) {
            StoredImage image = bring(ImageReference.parse("box:" + i), String.valueOf(i));
            int first = Character.digit(image.id().hex().charAt(0), 16);
            if (seen[first] != null) {
                String digit = image.id().hex().substring(0, 1);
                assertThatThrownBy(() -> store.find("sha256:" + digit))
                        .isInstanceOf(Failure.class)
                        .hasMessageContaining("the ids of several images begin with");
                return;
            }
            seen[first] = image.id().hex();
        }
        throw new AssertionError("seventeen ids cannot all begin otherwise");
    }

    @Test
    void whatNothingLeadsToIsRemovedAndWhatIsSharedStays() throws IOException {
        StoredImage one = bring(ONE, "a", "b");
        StoredImage two = bring(TWO, "a", "c");
        store.forget(one.id());

        Collected collected = store.collect();

        assertThat(collected.layers()).containsExactly(one.config().diffIds().getLast());
        assertThat(collected.bytes()).isPositive();
        assertThat(store.layers().all())
                .containsExactlyInAnyOrderElementsOf(two.config().diffIds());
        assertThat(store.blobs().all()).hasSize(4);
        assertThat(store.image("box:2").id()).isEqualTo(two.id());
    }

    @Test
    void whatAContainerNeedsStaysWhenItsNameIsGone() throws IOException {
        StoredImage image = bring(ONE, "a");
        pins.add(image.descriptor().digest());
        store.forget(image.id());

        assertThat(store.collect().layers()).isEmpty();
        assertThat(store.pinned(image.descriptor().digest()).id()).isEqualTo(image.id());
        assertThat(store.all()).isEmpty();

        pins.clear();
        assertThat(store.collect().layers()).hasSize(1);
        assertThat(store.blobs().all()).isEmpty();
    }

    @Test
    void nothingIsRemovedWhileSomebodyHoldsALease() throws IOException {
        StoredImage image = bring(ONE, "a");
        store.forget(image.id());

        try (Lease _ = open(place).lease()) {
            assertThat(store.collect()).isEqualTo(Collected.NOTHING);
            assertThat(store.blobs().all()).hasSize(3);
        }
        assertThat(store.collect().layers()).hasSize(1);
    }

    @Test
    void whatIsOnTheDiskIsOnRecord() throws IOException {
        assertThat(store.diskUse()).isEqualTo(DiskUse.NOTHING);
        StoredImage one = bring(ONE, "a", "b");
        bring(TWO, "a", "c");

        long packed = 0;
        for (Digest blob : store.blobs().all()) {
            packed += Files.size(store.blobs().path(blob));
        }
        long unpacked = store.layers().all().stream().mapToLong(store.layers()::sizeBytes).sum();
        assertThat(store.diskUse()).isEqualTo(new DiskUse(packed + unpacked, 7 + 3));

        store.forget(one.id());
        long freed = store.collect().bytes();
        assertThat(store.diskUse().bytes()).isEqualTo(packed + unpacked - freed);
    }

    @Test
    void anotherEngineSeesTheSame() throws IOException {
        StoredImage image = bring(ONE, "a");

        assertThat(open(place).image("box:1")).isEqualTo(image);
    }
}
