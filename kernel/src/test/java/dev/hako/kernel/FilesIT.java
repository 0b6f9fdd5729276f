package dev.hako.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of the running kernel, in a folder of their own.
class FilesIT {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);
    private static final NativePath STRANGE = NativePath.of(new byte[] {'n', (byte) 0xfe, '\n'});

    @TempDir Path folder;
    private Fd dir = Fd.CWD;

    @BeforeEach
    void open() {
        dir = Open.open(folder.toString(), Open.O_RDONLY | Open.O_DIRECTORY);
    }

    @AfterEach
    void close() {
        for (DirectoryEntry entry : Directory.list(dir)) {
            if (entry.type() == FileType.DIRECTORY) {
                Names.rmdirat(dir, entry.name());
            } else {
                Names.unlinkat(dir, entry.name());
            }
        }
        dir.close();
    }

    private Fd create(NativePath name) {
        return Open.openat(dir, name, Open.O_CREAT | Open.O_EXCL | Open.O_RDWR, 0640);
    }

    @Test
    void keepsNamesThatAreNoText() {
        create(STRANGE).close();
        assertThat(Directory.list(dir))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.name()).isEqualTo(STRANGE);
                    assertThat(entry.type()).isEqualTo(FileType.REGULAR);
                });
        assertThat(STRANGE).hasToString("n\\xfe\\x0a");
    }

    @Test
    void writesReadsAndSeeks() {
        try (Fd file = create(NativePath.of("f"))) {
            file.writeAll(CONTENT);
            file.seek(0, 0);
            assertThat(file.readAll(100)).isEqualTo(CONTENT);
            file.truncate(3);
            file.fdatasync();
            file.fsync();
            assertThat(Stat.of(file).size()).isEqualTo(3);
            file.seek(0, 0);
            assertThatThrownBy(() -> file.readAll(2)).hasMessageContaining("EFBIG");
        }
    }

    @Test
    void describesAFile() {
        NativePath name = NativePath.of("f");
        create(name).close();
        Attributes.fchmodat(dir, name, 04711);
        Instant time = Instant.ofEpochSecond(1_000_000_000, 123_456_789);
        Attributes.mtimeat(dir, name, time);
        Stat stat = Stat.find(dir, name).orElseThrow();
        assertThat(stat.type()).isEqualTo(FileType.REGULAR);
        assertThat(stat.permissions()).isEqualTo(04711);
        assertThat(stat.mtime()).isEqualTo(time);
        assertThat(stat.nlink()).isEqualTo(1);
        assertThat(stat.uid()).isEqualTo(ThisProcess.effectiveUid());
        assertThat(Stat.find(dir, NativePath.of("none"))).isEmpty();
        assertThat(stat.isSameFile(Stat.of(dir))).isFalse();
    }

    @Test
    void linksRenamesAndRemoves() {
        NativePath one = NativePath.of("one");
        NativePath two = NativePath.of("two");
        create(one).close();
        Names.linkat(dir, one, dir, two);
        assertThat(Stat.find(dir, two).orElseThrow().nlink()).isEqualTo(2);
        NativePath link = NativePath.of("link");
        Names.symlinkat(STRANGE, dir, link);
        assertThat(Names.readlinkat(dir, link)).isEqualTo(STRANGE);
        assertThatThrownBy(() -> Names.renameat2(dir, one, dir, link, Names.RENAME_NOREPLACE))
                .hasMessage("renameat2 \"link\": EEXIST (file exists)");
        Names.renameat(dir, one, dir, NativePath.of("three"));
        assertThat(Stat.find(dir, one)).isEmpty();
    }

    @Test
    void staysBeneathADirectory() {
        Names.symlinkat(NativePath.of("/etc"), dir, NativePath.of("out"));
        Names.mkdirat(dir, NativePath.of("etc"), 0700);
        assertThatThrownBy(() -> Open.beneath(dir, NativePath.of("out"), Open.O_PATH))
                .hasMessage("openat2 \"out\": EXDEV (invalid cross-device link)");
        assertThatThrownBy(() -> Open.beneath(dir, NativePath.of("../x"), Open.O_PATH))
                .hasMessageContaining("EXDEV");
        try (Fd inside = Open.inRoot(dir, NativePath.of("out"), Open.O_PATH)) {
            Stat expected = Stat.at(dir, NativePath.of("etc"), 0);
            assertThat(Stat.of(inside).isSameFile(expected)).isTrue();
        }
    }

    @Test
    void makesNodesAndDevices() {
        Names.mknodat(dir, NativePath.of("fifo"), FileType.FIFO, 0600, Device.NONE);
        assertThat(Stat.find(dir, NativePath.of("fifo")).orElseThrow().type())
                .isEqualTo(FileType.FIFO);
        Stat zero = Stat.at(Fd.CWD, NativePath.of("/dev/zero"), 0);
        assertThat(zero.rdev()).isEqualTo(new Device(1, 5));
        assertThat(zero.type()).isEqualTo(FileType.CHARACTER_DEVICE);
    }

    @Test
    void storesExtendedAttributes() {
        NativePath name = NativePath.of("user.hako");
        try (Fd file = create(NativePath.of("f"))) {
            assertThat(Xattrs.get(file, name)).isEmpty();
            Xattrs.set(file, name, CONTENT, Xattrs.XATTR_CREATE);
            assertThat(Xattrs.get(file, name)).hasValue(CONTENT);
            assertThat(Xattrs.listAt(dir, NativePath.of("f"))).contains(name);
            Xattrs.setAt(dir, NativePath.of("f"), name, new byte[0]);
            assertThat(Xattrs.getAt(dir, NativePath.of("f"), name).orElseThrow()).isEmpty();
            Xattrs.remove(file, name);
            assertThat(Xattrs.list(file)).doesNotContain(name);
        }
    }

    @Test
    void locksBetweenOpenFiles() {
        try (Fd one = create(NativePath.of("lock"));
                Fd other = Open.openat(dir, NativePath.of("lock"), Open.O_RDONLY)) {
            Flock.exclusive(one);
            assertThat(Flock.tryShared(other)).isFalse();
            Flock.unlock(one);
            assertThat(Flock.tryExclusive(other)).isTrue();
            assertThat(Flock.tryExclusive(one)).isFalse();
        }
    }

    @Test
    void sealsMemory() {
        try (Fd sealed = Memfd.sealed("sealed", CONTENT)) {
            assertThat(sealed.readAll(100)).isEqualTo(CONTENT);
            assertThat(Memfd.seals(sealed) & Memfd.ALL_SEALS).isEqualTo(Memfd.ALL_SEALS);
            assertThatThrownBy(() -> sealed.writeAll(CONTENT)).hasMessageContaining("EPERM");
            assertThatThrownBy(() -> sealed.truncate(0)).hasMessageContaining("EPERM");
        }
    }

    @Test
    void duplicatesOutOfTheWayOfSpawnedPrograms() {
        try (Fd copy = dir.duplicate()) {
            assertThat(copy.number()).isGreaterThanOrEqualTo(100);
            assertThat(Fcntl.isCloseOnExec(copy)).isTrue();
            assertThat(Stat.of(copy).isSameFile(Stat.of(dir))).isTrue();
        }
    }

    @Test
    void refusesAClosedDescriptor() {
        Fd file = create(NativePath.of("f"));
        file.close();
        file.close();
        assertThatThrownBy(file::number).isInstanceOf(IllegalStateException.class);
        assertThat(file).hasToString("fd (closed)");
    }

    @Test
    void knowsFileSystems() {
        assertThat(StatFs.of(NativePath.of("/proc")).type()).isEqualTo(StatFs.PROC_SUPER_MAGIC);
        assertThat(StatFs.of(dir).blocks()).isPositive();
        assertThat(Access.allowed(dir, NativePath.of("."), Access.W_OK)).isTrue();
        assertThat(Access.allowed(dir, NativePath.of("none"), Access.F_OK)).isFalse();
    }

    @Test
    void copiesBetweenFilesAndThroughWhatCannot() {
        try (Fd file = create(NativePath.of("f"));
                Fd copy = create(NativePath.of("g"));
                Pipe pipe = Pipe.open()) {
            file.writeAll(CONTENT);
            file.seek(0, 0);
            assertThat(file.copyTo(copy, 100)).isEqualTo(CONTENT.length);
            copy.seek(0, 0);
            assertThat(copy.copyTo(pipe.writer(), 4)).isEqualTo(4);
            assertThat(pipe.reader().read(new byte[100], 0, 100)).isEqualTo(4);
        }
    }

    @Test
    void countsEvents() {
        try (EventFd events = EventFd.open()) {
            assertThat(events.drain()).isZero();
            events.signal();
            events.signal();
            assertThat(events.drain()).isEqualTo(2);
        }
    }

    @Test
    void namesAFileThatHadNone() {
        NativePath name = NativePath.of("named");
        try (Fd file = Open.openat(dir, NativePath.of("."), Open.O_TMPFILE | Open.O_RDWR, 0600)) {
            file.writeAll(CONTENT);
            Names.linkFd(file, dir, name);
        }
        assertThat(Stat.find(dir, name).map(Stat::size)).isEqualTo(Optional.of(7L));
    }
}
