package dev.hako.image.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobsTest {
    private static final byte[] CONTENT = "what the blob is".getBytes(UTF_8);
    private static final Descriptor BLOB = described(CONTENT);

    @TempDir Path layout;
    private Blobs blobs;

    @BeforeEach
    void open() throws IOException {
        blobs = Blobs.in(layout);
    }

    private static Descriptor described(byte[] content) {
        return Descriptor.of("a/b", Digest.sha256(content), content.length);
    }

    private Path part() {
        return layout.resolve("blobs/sha256/" + BLOB.digest().hex() + ".part");
    }

    private void receive(PartialBlob.Rest rest) throws IOException {
        try (PartialBlob part = blobs.begin(BLOB);
                ArrivingBlob arriving = part.arriving(rest)) {
            arriving.drain();
            part.publish(arriving);
        }
    }

    @Test
    void aBlobHasItsNameOnceItIsWhole() throws IOException {
        receive(_ -> new ByteArrayInputStream(CONTENT));

        assertThat(blobs.has(BLOB)).isTrue();
        assertThat(blobs.document(BLOB)).isEqualTo(CONTENT);
        assertThat(part()).doesNotExist();
    }

    @Test
    void whatHasComeIsKeptAndNotAskedForAgain() throws IOException {
        assertThatThrownBy(() -> receive(_ -> breaking(5))).isInstanceOf(IOException.class);
        assertThat(blobs.has(BLOB)).isFalse();
        assertThat(part()).hasBinaryContent("what ".getBytes(UTF_8));

        List<Long> asked = new ArrayList<>();
        receive(offset -> {
            asked.add(offset);
            return from(offset);
        });

        assertThat(asked).containsExactly(5L);
        assertThat(blobs.document(BLOB)).isEqualTo(CONTENT);
    }

    /// A connection that is lost after some bytes.
    private static InputStream breaking(int after) {
        return new InputStream() {
            private int left = after;

            @Override
            public int read() throws IOException {
                if (left-- == 0) {
                    throw new IOException("connection reset");
                }
                return CONTENT[after - left - 1];
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                bytes[offset] = (byte) read();
                return 1;
            }
        };
    }

    private static InputStream from(long offset) {
        int at = (int) offset;
        return new ByteArrayInputStream(CONTENT, at, CONTENT.length - at);
    }

    @Test
    void nothingIsKeptOfABlobThatIsAnother() {
        byte[] other = "what the blub is".getBytes(UTF_8);

        assertThatThrownBy(() -> receive(_ -> new ByteArrayInputStream(other)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("the content " + BLOB.digest() + " is damaged")
                .hasMessageContaining(Digest.sha256(other).toString());
        assertThat(blobs.has(BLOB)).isFalse();
        assertThat(part()).doesNotExist();
    }

    @Test
    void nothingIsKeptOfABlobThatIsShorter() {
        assertThatThrownBy(() -> receive(_ -> new ByteArrayInputStream(CONTENT, 0, 3)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("has 3 bytes, but should have 16");
        assertThat(part()).doesNotExist();
    }

    @Test
    void noMoreIsReadThanTheBlobHas() throws IOException {
        byte[] endless = (new String(CONTENT, UTF_8) + "and more").getBytes(UTF_8);

        receive(_ -> new ByteArrayInputStream(endless));

        assertThat(blobs.document(BLOB)).isEqualTo(CONTENT);
    }

    @Test
    void aPartThatIsTooLongIsBegunAgain() throws IOException {
        Files.writeString(part(), "longer than the blob ever was");

        receive(BlobsTest::from);

        assertThat(blobs.document(BLOB)).isEqualTo(CONTENT);
    }

    @Test
    void whoeverComesSecondWaitsAndFindsItDone() throws Exception {
        PartialBlob first = blobs.begin(BLOB);
        List<Boolean> done = new ArrayList<>();
        Thread second =
                Thread.ofPlatform()
                        .start(() -> {
                            try (PartialBlob part = blobs.begin(BLOB)) {
                                done.add(part.isDone());
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        });
        try (first;
                ArrivingBlob arriving = first.arriving(BlobsTest::from)) {
            arriving.drain();
            first.publish(arriving);
        }
        second.join();

        assertThat(done).containsExactly(true);
    }

    @Test
    void refusesADocumentThatWasDamagedOnTheDisk() throws IOException {
        receive(BlobsTest::from);
        Files.writeString(blobs.path(BLOB.digest()), "what the blob was");

        assertThatThrownBy(() -> blobs.document(BLOB)).isInstanceOf(Failure.class);
    }

    @Test
    void partsAreSweptOnceTheyAreOldAndNobodyWritesThem() throws IOException {
        Files.writeString(part(), "what");
        Instant now = Instant.now();
        blobs.sweep(Duration.ofDays(7), now);
        assertThat(part()).exists();

        Files.setLastModifiedTime(part(), FileTime.from(now.minus(Duration.ofDays(8))));
        try (PartialBlob _ = blobs.begin(BLOB)) {
            blobs.sweep(Duration.ofDays(7), now);
            assertThat(part()).exists();
        }
        blobs.sweep(Duration.ofDays(7), now);
        assertThat(part()).doesNotExist();
    }

    @Test
    void listsAndRemovesWholeBlobsOnly() throws IOException {
        receive(BlobsTest::from);
        Files.writeString(layout.resolve("blobs/sha256/" + "0".repeat(64) + ".part"), "x");

        assertThat(blobs.all()).containsExactly(BLOB.digest());
        assertThat(blobs.remove(BLOB.digest())).isEqualTo(CONTENT.length);
        assertThat(blobs.all()).isEmpty();
    }
}
