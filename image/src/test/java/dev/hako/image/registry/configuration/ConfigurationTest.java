package dev.hako.image.registry.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    @TempDir Path home;

    @Test
    void readsWhatAUserSaysOfRegistries() throws IOException {
        write(
                """
                {"registries": {
                  "docker.io": {"mirrors": ["https://mirror.example/hub/", "http://127.0.0.1:5000"]},
                  "registry.lan:5000": {"insecure": true}
                }}\
                """);
        Configuration configuration = read();
        assertThat(configuration.of("docker.io").mirrors())
                .containsExactly(
                        URI.create("https://mirror.example/hub"),
                        URI.create("http://127.0.0.1:5000"));
        assertThat(configuration.of("registry.lan:5000").insecure()).isTrue();
        assertThat(configuration.of("registry.lan")).isEqualTo(RegistrySettings.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"registries": {"a": {"mirors": []}}} | registries.a.mirors: unknown; known are mirrors, insecure
                    {"registrys": {}} | registrys: unknown; known are registries, proxies
                    {"registries": {"a": {"mirrors": ["mirror.example"]}}} | registries.a.mirrors "mirror.example": must be http(s)://HOST[:PORT][/PREFIX]
                    {"registries": {"a": {"insecure": "yes"}}} | registries.a.insecure: must be true or false, but is a string
                    """)
    void aSlipOfThePenIsTold(String text, String complaint) throws IOException {
        write(text);
        assertThatThrownBy(this::read)
                .hasMessage("invalid \"%s\": %s".formatted(file(), complaint));
    }

    @Test
    void proxiesAreThoseOfTheEnvironment() {
        var environment =
                new Environment(
                        Map.of(
                                "HTTPS_PROXY", "http://proxy.lan:3128",
                                "http_proxy", "plain.lan",
                                "NO_PROXY", "direct.lan, 10.0.0.0/8,.inner.lan,port.lan:5000"));
        ProxyRules rules = ProxyRules.of(environment);
        assertThat(proxy(rules, "https://registry.example/v2/"))
                .isEqualTo(proxyAt("proxy.lan", 3128));
        assertThat(proxy(rules, "http://registry.example/v2/")).isEqualTo(proxyAt("plain.lan", 80));
        for (String direct :
                List.of(
                        "https://direct.lan",
                        "https://a.direct.lan",
                        "https://10.200.0.1:5000",
                        "https://x.inner.lan",
                        "http://port.lan:5000",
                        "http://localhost:5000",
                        "http://127.0.0.1",
                        "http://[::1]:5000")) {
            assertThat(proxy(rules, direct)).as(direct).isEqualTo(Proxy.NO_PROXY);
        }
        for (String through :
                List.of(
                        "https://indirect.lan",
                        "https://11.0.0.1",
                        "https://inner.lan",
                        "https://port.lan",
                        "https://10.example")) {
            assertThat(proxy(rules, through)).as(through).isNotEqualTo(Proxy.NO_PROXY);
        }
    }

    @Test
    void proxiesOfTheFileCountBeforeThoseOfTheEnvironment() throws IOException {
        write("{\"proxies\": {\"https\": \"http://file.lan:1\", \"no\": \"*\"}}");
        Configuration configuration =
                Configuration.read(
                        new Environment(
                                Map.of("HOME", home.toString(), "https_proxy", "env.lan:2")));
        assertThat(configuration.proxyRules().https())
                .contains(WebProxy.parse("http://file.lan:1"));
        assertThat(proxy(configuration.proxyRules(), "https://a.example"))
                .isEqualTo(Proxy.NO_PROXY);
    }

    @Test
    void aProxyMayWantANameAndAPassword() {
        WebProxy proxy = WebProxy.parse("http://me:s%40cret@proxy.lan:3128");
        assertThat(proxy.authorization()).contains("Basic bWU6c0BjcmV0");
        assertThat(proxy.toString()).isEqualTo("the proxy proxy.lan:3128");
    }

    @Test
    void aProxyThatIsNoneIsToldWithoutItsPassword() {
        var environment = new Environment(Map.of("https_proxy", "socks5://me:secret@proxy:1080"));
        assertThatThrownBy(() -> ProxyRules.of(environment))
                .hasMessage("cannot use the proxy: it must be http://[USER:PASSWORD@]HOST:PORT");
    }

    @Test
    void certificatesAreFoundAsDockerFindsThem() throws IOException {
        Path own = Files.createDirectories(home.resolve("certs.d/registry.lan:5000"));
        for (String file : List.of("ca.crt", "more.crt", "client.cert", "client.key", "x.txt")) {
            Files.writeString(own.resolve(file), "");
        }
        Tls tls =
                Tls.find(
                        List.of(home.resolve("none"), home.resolve("certs.d")),
                        "registry.lan:5000",
                        false);
        assertThat(tls.authorities())
                .containsExactly(own.resolve("ca.crt"), own.resolve("more.crt"));
        assertThat(tls.client())
                .contains(
                        new Tls.ClientCertificate(
                                own.resolve("client.cert"), own.resolve("client.key")));
        assertThat(Tls.find(List.of(home.resolve("certs.d")), "registry.lan", false))
                .isEqualTo(Tls.STANDARD);
    }

    @Test
    void aCertificateThatIsNoneIsNamed() throws IOException {
        Path file = Files.writeString(home.resolve("ca.crt"), "not PEM");
        assertThatThrownBy(() -> Trust.certificates(file))
                .hasMessageStartingWith("cannot read certificates from \"" + file + "\": ")
                .hasMessageEndingWith("hint: the file must have certificates in PEM form");
    }

    private Path file() {
        return home.resolve(".config/hako/registries.json");
    }

    private void write(String text) throws IOException {
        Files.createDirectories(home.resolve(".config/hako"));
        Files.writeString(file(), text);
    }

    private Configuration read() {
        return Configuration.read(new Environment(Map.of("HOME", home.toString())));
    }

    private static Proxy proxy(ProxyRules rules, String target) {
        return rules.selector().select(URI.create(target)).getFirst();
    }

    private static Proxy proxyAt(String host, int port) {
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
    }
}
