package dev.hako.image.compression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.image.MediaTypes.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecompressionTest {
    private static final Limits LIMITS = new Limits(1 << 20, 200, 1 << 16);

    private static byte[] compressed(Compression compression, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CompressedBlob blob = CompressedBlob.to(bytes, compression)) {
            blob.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] read(byte[] blob, Compression compression) throws IOException {
        InputStream trickle = new Trickle(new ByteArrayInputStream(blob));
        try (InputStream in = Decompression.open(trickle, MediaTypes.layer(compression), LIMITS)) {
            return in.readAllBytes();
        }
    }

    /// A network, which gives what it has and does not know what comes.
    private static final class Trickle extends FilterInputStream {
        private Trickle(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return in.read(bytes, offset, Math.min(length, 7));
        }

        @Override
        public int available() {
            return 0;
        }
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void givesBackWhatWasCompressed(Compression compression) throws IOException {
        byte[] content = noise(100_000);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CompressedBlob blob = CompressedBlob.to(bytes, compression);
        try (blob) {
            blob.write(content, 0, 5);
            blob.write(content[5]);
            blob.write(content, 6, content.length - 6);
        }
        assertThat(read(bytes.toByteArray(), compression)).isEqualTo(content);
        assertThat(blob.contentDigest()).isEqualTo(Digest.sha256(content));
        assertThat(blob.blobDigest()).isEqualTo(Digest.sha256(bytes.toByteArray()));
        assertThat(blob.blobBytes()).isEqualTo(bytes.size());
        assertThat(compressed(compression, content)).isEqualTo(bytes.toByteArray());
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void readsManyMembersAsOne(Compression compression) throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(compressed(compression, "one".getBytes(UTF_8)));
        both.write(compressed(compression, new byte[0]));
        both.write(compressed(compression, "two".getBytes(UTF_8)));
        assertThat(read(both.toByteArray(), compression)).asString(UTF_8).isEqualTo("onetwo");
    }

    @Test
    void skipsWhatAGzipHeaderSays() throws IOException {
        byte[] plain = compressed(Compression.GZIP, "content".getBytes(UTF_8));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(plain, 0, 3);
        bytes.write(2 | 4 | 8 | 16);
        bytes.write(plain, 4, 6);
        bytes.write(new byte[] {3, 0, 'x', 'y', 'z'});
        bytes.write("name\0comment\0".getBytes(UTF_8));
        bytes.write(new byte[2]);
        bytes.write(plain, 10, plain.length - 10);
        assertThat(read(bytes.toByteArray(), Compression.GZIP))
                .asString(UTF_8)
                .isEqualTo("content");
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void refusesWhatEndsTooEarlyAtEachByte(Compression compression) throws IOException {
        byte[] whole = compressed(compression, noise(100));
        for (int length = 6; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(part, compression))
                    .isInstanceOf(Failure.class)
                    .hasMessageMatching(".* (ends too early|is damaged: .*)");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void noticesEachChangedByteOfTheContent(Compression compression) throws IOException {
        byte[] content = noise(100);
        byte[] whole = compressed(compression, content);
        for (int at = 10; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x55;
            assertThatThrownBy(() -> read(changed, compression)).isInstanceOf(Failure.class);
        }
    }

    @Test
    void refusesWhatFollowsGzip() throws IOException {
        byte[] whole = compressed(Compression.GZIP, new byte[1]);
        byte[] more = Arrays.copyOf(whole, whole.length + 20);
        assertThatThrownBy(() -> read(more, Compression.GZIP))
                .hasMessage("the gzip data is damaged: something else follows its content");
    }

    @Test
    void refusesMediaTypesThatLie() {
        assertThatThrownBy(() -> read(compressed(Compression.ZSTD, new byte[9]), Compression.GZIP))
                .hasMessage(
                        "its media type \"application/vnd.oci.image.layer.v1.tar+gzip\" says gzip,"
                                + " but it is zstd");
        assertThatThrownBy(() -> read(new byte[9], Compression.GZIP))
                .hasMessageEndingWith("says gzip, but it is uncompressed");
        InputStream any = new ByteArrayInputStream(new byte[9]);
        assertThatThrownBy(() -> Decompression.open(any, "text/plain", LIMITS))
                .hasMessage(
                        "\"text/plain\" is no layer; hint: see whether the image is for"
                                + " containers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bzip2 425a6839314159",
                "xz fd377a585a0000",
                "lz4 04224d18",
                "lzma 5d000080"
            })
    void namesCompressionsThatImagesDoNotHave(String nameAndMagic) {
        String[] words = nameAndMagic.split(" ", -1);
        assertThatThrownBy(() -> Decompression.tell(HexFormat.of().parseHex(words[1])))
                .hasMessage(
                        "it is compressed with "
                                + words[0]
                                + "; hint: make the image with gzip or zstd");
    }

    @Test
    void takesAnEmptyBlobForUncompressed() throws IOException {
        assertThat(read(new byte[0], Compression.NONE)).isEmpty();
    }

    @Test
    void refusesMoreBytesThanTheLimit() {
        Failure failure = bomb(Compression.NONE, noise((1 << 20) + 1));
        assertThat(failure)
                .hasMessageStartingWith("it has more than 1048576 bytes when decompressed");
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void refusesAFewBytesThatGrowToMany(Compression compression) {
        Failure failure = bomb(compression, new byte[1 << 20]);
        assertThat(failure).hasMessageStartingWith("it grows by more than 200:1");
        assertThat(failure.kind()).isEqualTo(Failure.Kind.EXHAUSTED);
    }

    private static Failure bomb(Compression compression, byte[] content) {
        try {
            read(compressed(compression, content), compression);
        } catch (Failure e) {
            return e;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it went through");
    }

    @Test
    void hasItsLibraryInMemoryAndNotInAFile() throws IOException {
        compressed(Compression.ZSTD, new byte[1]);
        assertThat(Files.readString(Path.of("/proc/self/maps")))
                .contains("/memfd:zstd")
                .doesNotContain("libzstd-jni");
    }
}
