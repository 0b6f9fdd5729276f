package dev.hako.app.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.app.caller.Caller;
import dev.hako.app.caller.WorkingDirectory;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NetworkJoin;
import dev.hako.engine.config.NetworkOptions;
import dev.hako.kernel.Fd;
import dev.hako.network.address.Addresses;
import dev.hako.network.address.HardwareAddress;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `hako run` makes of its options about networks.
class NetworkFlagsTest {
    private static final CommandForm FORM =
            new CommandForm(
                    "run",
                    "",
                    "Run",
                    OptionSet.of(List.of(NamespaceFlags.ALL, NetworkFlags.ALL), List.of()),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of());

    private static ParsedLine line(String options) {
        return FORM.parse(Arrays.asList(options.split(" ")));
    }

    private static NetworkOptions read(String options) {
        return options(options).connections();
    }

    private static NamespaceOptions options(String options, String... environment) {
        Caller caller =
                new Caller(
                        List.of(),
                        List.of(environment),
                        new WorkingDirectory(Fd.CWD, "/"),
                        Caller.Terminal.NONE,
                        0,
                        InputStream.nullInputStream());
        return NamespaceFlags.read(line(options), caller);
    }

    @Test
    void namesNetworksInTheOrderOfInterfaces() {
        assertThat(read("--network front --net back").joins())
                .containsExactly(NetworkJoin.of("front"), NetworkJoin.of("back"));
        assertThat(read("--network default").joins()).containsExactly(NetworkJoin.of("bridge"));
    }

    @ParameterizedTest
    @CsvSource({"none", "host", "container:web"})
    void knowsWhatIsNoNetwork(String mode) {
        assertThat(options("--network " + mode).network()).contains(mode);
        assertThat(read("--network " + mode).joins()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "none, --expose 1, none",
        "back, --expose 1, back",
        "none, -p 80, ''",
        "none, --pod all, ''",
        "none, --network front, front",
        "'', --expose 1, ''"
    })
    void takesTheEnvironmentsNetworkIfTheLineNamesNone(
            String environment, String line, String network) {
        assertThat(options(line, "HAKO_NETWORK=" + environment).network().orElse(""))
                .isEqualTo(network);
    }

    @Test
    void theEnvironmentIsReadAsTheOptionIs() {
        assertThatThrownBy(() -> options("--expose 1", "HAKO_NETWORK=container:"))
                .hasMessageContaining("cannot use HAKO_NETWORK=container:");
    }

    @Test
    void whatIsSaidOfANetworkIsOfTheStandardOneIfNoneIsNamed() {
        assertThat(read("--mac-address 02:42:ac:11:00:09").joins().getFirst().network())
                .isEqualTo("bridge");
    }

    @Test
    void saysOfTheFirstNetworkWhatStandsInOptionsOfItsOwn() {
        NetworkOptions options =
                read(
                        "--network front --network back --network-alias web --ip 10.5.0.9"
                                + " --ip6 fd00::9 --mac-address 02:00:00:00:00:09");
        assertThat(options.joins())
                .containsExactly(
                        new NetworkJoin(
                                "front",
                                List.of("web"),
                                Optional.of(Addresses.parse("10.5.0.9")),
                                Optional.of(Addresses.parse("fd00::9")),
                                Optional.of(HardwareAddress.parse("02:00:00:00:00:09"))),
                        NetworkJoin.of("back"));
    }

    @Test
    void readsTheLongForm() {
        assertThat(
                        read("--network name=back,alias=db,alias=store,ip=10.6.0.2,ip6=fd00::2,"
                                        + "mac-address=02:00:00:00:00:02")
                                .joins())
                .containsExactly(
                        new NetworkJoin(
                                "back",
                                List.of("db", "store"),
                                Optional.of(Addresses.parse("10.6.0.2")),
                                Optional.of(Addresses.parse("fd00::2")),
                                Optional.of(HardwareAddress.parse("02:00:00:00:00:02"))));
        assertThat(read("--network back,alias=db").joins().getFirst().network()).isEqualTo("back");
    }

    @Test
    void readsWhereNamesAreLookedUp() {
        NetworkOptions options =
                read(
                        "--network front --dns 192.0.2.1 --dns-search example.org"
                                + " --dns-opt ndots:2 --add-host db:10.0.0.5"
                                + " --add-host host:host-gateway");
        assertThat(options.names().servers()).containsExactly(Addresses.parse("192.0.2.1"));
        assertThat(options.names().search()).containsExactly("example.org");
        assertThat(options.names().options()).containsExactly("ndots:2");
        assertThat(options.hosts()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--network container: | it does not say which container",
                "--network host --network front | --network host goes with no other --network",
                "--network front --network front | duplicate network \"front\"",
                "--network host --ip 10.0.0.3 | which --network host is not",
                "--network alias=web | it does not say which network",
                "--network name=front,speed=9 | \"speed\" is nothing to say of a network",
                "--ip 10.0.0.300 --network front | \"10.0.0.300\" is no IP address",
                "--ip fd00::1 --network front | \"fd00:0:0:0:0:0:0:1\" is no IPv4 address",
                "--mac-address nonsense --network front | nonsense",
                "--dns nonsense | \"nonsense\" is no IP address",
                "--add-host nonsense | \"nonsense\" is no host with its address"
            })
    void refusesWhatMeansNothing(String options, String message) {
        assertThatThrownBy(() -> read(options)).hasMessageContaining(message);
    }
}
