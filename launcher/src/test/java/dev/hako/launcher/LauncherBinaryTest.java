package dev.hako.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.kernel.Memfd;
import org.junit.jupiter.api.Test;

class LauncherBinaryTest {
    @Test
    void isASealedCopyThatNobodyCanChange() {
        LauncherBinary launcher = LauncherBinary.instance();

        assertThat(Memfd.seals(launcher.image())).isEqualTo(Memfd.ALL_SEALS);
        assertThat(launcher.image().number()).isGreaterThanOrEqualTo(100);
        byte[] magic = new byte[4];
        launcher.image().seek(0, 0);
        assertThat(launcher.image().read(magic, 0, 4)).isEqualTo(4);
        assertThat(magic).containsExactly(0x7f, 'E', 'L', 'F');
    }

    @Test
    void isMadeOnceForTheProcess() {
        assertThat(LauncherBinary.instance()).isSameAs(LauncherBinary.instance());
    }
}
