package dev.hako.network.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.network.names.HostResolvConf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostUpstreamTest {
    @TempDir Path folder;

    @Test
    void takesTheOptionsOfTheHostsFile() throws IOException {
        Path file = folder.resolve("resolv.conf");
        HostUpstream upstream =
                new HostUpstream(new HostResolvConf(file, folder.resolve("real.conf")));
        assertThat(upstream.servers().addresses()).isEmpty();
        Files.writeString(file, "nameserver 192.0.2.1\nnameserver 2001:db8::1\n");
        assertThat(upstream.servers().addresses())
                .containsExactly(
                        new InetSocketAddress("192.0.2.1", 53),
                        new InetSocketAddress("2001:db8::1", 53));
        assertThat(upstream.servers().timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(upstream.servers()).as("read once").isSameAs(upstream.servers());
        Files.writeString(file, "nameserver 192.0.2.1\noptions timeout:9 attempts:0 rotate\n");
        assertThat(upstream.servers().timeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(upstream.servers().attempts()).isEqualTo(1);
        assertThat(upstream.servers().rotate()).isTrue();
    }

    @Test
    void seesThatTheServersBehindAStubChange() throws IOException {
        Path real = folder.resolve("real.conf");
        Path file = Files.writeString(folder.resolve("resolv.conf"), "nameserver 127.0.0.53\n");
        HostUpstream upstream = new HostUpstream(new HostResolvConf(file, real));
        assertThat(upstream.servers().addresses())
                .containsExactly(new InetSocketAddress("127.0.0.53", 53));
        Files.writeString(real, "nameserver 192.0.2.1\n");
        assertThat(upstream.servers().addresses())
                .containsExactly(new InetSocketAddress("192.0.2.1", 53));
        Path other = Files.writeString(folder.resolve("other"), "nameserver 192.0.2.2\n");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(real));
        Files.move(other, real, StandardCopyOption.REPLACE_EXISTING);
        assertThat(upstream.servers().addresses())
                .containsExactly(new InetSocketAddress("192.0.2.2", 53));
    }
}
