package dev.hako.image.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeTest {
    private static final Instant MTIME = Instant.ofEpochSecond(1_700_000_000, 5_000);
    private static final Metadata PLAIN = new Metadata(0644, -1, -1, MTIME, Map.of());

    private static final int SOMEBODY = 65_534;

    @TempDir Path directory;
    Path inside;
    Path outside;

    @BeforeEach
    void makeDirectories() throws IOException {
        inside = Files.createDirectory(directory.resolve("inside"));
        outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
    }

    private void write(String path, Entry.Kind kind) throws IOException {
        write(NativePath.of(path), kind);
    }

    private void write(NativePath path, Entry.Kind kind) throws IOException {
        try (Fd top = Open.open(inside.toString(), Open.O_PATH);
                TreeWriter writer = new TreeWriter(top, metadata -> metadata, false)) {
            writer.add(new Entry(path, kind, PLAIN), new Content.Bytes(new byte[] {'x'}));
        }
    }

    private Listing list(NativePath name) throws IOException {
        Listing listing = new Listing();
        try (Fd top = Open.open(inside.toString(), Open.O_PATH)) {
            TreeReader.to(listing).read(top, name);
        }
        return listing;
    }

    @Test
    void refusesNamesThatLeadUpwards() {
        for (String path : new String[] {"../outside/f", "a/../../outside/f", ".."}) {
            assertThatThrownBy(() -> write(path, new Entry.Regular(1)))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("leads upwards");
        }
        assertThat(outside.toFile().list()).containsExactly("secret");
    }

    @Test
    void takesAbsoluteNamesForNamesInside() throws IOException {
        write(outside + "/f", new Entry.Regular(1));
        assertThat(outside.toFile().list()).containsExactly("secret");
        assertThat(inside.resolve(outside.resolve("f").toString().substring(1))).exists();
    }

    @Test
    void writesThroughNoLink() throws IOException {
        write("link", new Entry.SymbolicLink(NativePath.of(outside.toString())));
        assertThatThrownBy(() -> write("link/f", new Entry.Regular(1)))
                .hasMessageContaining("is a link or a file, not a directory");
        write("file", new Entry.SymbolicLink(NativePath.of(outside + "/secret")));
        write("file", new Entry.Regular(1));
        assertThat(outside.resolve("secret")).hasContent("secret");
        assertThat(Files.isSymbolicLink(inside.resolve("file"))).isFalse();
    }

    @Test
    void linksToNothingOutside() throws IOException {
        write("link", new Entry.SymbolicLink(NativePath.of(outside.toString())));
        assertThatThrownBy(() -> write("h", new Entry.HardLink(NativePath.of("link/secret"))))
                .isInstanceOf(Failure.class);
        assertThatThrownBy(() -> write("h", new Entry.HardLink(NativePath.of("../outside/secret"))))
                .isInstanceOf(Failure.class);
        assertThat(inside.resolve("h")).doesNotExist();
    }

    @Test
    void replacesNoDirectoryByAFileNorTheOtherWay() throws IOException {
        Files.createDirectory(inside.resolve("d"));
        Files.writeString(inside.resolve("f"), "");
        assertThatThrownBy(() -> write("d", new Entry.Regular(1)))
                .hasMessage("cannot overwrite directory \"d\" with non-directory");
        assertThatThrownBy(() -> write("f", new Entry.Directory()))
                .hasMessage("cannot overwrite non-directory \"f\" with directory");
    }

    @Test
    void keepsModesTimesLinksAndOddNames() throws IOException {
        Path from = Files.createDirectory(inside.resolve("from"));
        Files.writeString(from.resolve("f"), "content");
        Files.setPosixFilePermissions(
                from.resolve("f"), PosixFilePermissions.fromString("r-x-w---x"));
        Files.setLastModifiedTime(from.resolve("f"), FileTime.from(MTIME));
        Files.createLink(from.resolve("g"), from.resolve("f"));
        Files.createSymbolicLink(from.resolve("l"), Path.of("/no/where"));
        Files.setLastModifiedTime(from, FileTime.from(MTIME));
        copy(from);
        Path to = inside.resolve("to");
        assertThat(to.resolve("f")).hasContent("content");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve("f"))))
                .isEqualTo("r-x-w---x");
        assertThat(Files.getLastModifiedTime(to.resolve("f")).toInstant()).isEqualTo(MTIME);
        assertThat(Files.getLastModifiedTime(to).toInstant()).isEqualTo(MTIME);
        assertThat(Files.isSameFile(to.resolve("f"), to.resolve("g"))).isTrue();
        assertThat(Files.readSymbolicLink(to.resolve("l"))).isEqualTo(Path.of("/no/where"));
    }

    @Test
    void keepsHoles() throws IOException {
        Path from = Files.createDirectory(inside.resolve("from"));
        try (Fd sparse =
                Open.openat(
                        Fd.CWD,
                        NativePath.of(from.resolve("f").toString()),
                        Open.O_WRONLY | Open.O_CREAT,
                        0600)) {
            sparse.truncate(1L << 40);
            sparse.seek(1L << 30, 0);
            sparse.writeAll(new byte[] {'x'});
        }
        copy(from);
        try (Fd copied = Open.open(inside.resolve("to/f").toString(), Open.O_RDONLY)) {
            assertThat(Stat.of(copied).size()).isEqualTo(1L << 40);
            assertThat(Stat.of(copied).blocks()).isLessThan(1000);
            assertThat(copied.seek(1L << 30, 0)).isEqualTo(1L << 30);
            byte[] one = new byte[1];
            assertThat(copied.read(one, 0, 1)).isEqualTo(1);
            assertThat(one[0]).isEqualTo((byte) 'x');
        }
    }

    private void copy(Path from) throws IOException {
        try (Fd top = Open.open(inside.toString(), Open.O_PATH);
                Fd source = Open.open(from.toString(), Open.O_PATH);
                TreeWriter writer = new TreeWriter(top, metadata -> metadata, false)) {
            TreeReader.to(writer).read(source, NativePath.of("to"));
        }
    }

    @Test
    void namesAreBytes() throws IOException {
        NativePath odd = NativePath.of(new byte[] {'b', (byte) 0xff, '\n'});
        write(odd, new Entry.Regular(1));
        assertThat(list(NativePath.of(".")).entries.getLast().path()).isEqualTo(odd);
    }

    @Test
    void takesRightsAwayFromWhatChangesItsOwner() {
        Metadata given =
                new Metadata(
                        06755,
                        1000,
                        1000,
                        MTIME,
                        Map.of(NativePath.of("security.capability"), new byte[20]));
        assertThat(given.ownedBy(0, 0).permissions()).isEqualTo(0755);
        assertThat(given.ownedBy(0, 0).xattrs()).isEmpty();
        assertThat(given.ownedBy(1000, 1000)).isEqualTo(given);
    }

    @Test
    @NeedsRoot
    void saysWhatMayNotBeReadOrPassesItOver() throws Throwable {
        Path open = Files.createDirectory(inside.resolve("open"));
        Files.writeString(open.resolve("file"), "content");
        Files.writeString(open.resolve("secret"), "content");
        Files.setPosixFilePermissions(open.resolve("secret"), Set.of());
        Path closed = Files.createDirectory(inside.resolve("closed"));
        Files.writeString(closed.resolve("file"), "content");
        Files.setPosixFilePermissions(closed, Set.of());

        try (Fd top = Open.open(inside.toString(), Open.O_PATH)) {
            Listing listing = new Listing();
            readAsSomebody(TreeReader.lenient(listing), top);
            assertThat(listing.paths()).containsExactly(".", "closed", "open", "open/file");
            assertThatThrownBy(() -> readAsSomebody(TreeReader.to(new Listing()), top))
                    .hasMessage("cannot read \"closed\": openat \".\": EACCES (permission denied)");
        }
    }

    private static void readAsSomebody(TreeReader reader, Fd top) throws Throwable {
        FileUser.doing(SOMEBODY, () -> reader.read(top, NativePath.of(".")));
    }
}
