package dev.hako.image.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an archive may have at most, and what its records mean.
class TarLimitsTest {
    private static final Metadata PLAIN = new Metadata(0755, 0, 0, Instant.EPOCH, Map.of());

    private static void refuses(RawTar archive, String cause) {
        assertThatThrownBy(archive::read)
                .isInstanceOf(Failure.class)
                .hasMessage("the archive is damaged: " + cause);
    }

    @Test
    void refusesAnExtendedHeaderOfMoreThanAMebibyte() {
        refuses(
                new RawTar().pax('x', "comment", "c".repeat(1 << 20)).add('0', "f", ""),
                "an extended header of 1048593 bytes");
    }

    @ParameterizedTest
    @CsvSource({"x", "g"})
    void refusesManyExtendedHeadersOfMoreThanAMebibyte(char type) {
        RawTar archive = new RawTar();
        for (int i = 0; i < 5; i++) {
            archive.pax(type, "comment" + i, "c".repeat(250_000));
        }
        refuses(archive.add('0', "f", ""), "extended headers of more than 1048576 bytes");
    }

    @Test
    void countsWhatIsSaidOfEachMemberAnew() throws IOException {
        RawTar archive = new RawTar();
        for (int i = 0; i < 5; i++) {
            archive.pax('x', "comment", "c".repeat(250_000)).add('0', "f" + i, "");
        }
        assertThat(archive.read().paths()).hasSize(5);
    }

    @Test
    void refusesNamesAndLinksThatNoPathCanBe() {
        String name = "n".repeat(4096);
        refuses(new RawTar().pax('x', "path", name).add('0', "f", ""), "a name of 4096 bytes");
        refuses(new RawTar().add('L', "l", name).add('0', "f", ""), "a name of 4096 bytes");
        refuses(new RawTar().pax('x', "linkpath", name).add('2', "f", ""), "a name of 4096 bytes");
    }

    @Test
    void refusesAttributesThatLinuxCannotHave() {
        refuses(
                new RawTar().pax('x', "SCHILY.xattr.user.a", "v".repeat(65537)).add('0', "f", ""),
                "an extended attribute of 65537 bytes");
        refuses(
                new RawTar().pax('x', "SCHILY.xattr." + "n".repeat(256), "v").add('0', "f", ""),
                "an extended attribute whose name is none");
    }

    @Test
    void takesAnEmptyRecordForNone() throws IOException {
        RawTar archive = new RawTar().pax('g', "path", "all").pax('x', "path", "");
        assertThat(archive.add('0', "f", "").read().paths()).containsExactly("f");
    }

    @ParameterizedTest
    @CsvSource({
        "10, '0,5,4,5', 0123456789, a sparse file whose parts overlap or are beyond its end",
        "10, '8,5', 01234, a sparse file whose parts overlap or are beyond its end",
        "10, '0,5', 0123, a sparse file whose map is of 5 bytes of 4",
        "10, '0,5,7', 01234, a sparse file with half a part",
        "99999999999999999, '0,5', 01234, a sparse file of 99999999999999999 bytes"
    })
    void refusesSparseFilesThatCannotBe(String size, String map, String data, String cause) {
        String records =
                RawTar.record("GNU.sparse.size", size) + RawTar.record("GNU.sparse.map", map);
        refuses(new RawTar().add('x', "pax", records).add('0', "f", data), cause);
    }

    @Test
    void refusesASparseFileOfTooManyParts() {
        String records =
                RawTar.record("GNU.sparse.major", "1")
                        + RawTar.record("GNU.sparse.realsize", "1000000000");
        String map = "200000\n" + "1\n0\n".repeat(131_073);
        refuses(
                new RawTar().add('x', "pax", records).add('0', "f", map),
                "a sparse file of more than 131072 parts");
    }

    @ParameterizedTest
    @CsvSource({
        "1.5, 1970-01-01T00:00:01.500Z",
        "-1.25, 1969-12-31T23:59:58.750Z",
        "7, 1970-01-01T00:00:07Z",
        "7., 1970-01-01T00:00:07Z",
        "1.123456789999, 1970-01-01T00:00:01.123456789Z"
    })
    void readsTimes(String text, Instant time) throws IOException {
        Listing listing = new RawTar().pax('x', "mtime", text).add('0', "f", "").read();
        assertThat(listing.entries.getFirst().metadata().mtime()).isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource({"''' '", "x", "1.x", "--1", "9999999999999", "1e5"})
    void refusesTimesThatAreNone(String text) {
        assertThatThrownBy(() -> new RawTar().pax('x', "mtime", text).add('0', "f", "").read())
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("the archive is damaged: a ");
    }

    @Test
    void readsAccessListsOfNumbersAndLeavesOutNames() throws IOException {
        String text =
                "user::rw-,user:1000:r--,user:lisa:rwx,user:max:r-x:5,group::r--,mask::r--,other::---";
        Listing listing = new RawTar().pax('x', "SCHILY.acl.access", text).add('0', "f", "").read();
        byte[] value =
                listing.entries
                        .getFirst()
                        .metadata()
                        .xattrs()
                        .get(NativePath.of("system.posix_acl_access"));
        assertThat(value)
                .containsExactly(
                        2, 0, 0, 0, 1, 0, 6, 0, -1, -1, -1, -1, 2, 0, 5, 0, 5, 0, 0, 0, 2, 0, 4, 0,
                        0xe8, 3, 0, 0, 4, 0, 4, 0, -1, -1, -1, -1, 0x10, 0, 4, 0, -1, -1, -1, -1,
                        0x20, 0, 0, 0, -1, -1, -1, -1);
    }

    @TempDir Path folder;

    private void unpack(Entry... entries) throws IOException {
        LayerUnpacker.Rules rules =
                new LayerUnpacker.Rules(TreeMarks.of(false), FileOwners.own(), 1000);
        Path inside = Files.createDirectory(folder.resolve("inside"));
        try (Fd top = Open.open(inside.toString(), Open.O_RDONLY | Open.O_DIRECTORY);
                LayerUnpacker unpacker = new LayerUnpacker(top, rules)) {
            for (Entry entry : entries) {
                unpacker.add(entry, Content.NONE);
            }
            unpacker.finish();
        } finally {
            FileTree.delete(inside);
        }
    }

    @Test
    void refusesPathsOfMoreThanAThousandDirectories() {
        Entry deep = new Entry(NativePath.of("d/".repeat(1001)), new Entry.Directory(), PLAIN);
        assertThatThrownBy(() -> unpack(deep)).hasMessage("a path of more than 1000 directories");
    }

    @Test
    void refusesLinksThatLeadDeeperThanAnyPath() {
        Entry link =
                new Entry(
                        NativePath.of("l"),
                        new Entry.SymbolicLink(NativePath.of("d/".repeat(600) + "d")),
                        PLAIN);
        Entry second =
                new Entry(
                        NativePath.of("m"),
                        new Entry.SymbolicLink(NativePath.of("l/" + "d/".repeat(600) + "d")),
                        PLAIN);
        Entry[] entries = {
            directory("d/".repeat(600) + "d"),
            link,
            directory("l/" + "d/".repeat(600) + "d"),
            second,
            directory("m/d")
        };
        assertThatThrownBy(() -> unpack(entries)).hasMessage("links lead too deep");
    }

    private static Entry directory(String path) {
        return new Entry(NativePath.of(path), new Entry.Directory(), PLAIN);
    }
}
