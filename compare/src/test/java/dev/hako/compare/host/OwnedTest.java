package dev.hako.compare.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnedTest {
    @TempDir Path folder;

    @Test
    void whoListensAtASocketServesIt() throws IOException {
        Path socket = folder.resolve("socket");
        assertThat(Owned.serving(socket)).isEmpty();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            assertThat(Owned.serving(socket)).contains(ProcessHandle.current().pid());
        }
    }

    @Test
    void aProcessWithAnIdInItsCommandIsMarked() throws IOException {
        String id = UUID.randomUUID().toString();
        Process process = new ProcessBuilder("sh", "-c", "read line", id).start();
        try {
            assertThat(Owned.marked(List.of(id))).containsExactly(process.pid());
        } finally {
            process.destroyForcibly();
        }
        assertThat(Owned.marked(List.of())).isEmpty();
    }
}
