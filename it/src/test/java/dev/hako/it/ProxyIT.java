package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Registries behind Debian's tinyproxy, in a network of their own: this machine's loopback device
/// is reached without a proxy, whatever is said.
@NeedsRoot
@NeedsProgram({"docker-registry", "skopeo", "umoci", "busybox", "tinyproxy", "openssl", "nsenter"})
class ProxyIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String PLAIN = "192.0.2.1:5000/box:1";
    private static final String PRIVATE = "192.0.2.1:5443/box:1";
    private static final String PROXY = "http://me:s%33cret@127.0.0.1:3128";
    private static final String SERVERS =
            """
            set -e
            ip link set lo up
            ip address add 192.0.2.1/32 dev lo
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
                -subj /CN=registry -addext subjectAltName=IP:192.0.2.1 -keyout key -out ca.crt
            for port in 5000 5443; do
                printf '%s\\n' 'version: 0.1' \
                    "storage: {filesystem: {rootdirectory: $PWD/storage}}" > $port.yml
            done
            echo 'http: {addr: 192.0.2.1:5000}' >> 5000.yml
            echo "http: {addr: 192.0.2.1:5443, tls: {certificate: $PWD/ca.crt, key: $PWD/key}}" >> 5443.yml
            printf '%s\\n' 'Port 3128' 'Listen 127.0.0.1' 'LogLevel Info' \
                'BasicAuth me s3cret' 'Allow 127.0.0.1' "LogFile \\"$PWD/proxy.log\\"" > tinyproxy.conf
            docker-registry serve 5000.yml &
            docker-registry serve 5443.yml &
            tinyproxy -d -c tinyproxy.conf &
            wait
            """;

    private static final Hako OUTSIDE = Hako.ofThisUser();
    private static Process servers;
    private static Hako hako;

    @BeforeAll
    static void startServers() throws IOException {
        Path place = OUTSIDE.place();
        BusyboxLayout.make(place, 0);
        servers =
                new ProcessBuilder(
                                "unshare",
                                "--net",
                                "--pid",
                                "--fork",
                                "--kill-child",
                                "sh",
                                "-c",
                                SERVERS)
                        .directory(place.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(place.resolve("servers.log").toFile())
                        .start();
        Await.until("the network", DEADLINE, () -> servers.children().findFirst().isPresent());
        long inside = servers.children().findFirst().orElseThrow().pid();
        hako = OUTSIDE.within(List.of("nsenter", "--net", "--target", String.valueOf(inside)));
        Await.until("the proxy", DEADLINE, () -> log().contains("Accepting connections"));
        String copy = "skopeo copy -q --dest-tls-verify=false oci:layout:v1 docker://";
        Await.until("a registry", DEADLINE, () -> hako.shell(copy + PRIVATE).status() == 0);
        Await.until("the other", DEADLINE, () -> hako.shell(copy + PLAIN).status() == 0);
        Path settings = Files.createDirectories(place.resolve(".config/hako"));
        Files.writeString(
                settings.resolve("registries.json"),
                "{\"registries\": {\"192.0.2.1:5000\": {\"insecure\": true}}}");
        Path certificates = Files.createDirectories(settings.resolve("certs.d/192.0.2.1:5443"));
        Files.copy(place.resolve("ca.crt"), certificates.resolve("ca.crt"));
    }

    @AfterAll
    static void leaveNothing() {
        OUTSIDE.close();
        servers.destroyForcibly();
    }

    @BeforeEach
    void forgetImages() {
        assertThat(hako.shell("hako image prune -a -f").status()).isZero();
    }

    private static String log() {
        try {
            return Files.readString(OUTSIDE.place().resolve("proxy.log"));
        } catch (IOException e) {
            return ""; // it is not there yet
        }
    }

    private static Result with(String variables, String command) {
        return hako.shell("env " + variables + " hako " + command);
    }

    @ParameterizedTest
    @CsvSource({
        "http_proxy," + PLAIN + ",GET http://192.0.2.1:5000/v2/box/manifests/1",
        "HTTPS_PROXY," + PRIVATE + ",CONNECT 192.0.2.1:5443"
    })
    void aPasswordOpensTheProxyForPullsAndPushes(String variable, String name, String request) {
        int before = log().length();
        Result pulled = with(variable + "=" + PROXY, "pull -q " + name);
        assertThat(pulled).isEqualTo(Result.printed(name + "\n"));
        assertThat(log().substring(before)).contains(request);
        assertThat(hako.answer("run", "--rm", name)).isEqualTo("hello from /srv");

        String other = name.replace("box:1", "pushed:1");
        hako.answer("tag", name, other);
        assertThat(with(variable + "=" + PROXY, "push -q " + other).error()).isEmpty();
        assertThat(hako.shell("skopeo inspect --raw --tls-verify=false docker://" + other).output())
                .isEqualTo(hako.shell("skopeo inspect --raw oci:layout:v1").output());
    }

    @ParameterizedTest
    @CsvSource({"http_proxy," + PLAIN, "https_proxy," + PRIVATE})
    void aProxyThatLetsNobodyThroughIsNamed(String variable, String name) {
        String none = with(variable + "=127.0.0.1:3128", "pull " + name).error();
        assertThat(none).contains("the proxy 127.0.0.1:3128 wants a name and a password", variable);
    }

    @Test
    void aPasswordThatTheProxyDoesNotAcceptIsNotShown() {
        String proxy = "https_proxy=http://me:guess@127.0.0.1:3128";
        assertThat(with(proxy, "pull " + PRIVATE).error())
                .contains("the proxy 127.0.0.1:3128 does not accept the name and password")
                .doesNotContain("guess");
    }

    @Test
    void aProxyThatIsNotThereIsNamed() {
        assertThat(with("https_proxy=http://127.0.0.1:9", "pull " + PRIVATE).error())
                .contains("the proxy 127.0.0.1:9 takes no connections", "no_proxy");
        assertThat(with("https_proxy=" + PROXY, "pull 192.0.2.1:6000/box:1").error())
                .contains("the proxy 127.0.0.1:3128 does not lead to 192.0.2.1:6000");
    }

    @Test
    void exceptionsAreReachedWithoutIt() {
        int before = log().length();
        String variables = "https_proxy=" + PROXY + " no_proxy=192.0.2.0/24";
        assertThat(with(variables, "pull -q " + PRIVATE)).isEqualTo(Result.printed(PRIVATE + "\n"));
        assertThat(log().substring(before)).doesNotContain("CONNECT");
    }

    @Test
    void aFileOfTheWebComesThroughIt() {
        int before = log().length();
        Result imported = with("http_proxy=" + PROXY, "import http://192.0.2.1:5000/none.tar");
        assertThat(imported.error())
                .contains("cannot get \"http://192.0.2.1:5000/none.tar\"", "404");
        assertThat(log().substring(before)).contains("GET http://192.0.2.1:5000/none.tar");
    }
}
