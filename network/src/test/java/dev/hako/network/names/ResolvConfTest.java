package dev.hako.network.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.network.address.Addresses;
import dev.hako.network.names.ResolvConf.Choice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResolvConfTest {
    private static final ResolvConf HOST =
            ResolvConf.parse(
                    """
                    # of the host
                    ; and this
                    domain left.example
                    nameserver 127.0.0.53
                    nameserver\t192.0.2.1
                    nameserver fe80::1
                    nameserver 2001:db8::53 192.0.2.9
                    nameserver nobody
                    search example.org corp.example
                    options edns0 timeout:3 NONSENSE!
                    options attempts:9 rotate
                    sortlist 10.0.0.0
                    """);

    @TempDir Path folder;

    @Test
    void readsAFileAsCLibrariesDo() {
        assertThat(HOST.nameservers())
                .extracting(Addresses::text)
                .containsExactly("127.0.0.53", "192.0.2.1", "fe80::1", "2001:db8::53");
        assertThat(HOST.search()).containsExactly("example.org", "corp.example");
        assertThat(HOST.options()).containsExactly("edns0", "timeout:3", "attempts:9", "rotate");
        assertThat(HOST.number("timeout", 5, 30)).isEqualTo(3);
        assertThat(HOST.number("attempts", 2, 5)).isEqualTo(5);
        assertThat(HOST.number("ndots", 1, 15)).isEqualTo(1);
        assertThat(HOST.has("rotate")).isTrue();
    }

    @Test
    void aBoxHasWhatTheHostHasButForServersOfItsOwnDevices() {
        assertThat(HOST.with(Choice.NONE).text())
                .isEqualTo(
                        """
                        nameserver 192.0.2.1
                        nameserver 2001:db8::53
                        search example.org corp.example
                        options edns0 timeout:3 attempts:9 rotate
                        """);
    }

    @Test
    void whatAUserSaysCountsInstead() {
        Choice choice =
                new Choice(
                        List.of(Addresses.parse("127.0.0.1")),
                        List.of("box.example"),
                        List.of("ndots:3"));
        assertThat(HOST.with(choice).text())
                .isEqualTo("nameserver 127.0.0.1\nsearch box.example\noptions ndots:3\n");
    }

    @Test
    void aDotIsNoSearchDomain() {
        Choice choice = new Choice(List.of(), List.of("."), List.of());
        assertThat(HOST.with(choice).search()).isEmpty();
    }

    @Test
    void theNetworksServerIsAskedForNamesAsTheyAre() {
        assertThat(HOST.with(Choice.NONE).servedBy(List.of(Addresses.parse("172.18.0.1"))).text())
                .isEqualTo(
                        """
                        nameserver 172.18.0.1
                        search example.org corp.example
                        options edns0 timeout:3 attempts:9 rotate ndots:0
                        """);
        Choice choice = new Choice(List.of(), List.of(), List.of("ndots:2"));
        assertThat(HOST.with(choice).servedBy(List.of()).options()).containsExactly("ndots:2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "x\nnameserver 6.6.6.6", "", "ndots:", "ndots:-1"})
    void refusesOptionsThatAreNone(String option) {
        Choice choice = new Choice(List.of(), List.of(), List.of(option));
        assertThatThrownBy(() -> HOST.with(choice))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no option of resolv.conf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "x\nnameserver 6.6.6.6", "", "a..b", "-\t"})
    void refusesDomainsThatAreNone(String domain) {
        Choice choice = new Choice(List.of(), List.of(domain), List.of());
        assertThatThrownBy(() -> HOST.with(choice))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no search domain");
    }

    @Test
    void aHugeFileIsReadInPart() {
        ResolvConf conf = ResolvConf.parse("nameserver 192.0.2.1\noptions debug\n".repeat(1000));
        assertThat(conf.nameservers()).hasSize(ResolvConf.MOST);
        assertThat(conf.options()).hasSize(ResolvConf.MOST);
    }

    @Test
    void theRealServersStandBehindAStub() throws IOException {
        Path file = folder.resolve("resolv.conf");
        Path real = folder.resolve("real.conf");
        HostResolvConf host = new HostResolvConf(file, real);
        assertThat(host.read()).isEqualTo(ResolvConf.EMPTY);
        Files.writeString(file, "nameserver 127.0.0.53\nsearch stub.example\n");
        assertThat(host.read().search()).containsExactly("stub.example");
        Files.writeString(real, "nameserver 192.0.2.1\nsearch real.example\n");
        assertThat(host.read().text()).isEqualTo("nameserver 192.0.2.1\nsearch real.example\n");
        Files.writeString(file, "nameserver 127.0.0.53\nnameserver 192.0.2.2\n");
        assertThat(host.read().nameservers()).hasSize(2);
    }
}
