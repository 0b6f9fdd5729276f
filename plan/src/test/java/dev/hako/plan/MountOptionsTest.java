package dev.hako.plan;

import static dev.hako.plan.MountFlags.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.oci.runtime.Mount;
import dev.hako.plan.MountOptions.Attributes;
import org.junit.jupiter.api.Test;

class MountOptionsTest {
    private static MountOptions of(String type, String... options) {
        return MountOptions.of(Mount.of("/x", type, "x", options));
    }

    @Test
    void turnsWordsIntoFlagsAndLeavesTheRestToTheFileSystem() {
        MountOptions options = of("tmpfs", "nosuid", "noexec", "size=1m", "ro", "mode=700");
        assertThat(options.flags()).isEqualTo(MS_NOSUID | MS_NOEXEC | MS_RDONLY);
        assertThat(options.data()).isEqualTo("size=1m,mode=700");
        assertThat(options.bind()).isFalse();
    }

    @Test
    void letsALaterWordOverruleAnEarlier() {
        assertThat(of("tmpfs", "ro", "nodev", "rw", "dev").flags()).isZero();
        assertThat(of("tmpfs", "noatime", "atime", "defaults").flags()).isZero();
    }

    @Test
    void knowsABindMountByItsTypeOrOption() {
        assertThat(of("bind").bind()).isTrue();
        assertThat(of("none", "bind").bind()).isTrue();
        assertThat(of("bind").recursive()).isFalse();
        assertThat(of("none", "rbind").recursive()).isTrue();
    }

    @Test
    void clearsTheTimeOfAccessBeforeItSetsIt() {
        assertThat(of("bind", "noatime").attributes())
                .isEqualTo(new Attributes(MOUNT_ATTR_NOATIME, MOUNT_ATTR__ATIME));
        assertThat(of("bind", "ro").attributes()).isEqualTo(new Attributes(MOUNT_ATTR_RDONLY, 0));
    }

    @Test
    void keepsRecursiveOptionsApart() {
        MountOptions options = of("bind", "rbind", "rro", "rnosuid", "rrw", "rstrictatime");
        assertThat(options.flags()).isZero();
        assertThat(options.recursiveAttributes())
                .isEqualTo(
                        new Attributes(
                                MOUNT_ATTR_NOSUID | MOUNT_ATTR_STRICTATIME,
                                MOUNT_ATTR_RDONLY | MOUNT_ATTR__ATIME));
    }

    @Test
    void letsALaterTimeOfAccessReplaceAnEarlier() {
        assertThat(of("bind", "rnoatime", "rrelatime").recursiveAttributes())
                .isEqualTo(new Attributes(MOUNT_ATTR_RELATIME, MOUNT_ATTR__ATIME));
    }

    @Test
    void keepsTheOrderOfPropagation() {
        assertThat(of("bind", "rslave", "shared").propagation())
                .containsExactly(MS_SLAVE | MS_REC, MS_SHARED);
    }

    @Test
    void understandsTheExtensionsOfTheSpecification() {
        assertThat(of("bind", "ridmap").recursiveIdMap()).isTrue();
        assertThat(of("bind", "idmap").recursiveIdMap()).isFalse();
        assertThat(of("tmpfs", "tmpcopyup").copyUp()).isTrue();
    }

    @Test
    void listsEveryWordOnce() {
        assertThat(MountOptions.words())
                .doesNotHaveDuplicates()
                .contains("rro", "rshared", "idmap");
    }
}
