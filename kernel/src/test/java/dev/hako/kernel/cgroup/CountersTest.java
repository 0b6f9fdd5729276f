package dev.hako.kernel.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CountersTest {
    @Test
    void readsWhatMemoryIsForInBothVersions() {
        assertThat(
                        MemoryParts.v1(
                                "cache 1\ntotal_cache 10\ntotal_mapped_file 20\n",
                                "30\n",
                                "40\n",
                                "5\n"))
                .isEqualTo(new MemoryParts(10, 20, OptionalLong.of(30), OptionalLong.of(40), 5));
        assertThat(MemoryParts.v2("file 10\nfile_mapped 20\nkernel 30\n", "40\n", "max 5\noom 1\n"))
                .isEqualTo(new MemoryParts(10, 20, OptionalLong.of(30), OptionalLong.of(40), 5));
        assertThat(MemoryParts.v2("file 10\n", "", ""))
                .isEqualTo(new MemoryParts(10, 0, OptionalLong.empty(), OptionalLong.empty(), 0));
    }

    @Test
    void readsWhatEachBlockDeviceHasDoneInBothVersions() {
        assertThat(
                        BlockDeviceIo.v1(
                                "8:0 Read 4096\n8:0 Write 512\n8:16 Read 4\nTotal 4612\n",
                                "8:0 Read 2\n8:0 Write 1\nTotal 3\n"))
                .containsExactly(
                        new BlockDeviceIo("8:0", 4096, 512, 2, 1),
                        new BlockDeviceIo("8:16", 4, 0, 0, 0));
        assertThat(BlockDeviceIo.v2("8:0 rbytes=4096 wbytes=512 rios=2 wios=1 dbytes=0 dios=0\n"))
                .containsExactly(new BlockDeviceIo("8:0", 4096, 512, 2, 1));
        assertThat(BlockDeviceIo.v2("")).isEmpty();
    }

    @Test
    void callsSizesOfHugePagesAsTheKernelDoes() {
        assertThat(HugePages.word(64)).isEqualTo("64KB");
        assertThat(HugePages.word(2048)).isEqualTo("2MB");
        assertThat(HugePages.word(1_048_576)).isEqualTo("1GB");
        assertThat(HugePages.read("2MB", "4096\n", ""))
                .isEqualTo(new HugePages("2MB", 4096, OptionalLong.empty()));
    }
}
