package dev.hako.image.erofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.image.archive.TreeMarks;
import dev.hako.image.layer.MountedDisk;
import dev.hako.image.layer.TreeFacts;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import dev.hako.kernel.Xattrs;
import dev.hako.testing.NeedsFileSystem;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The kernel sees in an image what is in the tree.
@NeedsRoot
@NeedsProgram({"bash", "mount"})
@NeedsFileSystem("erofs")
class ErofsWriterIT {
    private static final String CAPABILITY = "0100000200040000000000000000000000000000";

    /// Rights of two users and a group, and the mask.
    private static final String ACCESS_LIST =
            "0200000001000600ffffffff02000400e803000004000400ffffffff10000400ffffffff20000000ffffffff";

    @TempDir Path folder;
    private Path tree;

    @BeforeEach
    void makeTree() throws IOException {
        tree = Files.createDirectory(folder.resolve("tree"));
    }

    private static void run(Path directory, String... command) throws Exception {
        Process process =
                new ProcessBuilder(command).directory(directory.toFile()).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }

    private void sh(String script) throws Exception {
        run(tree, "bash", "-ec", script);
    }

    private Path write(String name, boolean rootless) {
        Path image = folder.resolve(name);
        int made = Open.O_RDWR | Open.O_CREAT | Open.O_EXCL;
        try (Fd top = Open.open(tree.toString(), Open.O_RDONLY | Open.O_DIRECTORY);
                Fd file = Open.openat(Fd.CWD, NativePath.of(image.toString()), made, 0600)) {
            ErofsWriter.write(top, TreeMarks.of(rootless), file);
        }
        return image;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keepsAnyTree(long seed) throws Exception {
        try (Fd top = Open.open(tree.toString(), Open.O_RDONLY | Open.O_DIRECTORY)) {
            RandomTree.fill(top, seed);
        }
        assertThat(MountedDisk.facts(write("disk", false))).isEqualTo(TreeFacts.withoutHoles(tree));
    }

    @Test
    void findsEachOfManyNames() throws Exception {
        sh("for i in {1..9}; do mkdir $i; done; touch {1..9}/{a..z}{0..99} {a..z}-{1..200}");
        assertThat(MountedDisk.facts(write("disk", false))).isEqualTo(TreeFacts.withoutHoles(tree));
    }

    @Test
    void keepsCapabilitiesAndAccessLists() throws Exception {
        sh("touch f; mkdir d");
        set("f", "security.capability", HexFormat.of().parseHex(CAPABILITY));
        set("f", "system.posix_acl_access", HexFormat.of().parseHex(ACCESS_LIST));
        set("d", "system.posix_acl_default", HexFormat.of().parseHex(ACCESS_LIST));
        assertThat(MountedDisk.facts(write("disk", false)))
                .isEqualTo(TreeFacts.withoutHoles(tree))
                .anyMatch(line -> line.contains("security.capability=" + CAPABILITY))
                .anyMatch(line -> line.contains("system.posix_acl_access=" + ACCESS_LIST))
                .anyMatch(line -> line.contains("system.posix_acl_default=" + ACCESS_LIST));
    }

    @Test
    void leavesHolesOut() throws Exception {
        sh(
                "truncate -s 1G hole; echo middle | dd of=hole bs=1 seek=500000000 conv=notrunc 2>/dev/null");
        Path image = write("disk", false);
        assertThat(Files.size(image)).isGreaterThan(1 << 30);
        try (Fd file = Open.open(image.toString(), Open.O_RDONLY)) {
            assertThat(Stat.of(file).blocks()).isLessThan(1000);
        }
    }

    @Test
    void keepsMarksAsRootsOverlaysHaveThem() throws Exception {
        sh("mkdir opaque nested plain; mknod plain/gone c 0 0; touch nested/gone nested/kept");
        set("opaque", "user.overlay.opaque", (byte) 'y');
        set("nested", "user.overlay.opaque", (byte) 'x');
        set("nested/gone", "user.overlay.whiteout", (byte) 'y');
        List<String> facts = MountedDisk.facts(write("disk", true));
        assertThat(facts).noneMatch(line -> line.contains("user.overlay"));
        assertThat(facts)
                .filteredOn(line -> line.contains("trusted.overlay"))
                .singleElement()
                .asString()
                .startsWith("opaque ")
                .endsWith("trusted.overlay.opaque=79");
        assertThat(facts)
                .filteredOn(line -> line.contains("gone"))
                .hasSize(2)
                .allMatch(line -> line.contains("CHARACTER_DEVICE") && line.contains(" 0:0 0"));
        assertThat(facts).anyMatch(line -> line.startsWith("nested/kept = nested/kept REGULAR"));
    }

    private void set(String file, String name, byte... value) {
        NativePath path = NativePath.of(tree.resolve(file).toString());
        Xattrs.setAt(Fd.CWD, path, NativePath.of(name), value);
    }

    @Test
    void equalTreesGiveEqualImages() throws Exception {
        sh("mkdir -p a/b c; head -c 300000 /dev/zero > a/b/f; echo x > c/g; ln c/g a/h");
        Path first = write("first", false);
        Path again = write("again", false);
        assertThat(Files.mismatch(first, again)).isEqualTo(-1);
    }

    @Test
    @NeedsProgram("fsck.erofs")
    void satisfiesItsCheckers() throws Exception {
        try (Fd top = Open.open(tree.toString(), Open.O_RDONLY | Open.O_DIRECTORY)) {
            RandomTree.fill(top, 99);
        }
        run(folder, "fsck.erofs", "--extract", write("disk", false).toString());
    }
}
