package dev.hako.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixDatagramIT {
    @TempDir Path directory;

    @Test
    void sendsOneMessage() {
        NativePath path = NativePath.of(directory.resolve("notify").toString());
        int type = UnixDatagram.SOCK_DGRAM | UnixSocket.SOCK_CLOEXEC;
        try (UnixSocket receiver =
                        UnixSocket.of(Fd.own(SocketCalls.socket(UnixAddress.AF_UNIX, type, 0)));
                Arena arena = Arena.ofConfined();
                UnixAddress address = UnixAddress.of(path, arena)) {
            int number = receiver.fd().number();
            assertThat(SocketCalls.bind(number, address.segment(), UnixAddress.SIZE)).isZero();
            byte[] text = "READY=1".getBytes(StandardCharsets.US_ASCII);
            UnixDatagram.send(path, text);
            assertThat(receiver.receive(100, 0).orElseThrow().bytes()).isEqualTo(text);
        }
    }

    @Test
    void saysWhenNobodyReceives() {
        NativePath path = NativePath.of(directory.resolve("none").toString());
        assertThatThrownBy(() -> UnixDatagram.send(path, new byte[1]))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("ENOENT");
    }
}
