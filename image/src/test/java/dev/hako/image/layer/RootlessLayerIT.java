package dev.hako.image.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.kernel.Device;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import dev.hako.kernel.Xattrs;
import dev.hako.testing.NeedsFileSystem;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Layers in a user namespace of a thousand ids, or of one. Its root is the machine's, who can read
/// this test's classes, but may do no more than any user's.
@NeedsRoot
@NeedsProgram({"tar", "bash", "unshare"})
class RootlessLayerIT {
    private static final String THOUSAND = "0 0 1\n1 100001 999";
    private static final String ONE = "0 0 1";

    @TempDir Path folder;
    private Path made;

    @BeforeEach
    void makeFolders() throws IOException {
        made = Files.createDirectory(folder.resolve("made"));
    }

    /// Unpacks what a script makes and answers what the process says.
    private List<String> unpack(String ids, String script) throws IOException {
        byte[] archive =
                Layers.shell(
                        made,
                        script
                                + "; tar -c --sort=name --numeric-owner --xattrs"
                                + " --xattrs-include='*' .");
        Path file = Files.write(folder.resolve("layer.tar"), archive);
        Process process =
                new ProcessBuilder(
                                "unshare",
                                "--user",
                                "sh",
                                "-c",
                                "echo $$; read go; exec \"$@\"",
                                "sh",
                                ProcessHandle.current().info().command().orElseThrow(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                UnpackMain.class.getName(),
                                folder.resolve("store").toString(),
                                file.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader answer = process.inputReader();
                var orders = process.outputWriter()) {
            Path proc = Path.of("/proc", answer.readLine());
            Files.writeString(proc.resolve("gid_map"), ids);
            Files.writeString(proc.resolve("uid_map"), ids);
            orders.write("go\n");
            orders.flush();
            return answer.lines().toList();
        }
    }

    private static Stat stat(String tree, String path) {
        NativePath name = NativePath.of(tree + "/" + path);
        return Stat.at(Fd.CWD, name, Open.AT_SYMLINK_NOFOLLOW);
    }

    @Test
    void givesFilesToTheNamespacesOwnIds() throws IOException {
        List<String> said =
                unpack(THOUSAND, "echo x > f; chown 33:44 f; chmod 4755 f; mkdir d; chown 5 d");
        Stat file = stat(said.getFirst(), "f");
        assertThat(file.uid()).isEqualTo(100_033);
        assertThat(file.gid()).isEqualTo(100_044);
        assertThat(file.permissions()).isEqualTo(04755);
        assertThat(stat(said.getFirst(), "d").uid()).isEqualTo(100_005);
    }

    @Test
    void saysWhichOwnerIsBeyondTheRangeAndWhatToDo() throws IOException {
        List<String> said = unpack(THOUSAND, "echo x > f; chown 33:5000 f");
        assertThat(said.getFirst())
                .endsWith(
                        ": \"./f\" belongs to the group 5000, but there are only the ids 0, 1-999 here;"
                                + " hint: as root, give yourself a longer range in /etc/subuid and"
                                + " /etc/subgid, and stop the engine with `hako engine stop`");
        assertThat(folder.resolve("store/trees").toFile().list()).isEmpty();
    }

    @Test
    void givesAllFilesToAUserOfOneId() throws IOException {
        List<String> said = unpack(ONE, "echo x > f; chown 33:5000 f; chmod 2755 f");
        Stat file = stat(said.getFirst(), "f");
        assertThat(file.uid()).isZero();
        assertThat(file.gid()).isZero();
        assertThat(file.permissions()).isEqualTo(02755);
    }

    @Test
    void leavesOutDevicesAndMarksDeletionsForTheNamespacesOverlays() throws IOException {
        List<String> said =
                unpack(
                        THOUSAND,
                        "mknod null c 1 3; mkfifo p; mkdir d; : > d/.wh.f; : > d/.wh..wh..opq");
        String tree = said.getFirst();
        assertThat(said).noneMatch(line -> line.startsWith("null "));
        assertThat(stat(tree, "p").type()).isEqualTo(FileType.FIFO);
        assertThat(stat(tree, "d/f").type()).isEqualTo(FileType.CHARACTER_DEVICE);
        assertThat(stat(tree, "d/f").rdev()).isEqualTo(Device.NONE);
        try (Fd d = Open.open(tree + "/d", Open.O_RDONLY)) {
            assertThat(Xattrs.get(d, NativePath.of("user.overlay.opaque")))
                    .hasValue(new byte[] {'y'});
        }
    }

    @Test
    @NeedsProgram("mount")
    @NeedsFileSystem("erofs")
    void givesADiskTheNamespacesOwnersAndRootsMarks() throws Exception {
        String capability = "0100000200040000000000000000000000000000";
        Path file = Files.writeString(made.resolve("f"), "x");
        Xattrs.setAt(
                Fd.CWD,
                NativePath.of(file.toString()),
                NativePath.of("security.capability"),
                HexFormat.of().parseHex(capability));
        List<String> said =
                unpack(THOUSAND, "mkdir d; : > d/.wh.g; : > d/.wh..wh..opq; chown 5:6 d");
        assertThat(MountedDisk.facts(Path.of(said.getFirst()).resolveSibling("disk.erofs")))
                .anyMatch(line ->
                        line.startsWith("d = d DIRECTORY 755 5:6 ")
                                && line.endsWith(" trusted.overlay.opaque=79"))
                .anyMatch(line -> line.startsWith("d/g = d/g CHARACTER_DEVICE "))
                .anyMatch(line ->
                        line.startsWith("f = f REGULAR 644 0:0 ")
                                && line.contains(" security.capability=" + capability));
    }

    /// Linux makes them hold in this namespace only, which from its root's own is not to be seen.
    @Test
    void keepsFileCapabilities() throws IOException {
        String capability = "0100000200040000000000000000000000000000";
        NativePath name = NativePath.of("security.capability");
        Path file = Files.writeString(made.resolve("f"), "x");
        byte[] value = HexFormat.of().parseHex(capability);
        Xattrs.setAt(Fd.CWD, NativePath.of(file.toString()), name, value);
        assertThat(unpack(THOUSAND, "true"))
                .anyMatch(line -> line.endsWith(capability) || line.contains(capability + " "));
    }
}
