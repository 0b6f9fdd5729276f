package dev.hako.image.tarball;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.image.SmallImage;
import dev.hako.image.archive.Content;
import dev.hako.image.archive.Entry;
import dev.hako.image.archive.Metadata;
import dev.hako.image.archive.TarWriter;
import dev.hako.image.compression.CompressedBlob;
import dev.hako.image.layout.DirectoryFiles;
import dev.hako.image.layout.LayoutSource;
import dev.hako.image.source.Document;
import dev.hako.image.source.ImageSource;
import dev.hako.image.transfer.Delivery;
import dev.hako.image.transfer.TransferListener;
import dev.hako.kernel.NativePath;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes.Compression;
import dev.hako.oci.image.Platform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageArchiveTest {
    private static final Metadata FILE = new Metadata(0644, 0, 0, Instant.EPOCH, Map.of());

    @TempDir Path place;

    private Document save(OutputStream out, String... names) throws IOException {
        Document manifest = SmallImage.write(place.resolve("layout"), "t", "a", "b");
        ArchiveDestination archive =
                new ArchiveDestination("an archive", out, Platform.linux("amd64"));
        Set<ImageReference> called = new LinkedHashSet<>();
        for (String name : names) {
            called.add(ImageReference.parse(name));
        }
        LayoutSource source =
                new LayoutSource(
                        new DirectoryFiles(place.resolve("layout")), "it", Optional.of("t"));
        new Delivery(source, archive.calling(called)).run(TransferListener.NONE);
        archive.finish();
        return manifest;
    }

    @Test
    void whatIsSavedIsReadAgainByteForByte() throws IOException {
        Path file = place.resolve("image.tar");
        Document manifest;
        try (OutputStream out = Files.newOutputStream(file)) {
            manifest = save(out, "box:1", "example.com/box:2");
        }
        try (ImageArchive archive = ImageArchive.open(file, place)) {
            assertThat(archive.images())
                    .flatExtracting(ImageArchive.Archived::names)
                    .extracting(ImageReference::familiar)
                    .containsExactlyInAnyOrder("box:1", "example.com/box:2");
            Document top = archive.image("it", Optional.of("box:1")).top();
            assertThat(top.bytes()).isEqualTo(manifest.bytes());
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void aCompressedArchiveFromAPipeIsReadToo(Compression compression) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (OutputStream out = CompressedBlob.to(packed, compression)) {
            save(out, "box:1");
        }
        try (ImageArchive archive =
                ImageArchive.read(new ByteArrayInputStream(packed.toByteArray()), place)) {
            assertThat(archive.images()).hasSize(1);
        }
        assertThat(place.toFile().list()).containsExactly("layout");
    }

    @Test
    void oldReadersFindImagesByTheirRepositories() throws IOException {
        Path file = place.resolve("image.tar");
        Document manifest;
        try (OutputStream out = Files.newOutputStream(file)) {
            manifest = save(out, "box:1", "box:2", "example.com:5000/team/box:1");
        }
        String top = Manifest.parse(manifest.bytes()).layers().getLast().digest().hex();
        try (ArchiveFiles files = ArchiveFiles.of("it", FileChannel.open(file));
                InputStream in = files.open("repositories", 0)) {
            assertThat(new String(in.readAllBytes(), UTF_8).replaceAll("\\s", ""))
                    .isEqualTo(
                            "{\"box\":{\"1\":\"T\",\"2\":\"T\"},\"example.com:5000/team/box\":{\"1\":\"T\"}}"
                                    .replace("T", top));
        }
    }

    /// As docker wrote them before it wrote layouts: layers in folders, and links for those that
    /// are there already.
    @Test
    void anOlderArchiveOfDockersIsRead() throws IOException {
        Path file = place.resolve("old.tar");
        byte[] layer = tar("hello");
        String diffId = Digest.sha256(layer).toString();
        String config =
                """
                {"architecture":"amd64","os":"linux","rootfs":{"type":"layers",\
                "diff_ids":["%1$s","%1$s"]}}\
                """
                        .formatted(diffId);
        String manifest =
                """
                [{"Config":"c.json","RepoTags":["box:old"],"Layers":["1/layer.tar","2/layer.tar"]}]\
                """;
        try (OutputStream out = Files.newOutputStream(file);
                TarWriter archive = new TarWriter(out)) {
            add(archive, "1/layer.tar", layer);
            archive.add(
                    new Entry(
                            NativePath.of("2/layer.tar"),
                            new Entry.SymbolicLink(NativePath.of("../1/layer.tar")),
                            FILE),
                    Content.NONE);
            add(archive, "c.json", config.getBytes(UTF_8));
            add(archive, "manifest.json", manifest.getBytes(UTF_8));
        }
        try (ImageArchive archive = ImageArchive.open(file, place)) {
            ImageSource image = archive.image("it", Optional.of("old"));
            Manifest made = Manifest.parse(image.top().bytes());
            assertThat(made.config().digest()).isEqualTo(Digest.sha256(config.getBytes(UTF_8)));
            assertThat(made.layers())
                    .extracting(each -> each.digest().toString())
                    .containsExactly(diffId, diffId);
            assertThat(image.blob(made.layers().getLast(), 0).readAllBytes()).isEqualTo(layer);
        }
    }

    private static void add(TarWriter archive, String name, byte[] bytes) throws IOException {
        archive.add(
                new Entry(NativePath.of(name), new Entry.Regular(bytes.length), FILE),
                new Content.Bytes(bytes));
    }

    private static byte[] tar(String text) throws IOException {
        var out = new ByteArrayOutputStream();
        try (TarWriter archive = new TarWriter(out)) {
            add(archive, "f", text.getBytes(UTF_8));
        }
        return out.toByteArray();
    }

    @Test
    void aLinkThatLeadsNowhereIsNoMember() throws IOException {
        Path file = place.resolve("links.tar");
        try (OutputStream out = Files.newOutputStream(file);
                TarWriter archive = new TarWriter(out)) {
            for (String name : new String[] {"manifest.json", "index.json"}) {
                archive.add(
                        new Entry(
                                NativePath.of(name),
                                new Entry.SymbolicLink(NativePath.of("../../etc/passwd")),
                                FILE),
                        Content.NONE);
            }
        }
        try (ImageArchive archive = ImageArchive.open(file, place)) {
            assertThatThrownBy(archive::images)
                    .hasMessageContaining("is no archive of images")
                    .hasMessageContaining("hako import");
        }
    }

    @Test
    void whatIsNoArchiveIsRefused() throws IOException {
        Path file = place.resolve("text");
        Files.writeString(file, "no archive at all".repeat(100));

        assertThatThrownBy(() -> ImageArchive.open(file, place))
                .hasMessageContaining("cannot read the archive \"" + file);
        assertThatThrownBy(() -> ImageArchive.open(place.resolve("nothing"), place))
                .hasMessageContaining("there is no file");
    }
}
