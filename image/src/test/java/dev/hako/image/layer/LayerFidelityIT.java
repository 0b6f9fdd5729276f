package dev.hako.image.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.kernel.Fd;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.FileType;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import dev.hako.kernel.Xattrs;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A layer is unpacked to what GNU tar unpacks it to.
@NeedsRoot
@NeedsProgram({"tar", "bash"})
class LayerFidelityIT {
    /// Two users' rights, and the mask.
    private static final String ACCESS_LIST =
            "02000000010006ffffffffff02000400e803000004000400ffffffff10000400ffffffff20000000ffffffff"
                    .replace("010006ffffffffff", "01000600ffffffff");

    private static final String CAPABILITY = "0100000200040000000000000000000000000000";

    @TempDir Path folder;
    private Path made;
    private LayerStore store;

    @BeforeEach
    void makeTree() throws IOException {
        made = Files.createDirectory(folder.resolve("made"));
        store = LayerStore.open(folder.resolve("store"), false);
    }

    @AfterEach
    void settle() {
        store.settle();
    }

    private void sh(String line) throws IOException {
        Layers.shell(made, line);
    }

    /// Makes an archive, and compares what two programs make of it.
    private Path compare(String pack) throws IOException {
        byte[] archive = Layers.shell(made, pack);
        Files.write(folder.resolve("layer.tar"), archive);
        Path expected = Files.createDirectories(folder.resolve("expected"));
        Layers.shell(
                expected,
                "tar -xpf ../layer.tar --xattrs --xattrs-include='*' --acls --numeric-owner"
                        + " --same-owner --delay-directory-restore");
        Path tree = Layers.unpack(store, archive);
        assertThat(TreeFacts.of(tree)).isEqualTo(TreeFacts.of(expected));
        return tree;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "pax", "oldgnu", "ustar"})
    void keepsWhatAnyFormatCanSay(String format) throws IOException {
        sh(
                """
                mkdir -p d/sub z; echo content > d/sub/f; chmod 4751 d/sub/f; chown 7:9 d/sub/f
                ln d/sub/f z/again; ln -s ../../no/where l; ln -s sub d/link
                mkfifo -m 620 p; mknod c c 1 300; mknod -m 640 b b 8 1; chmod 1777 z; chmod 2755 d
                head -c 300000 /dev/urandom > big; chown -h 5:6 l; : > $'odd\\xff\\n\\xfe'
                touch -d '2001-02-03 04:05:06' d/sub/f d/sub d big; touch -h -d @0 l; touch -d @7 .
                """);
        Path tree = compare("tar -c --format=" + format + " --numeric-owner .");
        assertThat(Files.isSameFile(tree.resolve("d/sub/f"), tree.resolve("z/again"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "pax"})
    void keepsLongNames(String format) throws IOException {
        sh(
                """
                n=$(printf 'n%.0s' {1..200}); mkdir -p $n/$n/$n; echo long > $n/$n/$n/$n
                ln -s $n/$n/$n/$n link; ln $n/$n/$n/$n hard
                """);
        compare("tar -c --format=" + format + " .");
    }

    @Test
    void keepsLargeNumbersAndNanoseconds() throws IOException {
        sh(
                """
                : > f; chown 4000000000:3000000000 f; touch -d '2031-02-03 04:05:06.123456789' f
                : > old; touch -d '1960-01-01 00:00:00.25' old; mkdir d; touch -d @1.5 d
                """);
        compare("tar -c --format=pax --numeric-owner .");
        assertThat(
                        Files.getLastModifiedTime(
                                store.directory(store.all().iterator().next()).resolve("f")))
                .hasToString("2031-02-03T04:05:06.123456789Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--format=oldgnu",
                "--format=gnu",
                "--format=pax --sparse-version=0.0",
                "--format=pax --sparse-version=0.1",
                "--format=pax --sparse-version=1.0"
            })
    void keepsHolesOfSparseFiles(String format) throws IOException {
        sh(
                """
                truncate -s 1G hole; truncate -s 3M many; echo end > after
                for i in {1..40}; do printf x | dd of=many bs=1 seek=$((i*65536)) conv=notrunc; done
                printf tail | dd of=hole bs=1 seek=1000000000 conv=notrunc
                """
                        .replace("conv=notrunc", "conv=notrunc status=none"));
        Path tree = compare("tar -c --sparse " + format + " .");
        try (Fd file = Open.open(tree.resolve("hole").toString(), Open.O_RDONLY)) {
            assertThat(Stat.of(file).blocks()).isLessThan(100);
        }
    }

    @Test
    void keepsExtendedAttributesCapabilitiesAndAccessLists() throws IOException {
        sh("mkdir d; echo x > d/f; echo y > plain; ln -s f d/l; mkfifo d/p");
        set("d/f", "user.odd", "00ff0a3d");
        set("d/f", "security.capability", CAPABILITY);
        set("d", "trusted.thing", "01");
        set("plain", "system.posix_acl_access", ACCESS_LIST);
        set("d", "system.posix_acl_default", ACCESS_LIST);
        Path tree =
                compare(
                        "tar -c --format=pax --numeric-owner --acls --xattrs --xattrs-include='*' .");
        assertThat(xattr(tree.resolve("d/f"), "security.capability")).isEqualTo(CAPABILITY);
        assertThat(xattr(tree.resolve("plain"), "system.posix_acl_access")).isEqualTo(ACCESS_LIST);
        assertThat(xattr(tree.resolve("d"), "system.posix_acl_default")).isEqualTo(ACCESS_LIST);
    }

    private void set(String file, String name, String hex) {
        byte[] value = HexFormat.of().parseHex(hex);
        NativePath path = NativePath.of(made.resolve(file).toString());
        Xattrs.setAt(Fd.CWD, path, NativePath.of(name), value);
    }

    private static String xattr(Path file, String name) {
        NativePath path = NativePath.of(file.toString());
        return Xattrs.getAt(Fd.CWD, path, NativePath.of(name))
                .map(HexFormat.of()::formatHex)
                .orElse("none");
    }

    @Test
    void readsIncrementalAndLabelledArchives() throws IOException {
        sh("mkdir d; echo x > d/f");
        compare("tar -c --format=gnu --label=volume --incremental .");
    }

    @Test
    void letsTheLastOfSeveralOfANameWin() throws IOException {
        sh(
                """
                mkdir a; echo one > a/f; chmod 700 a/f; tar -cf ../all.tar .
                rm -r a; mkdir a; echo two > a/f; ln -s f a/g; tar -rf ../all.tar a
                """);
        Path tree = compare("cat ../all.tar");
        assertThat(tree.resolve("a/f")).hasContent("two");
    }

    @Test
    void replacesFilesDirectoriesAndLinksByEachOther() throws IOException {
        sh(
                """
                echo file > a; ln -s /etc/passwd b; tar -cf ../all.tar a b
                rm a b; mkdir a c; echo in > a/f; echo mine > b; tar -rf ../all.tar a b c
                rmdir c; echo file > c; tar -rf ../all.tar c
                """);
        Path tree = unpack("cat ../all.tar");
        assertThat(tree.resolve("a/f")).hasContent("in");
        assertThat(tree.resolve("c")).hasContent("file");
        assertThat(tree.resolve("b")).hasContent("mine");
        assertThat(Files.isSymbolicLink(tree.resolve("b"))).isFalse();
    }

    private Path unpack(String pack) throws IOException {
        return Layers.unpack(store, Layers.shell(made, pack));
    }

    @Test
    void makesMissingParentsForEverybody() throws IOException {
        sh("mkdir -p a/b; echo x > a/b/f; chmod 700 a a/b");
        Path tree = unpack("umask 077; tar -c a/b/f");
        for (String parent : List.of("a", "a/b")) {
            try (Fd directory = Open.open(tree.resolve(parent).toString(), Open.O_PATH)) {
                Stat stat = Stat.of(directory);
                assertThat(stat.permissions()).isEqualTo(0755);
                assertThat(stat.uid()).isZero();
                assertThat(stat.type()).isEqualTo(FileType.DIRECTORY);
            }
        }
    }

    @Test
    void followsLinksOfTheLayerInsideIt() throws IOException {
        sh(
                """
                mkdir -p usr/lib; ln -s usr/lib lib; ln -s /usr abs; tar -cf ../all.tar usr lib abs
                mkdir x; cd x; mkdir -p lib abs; echo one > lib/one; echo two > abs/two
                mkdir -m 711 lib/d; tar -rf ../../all.tar lib/one abs/two lib/d
                """);
        Path tree = unpack("cat ../all.tar");
        assertThat(tree.resolve("usr/lib/one")).hasContent("one");
        assertThat(tree.resolve("usr/two")).hasContent("two");
        assertThat(TreeFacts.of(tree)).anyMatch(line -> line.matches("usr/lib/d = .* 711 .*"));
    }

    /// In memory: disks take a minute to forget so many.
    @Test
    void unpacksAHundredThousandFiles() throws IOException {
        Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "layers");
        try {
            LayerStore inMemory = LayerStore.open(memory, false);
            Path tree = Layers.unpack(inMemory, Layers.manyFiles(100, 1000));
            assertThat(tree.resolve("99/999")).hasContent("999");
            assertThat(tree.resolve("99").toFile().list()).hasSize(1000);
            inMemory.settle();
        } finally {
            FileTree.delete(memory);
        }
    }
}
