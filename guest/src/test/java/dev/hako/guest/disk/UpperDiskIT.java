package dev.hako.guest.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import dev.hako.testing.NeedsFileSystem;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// e2fsck and the kernel take the disk for an ext4 as mke2fs makes it.
@NeedsProgram({"bash", "e2fsck"})
class UpperDiskIT {
    private static final UUID ID = new UUID(0x0123456789abcdefL, 0x8877665544332211L);

    @TempDir Path folder;

    private Path write(long sizeBytes) {
        Path disk = folder.resolve("disk");
        int made = Open.O_RDWR | Open.O_CREAT | Open.O_EXCL;
        try (Fd file = Open.openat(Fd.CWD, NativePath.of(disk.toString()), made, 0600)) {
            UpperDisk.write(file, sizeBytes, ID);
        }
        return disk;
    }

    private String sh(String script) throws Exception {
        Process process =
                new ProcessBuilder("bash", "-ec", script)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 80, 129, 1024, 8192})
    void satisfiesE2fsck(long steps) throws Exception {
        Path disk = write(steps * UpperDisk.STEP_BYTES);
        assertThat(sh("e2fsck -fn disk"))
                .contains("11/" + steps * 8192 + " files")
                .doesNotContain("?");
        try (Fd file = Open.open(disk.toString(), Open.O_RDONLY)) {
            Stat stat = Stat.of(file);
            assertThat(stat.size()).isEqualTo(steps * UpperDisk.STEP_BYTES);
            assertThat(stat.blocks() * 512).isLessThan(100_000 + steps * 32);
        }
    }

    @Test
    @NeedsRoot
    @NeedsProgram({"mount", "dd"})
    @NeedsFileSystem("ext4")
    void keepsFilesThatTheKernelWrites() throws Exception {
        write(3 * UpperDisk.STEP_BYTES);
        sh(
                """
                mkdir place; mount -o loop disk place; trap 'umount place' EXIT
                mkdir place/upper; head -c 300000000 /dev/zero | tr '\\0' x > place/upper/large
                for i in {1..3000}; do echo $i > place/upper/$i; done
                mkdir place/upper/d{1..200}
                """);
        assertThat(sh("e2fsck -fn disk")).doesNotContain("?");
        String said =
                sh(
                        """
                        mount -o loop disk place; trap 'umount place' EXIT
                        cat place/upper/{1..3000} | cksum; wc -c < place/upper/large; df -k place
                        """);
        assertThat(said).contains("300000000\n").startsWith(sh("seq 3000 | cksum"));
    }

    @Test
    void equalIdsAndSizesGiveEqualDisks() throws Exception {
        write(UpperDisk.STEP_BYTES);
        sh("mv disk first");
        write(UpperDisk.STEP_BYTES);
        sh("cmp first disk");
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                -1,
                1,
                UpperDisk.STEP_BYTES + 4096,
                UpperDisk.MAX_BYTES + UpperDisk.STEP_BYTES
            })
    void refusesOtherSizes(long sizeBytes) {
        assertThatThrownBy(() -> write(sizeBytes))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith(
                        "a guest's disk cannot have " + sizeBytes + " bytes; hint: ");
    }
}
