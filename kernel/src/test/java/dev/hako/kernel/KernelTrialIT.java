package dev.hako.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What the tests run on is at least Linux 5.12, or nothing of Hako would.
class KernelTrialIT {
    @Test
    void findsTheCallsThatEverythingElseNeeds() {
        assertThat(KernelTrial.clone3()).isTrue();
        assertThat(KernelTrial.openat2()).isTrue();
        assertThat(KernelTrial.openTree()).isTrue();
        assertThat(KernelTrial.mountSetattr()).isTrue();
        assertThat(KernelTrial.pidfd()).isTrue();
        assertThat(KernelTrial.cloneIntoCgroup()).isTrue();
    }

    @Test
    void leavesNoProcessAndNoDescriptorBehind() {
        int before = descriptors();
        KernelTrial.cloneIntoCgroup();
        KernelTrial.overlay();
        KernelTrial.overlayLowerAppend();

        assertThat(descriptors()).isEqualTo(before);
    }

    private static int descriptors() {
        try (Fd fds = Open.open("/proc/self/fd", Open.O_RDONLY | Open.O_DIRECTORY)) {
            return Directory.list(fds).size();
        }
    }
}
