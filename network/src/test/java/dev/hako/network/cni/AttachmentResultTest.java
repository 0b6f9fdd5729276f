package dev.hako.network.cni;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.network.address.Addresses;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AttachmentResultTest {
    private static AttachmentResult parse(String json) {
        byte[] utf8 = json.replace('\'', '"').getBytes(UTF_8);
        return AttachmentResult.of(new Fields("the result", Documents.read("it", utf8)));
    }

    @Test
    void tellsOfInterfacesAddressesRoutesAndNames() {
        AttachmentResult result =
                parse(
                        """
                        {'cniVersion':'1.1.0',
                         'interfaces':[{'name':'cni0','mac':'00:11:22:33:44:55'},
                                       {'name':'eth0','mtu':1400,'sandbox':'/run/netns/blue'}],
                         'ips':[{'address':'10.1.0.1/16','interface':0},
                                {'address':'fd00::5/64','interface':1},
                                {'address':'10.1.0.5/16','gateway':'10.1.0.1','interface':1}],
                         'routes':[{'dst':'0.0.0.0/0'},{'dst':'fd01::/16','gw':'fd00::1'}],
                         'dns':{'nameservers':['10.1.0.1'],'domain':'a.test','search':['b.test']}}\
                        """);
        assertThat(result.interfaces().get(1).mtu()).contains(1400);
        assertThat(result.containerIps())
                .extracting(ip -> ip.address().getHostAddress() + "/" + ip.prefixLength())
                .containsExactly("fd00:0:0:0:0:0:0:5/64", "10.1.0.5/16");
        assertThat(result.ips().get(2).gateway()).contains(Addresses.parse("10.1.0.1"));
        assertThat(result.firstAddress()).contains(Addresses.parse("10.1.0.5"));
        assertThat(result.routes().get(1).gateway()).contains(Addresses.parse("fd00::1"));
        assertThat(result.dns().servers()).containsExactly(Addresses.parse("10.1.0.1"));
        assertThat(result.dns().domain()).contains("a.test");
    }

    @Test
    void isReadAsEarlierVersionsWriteIt() {
        AttachmentResult result =
                parse(
                        """
                        {'cniVersion':'0.3.1','ips':[{'version':'4','address':'10.1.0.5/16'}],
                         'dns':{}}\
                        """);
        assertThat(result.firstAddress()).contains(Addresses.parse("10.1.0.5"));
        assertThat(result.interfaces()).isEmpty();
    }

    @Test
    void mayBeEmpty() {
        assertThat(parse("{}").firstAddress()).isEqualTo(Optional.<InetAddress>empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'ips':[{'address':'10.1.0.5'}]}|no address in CIDR notation",
                "{'ips':[{'address':'10.1.0.5/33'}]}|no address in CIDR notation",
                "{'ips':[{'address':'host/8'}]}|no address in CIDR notation",
                "{'ips':[{}]}|has no \"address\"",
                "{'ips':[{'address':'10.1.0.5/8','interface':0}]}|at an interface that is not told of",
                "{'ips':[{'address':'10.1.0.5/8','interface':-1}]}|at an interface",
                "{'ips':[{'address':'10.1.0.5/8','interface':1.5}]}|must be a whole number",
                "{'ips':'10.1.0.5/8'}|must be a list",
                "{'interfaces':[7]}|must be an object",
                "{'dns':{'nameservers':['a.test']}}|no IP address",
                "{'routes':[{'gw':'10.0.0.1'}]}|has no \"dst\"",
            })
    void isRefusedIfItSaysWhatCannotBe(String json, String reason) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a:b", "a b", "sixteen-letters-"})
    void isOfAnInterfaceThatLinuxAllows(String name) {
        assertThatThrownBy(() -> new AttachmentId("web", name))
                .hasMessageContaining("is no interface's name");
        assertThatThrownBy(() -> new AttachmentId("-web", "eth0"))
                .hasMessageContaining("is no container's id");
    }
}
