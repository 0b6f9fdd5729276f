package dev.hako.image.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.kernel.Device;
import dev.hako.kernel.FileType;
import dev.hako.kernel.NativePath;
import dev.hako.testing.NeedsProgram;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarTest {
    private static final Instant MTIME = Instant.ofEpochSecond(1_700_000_000);
    private static final Metadata PLAIN = new Metadata(0644, 0, 0, MTIME, Map.of());
    private static final byte[] ODD_NAME = {'b', (byte) 0xff, '\n', (byte) 0xfe};

    @TempDir Path directory;

    private static Entry entry(String path, Entry.Kind kind) {
        return new Entry(NativePath.of(path), kind, PLAIN);
    }

    private static byte[] archive(Entry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarWriter writer = new TarWriter(bytes)) {
            for (Entry entry : entries) {
                writer.add(entry, new Content.Bytes(new byte[(int) entry.size()]));
            }
        }
        return bytes.toByteArray();
    }

    private static Listing read(byte[] archive) throws IOException {
        Listing listing = new Listing();
        new TarReader(new ByteArrayInputStream(archive)).sendTo(listing);
        return listing;
    }

    @Test
    void readsWhatItWrites() throws IOException {
        Map<NativePath, byte[]> xattrs = Map.of(NativePath.of("user.x"), new byte[] {0, '\n', -1});
        Metadata odd = new Metadata(06755, (int) 3_000_000_000L, 5, MTIME, xattrs);
        NativePath longName = NativePath.of("d/" + "n".repeat(3000));
        byte[] bytes =
                archive(
                        entry("d", new Entry.Directory()),
                        new Entry(longName, new Entry.Regular(700), odd),
                        new Entry(NativePath.of(ODD_NAME), new Entry.Regular(0), PLAIN),
                        entry("l", new Entry.SymbolicLink(longName)),
                        entry("h", new Entry.HardLink(NativePath.of(ODD_NAME))),
                        entry("p", new Entry.Fifo()),
                        entry("c", new Entry.Node(FileType.CHARACTER_DEVICE, new Device(1, 300))));
        Listing listing = read(bytes);
        assertThat(listing.entries)
                .extracting(Entry::kind)
                .containsExactly(
                        new Entry.Directory(),
                        new Entry.Regular(700),
                        new Entry.Regular(0),
                        new Entry.SymbolicLink(longName),
                        new Entry.HardLink(NativePath.of(ODD_NAME)),
                        new Entry.Fifo(),
                        new Entry.Node(FileType.CHARACTER_DEVICE, new Device(1, 300)));
        assertThat(listing.entries.get(1).path()).isEqualTo(longName);
        assertThat(listing.entries.get(2).path().bytes()).isEqualTo(ODD_NAME);
        Metadata back = listing.entries.get(1).metadata();
        assertThat(back.permissions()).isEqualTo(06755);
        assertThat(back.uid()).isEqualTo((int) 3_000_000_000L);
        assertThat(back.xattrs().get(NativePath.of("user.x"))).containsExactly(0, '\n', -1);
    }

    @Test
    @NeedsProgram("tar")
    void writesWhatGnuTarReads() throws IOException {
        byte[] bytes =
                archive(
                        entry("d", new Entry.Directory()),
                        entry("d/" + "n".repeat(200), new Entry.Regular(700)),
                        new Entry(NativePath.of(ODD_NAME), new Entry.Regular(3), PLAIN),
                        entry("l", new Entry.SymbolicLink(NativePath.of("t".repeat(150)))));
        byte[] listed =
                Programs.shell(directory, bytes, "tar --quoting-style=literal -tf - | cat -v");
        assertThat(new String(listed, UTF_8))
                .isEqualTo("d/\nd/" + "n".repeat(200) + "\nbM-^?\nM-~\nl\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "pax", "ustar", "v7", "oldgnu"})
    @NeedsProgram("tar")
    void readsWhatGnuTarWrites(String format) throws IOException {
        Path tree = Files.createDirectories(directory.resolve("t/" + "d".repeat(60)));
        Files.writeString(tree.resolve("f"), "content");
        Files.createSymbolicLink(tree.resolve("l"), Path.of("f"));
        Files.createLink(tree.resolve("z"), tree.resolve("f"));
        boolean old = format.equals("v7") || format.equals("ustar");
        Files.writeString(tree.resolve((old ? "m" : "m".repeat(180))), "long");
        byte[] bytes =
                Programs.shell(
                        directory, new byte[0], "tar --sort=name --format=" + format + " -c t");
        Listing listing = read(bytes);
        assertThat(listing.entries).hasSize(6);
        assertThat(listing.entries.get(2).path().name()).isEqualTo(NativePath.of("f"));
        assertThat(listing.contents).contains("content", "long");
        assertThat(listing.entries.get(5).kind()).isInstanceOf(Entry.HardLink.class);
    }

    @Test
    void passesOverContentThatNobodyWants() throws IOException {
        byte[] bytes =
                archive(entry("a", new Entry.Regular(1000)), entry("b", new Entry.Regular(1)));
        Listing listing = new Listing();
        new TarReader(new ByteArrayInputStream(bytes))
                .sendTo((entry, _) -> listing.add(entry, Content.NONE));
        assertThat(listing.paths()).containsExactly("a", "b");
    }

    @Test
    void refusesWhatIsNoArchive() {
        byte[] text = "x".repeat(2048).getBytes(ISO_8859_1);
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("it is no tar archive");
    }

    @Test
    void refusesAnArchiveThatEndsTooEarly() throws IOException {
        byte[] whole = archive(entry("a", new Entry.Regular(1000)));
        assertThatThrownBy(() -> read(Arrays.copyOf(whole, 700)))
                .isInstanceOf(Failure.class)
                .hasMessage("the archive ends too early");
    }

    @Test
    void refusesAnExtendedHeaderWithoutBound() throws IOException {
        byte[] header = archive(entry("x", new Entry.Regular(0)));
        header[TarFormat.TYPE] = 'x';
        Arrays.fill(header, TarFormat.SIZE, TarFormat.SIZE + 11, (byte) '7');
        byte[] sum = "%06o".formatted(TarFormat.checksum(header)).getBytes(ISO_8859_1);
        System.arraycopy(sum, 0, header, TarFormat.CHECKSUM, sum.length);
        assertThatThrownBy(() -> read(header)).hasMessageContaining("an extended header of");
    }
}
