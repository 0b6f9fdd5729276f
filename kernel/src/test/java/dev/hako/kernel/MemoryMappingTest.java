package dev.hako.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MemoryMappingTest {
    @Test
    void isReadFromTheKernelsText() {
        String smaps =
                """
                7f0000000000-7f0000002000 r-xp 00001000 fe:00 868808   /usr/lib/a name.so
                Size:                  8 kB
                Anonymous:             0 kB
                VmFlags: rd ex mr mw me
                7f0000002000-7f0000003000 r--p 00003000 fe:00 868808   /usr/lib/a name.so
                Anonymous:             4 kB
                7f0000003000-7f0000004000 rw-p 00004000 fe:00 868808   /usr/lib/a name.so
                Anonymous:             0 kB
                7f0000004000-7f0000005000 r--p 00000000 00:00 0
                Anonymous:             0 kB
                ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0  [vsyscall]
                Anonymous:             0 kB
                """;
        List<MemoryMapping> mappings = MemoryMapping.parse(smaps);
        assertThat(mappings).hasSize(5);
        assertThat(mappings.getFirst())
                .isEqualTo(
                        new MemoryMapping(
                                0x7f0000000000L,
                                0x2000,
                                false,
                                Optional.of("/usr/lib/a name.so"),
                                0));
        assertThat(mappings.getLast().start()).isEqualTo(0xffffffffff600000L);
        assertThat(mappings)
                .map(MemoryMapping::isOnlyRead)
                .containsExactly(true, false, false, false, false);
    }

    @Test
    void givesBackWhatFilesHaveAndNothingElse() {
        long before = filePages();
        String said = ("still " + "here").repeat(2);
        OwnMemory.giveBack();
        assertThat(filePages()).isLessThan(before);
        assertThat(said).isEqualTo("still herestill here");
    }

    /// KiB of files' pages that are mapped in this JVM.
    private static long filePages() {
        return ProcFile.read("/proc/self/status")
                .lines()
                .filter(line -> line.startsWith("RssFile:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }
}
