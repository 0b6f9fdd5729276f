package dev.hako.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Pseudoterminals of the running kernel.
class PtyIT {
    @Test
    void isATerminalOfTheAskedSize() {
        try (Pty pty = Pty.open();
                Fd terminal = pty.terminal()) {
            pty.resize(new WindowSize(24, 80));
            assertThat(pty.size()).isEqualTo(new WindowSize(24, 80));
            Map<Integer, Fd> fds = Map.of(0, terminal, 1, terminal, 2, terminal);
            Spawn stty = Spawn.of("/bin/sh", "-c", "stty size; tty").withDescriptors(fds);
            try (Pidfd child = stty.withNewSession().start()) {
                assertThat(child.await().code()).isZero();
            }
            byte[] output = new byte[100];
            int length = pty.fd().read(output, 0, output.length);
            assertThat(new String(output, 0, length, StandardCharsets.UTF_8))
                    .isEqualTo("24 80\r\n/dev/pts/" + pty.index() + "\r\n");
        }
    }
}
