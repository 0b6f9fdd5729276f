package dev.hako.network.cni;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.kernel.Namespace;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The plugins that the specification's project makes, as Debian has them. The host that they work
/// on is a network namespace of each test.
@NeedsRoot
@NeedsProgram({
    "../lib/cni/bridge",
    "curl",
    "ip",
    "iptables",
    "nft",
    "nsenter",
    "python3",
    "unshare"
})
final class ReferencePluginsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final AttachmentId WEB = new AttachmentId("web", "eth0");
    private static final AttachmentId DB = new AttachmentId("db", "eth0");

    @TempDir Path folder;

    /// What threads start is in the namespaces of the thread that starts it.
    private static void onAHost(Callable<?> test) throws Exception {
        var task =
                new FutureTask<>(() -> {
                    Namespace.unshare(Namespace.NETWORK.cloneFlag());
                    run("ip", "link", "set", "lo", "up");
                    return test.call();
                });
        Thread.ofPlatform().start(task);
        try {
            task.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(List.of(command) + ": " + said).isZero();
        return said;
    }

    /// A process in a network namespace of its own.
    private record Container(Process process) implements AutoCloseable {
        static Container start() throws IOException {
            var container = new Container(new ProcessBuilder("unshare", "--net", "cat").start());
            Await.until(
                    "a network namespace",
                    DEADLINE,
                    () ->
                            !Files.isSameFile(
                                    container.namespace(), Path.of("/proc/thread-self/ns/net")));
            return container;
        }

        Path namespace() {
            return Path.of("/proc/" + process.pid() + "/ns/net");
        }

        Process start(String... command) throws IOException {
            return new ProcessBuilder(
                            Stream.concat(
                                            Stream.of("nsenter", "--net=" + namespace()),
                                            Stream.of(command))
                                    .toList())
                    .redirectErrorStream(true)
                    .start();
        }

        String run(String... command) throws IOException {
            return new String(start(command).getInputStream().readAllBytes(), UTF_8);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private NetworkPlugins plugins() {
        return new NetworkPlugins(
                List.of(Path.of("/usr/lib/cni"), folder), folder.resolve("store"), DEADLINE);
    }

    private NetworkList network(String version, String subnet, String chained) {
        String json =
                """
                {"cniVersion":"%s","name":"pods","plugins":[
                  {"type":"bridge","bridge":"cni0","isGateway":true,
                   "ipam":{"type":"host-local","dataDir":"%s/ipam",
                           "ranges":[[{"subnet":"%s"}]],"routes":[{"dst":"0.0.0.0/0"}]}}%s]}\
                """
                        .formatted(version, folder, subnet, chained);
        return NetworkList.parse("pods.conflist", json.getBytes(UTF_8));
    }

    private List<String> reserved() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("ipam/pods"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9.]+"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.1", "0.4.0", "1.0.0"})
    void attachCheckAndDetach(String version) throws Exception {
        onAHost(() -> {
            NetworkList network = network(version, "10.66.0.0/24", "");
            try (Container web = Container.start()) {
                AttachmentResult result =
                        plugins().attach(network, Attachment.of(WEB, web.namespace()));
                String address = result.firstAddress().orElseThrow().getHostAddress();
                assertThat(address).isEqualTo("10.66.0.2");
                assertThat(web.run("ip", "-4", "-o", "addr", "show", "eth0"))
                        .contains("10.66.0.2/24");
                assertThat(web.run("ip", "route")).contains("default via 10.66.0.1 dev eth0");
                plugins().check(network, WEB);
                assertThat(reserved()).containsExactly("10.66.0.2");
                plugins().detach(network, WEB);
                plugins().detach(network, WEB);
                assertThat(web.run("ip", "-o", "link")).doesNotContain("eth0");
                assertThat(reserved()).isEmpty();
                assertThat(plugins().attached("pods")).isEmpty();
            }
            return network;
        });
    }

    @Test
    void mapPortsOfTheHost() throws Exception {
        Files.writeString(folder.resolve("page"), "hello");
        onAHost(() -> {
            NetworkList network =
                    network(
                            "1.0.0",
                            "10.66.0.0/24",
                            ",{\"type\":\"portmap\",\"snat\":true,"
                                    + "\"capabilities\":{\"portMappings\":true}},"
                                    + "{\"type\":\"firewall\",\"backend\":\"iptables\"}");
            var mapping = new Capability.PortMapping(8080, 80, "tcp", Optional.empty());
            try (Container web = Container.start()) {
                Attachment attachment =
                        Attachment.of(WEB, web.namespace())
                                .with(new Capability.PortMappings(List.of(mapping)));
                plugins().attach(network, attachment);
                Process server =
                        web.start("python3", "-m", "http.server", "80", "-d", folder.toString());
                try {
                    String url = "http://10.66.0.1:8080/page";
                    Await.until(
                            "the mapped port",
                            DEADLINE,
                            () -> new ProcessBuilder("curl", "-sf", url).start().waitFor() == 0);
                    assertThat(run("curl", "-sS", url)).isEqualTo("hello");
                } finally {
                    server.destroyForcibly();
                }
                assertThat(run("nft", "list", "ruleset")).contains("10.66.0.2");
                plugins().detach(network, WEB);
                assertThat(run("nft", "list", "ruleset")).doesNotContain("10.66.0.2");
            }
            return network;
        });
    }

    @Test
    void sayWhatIsNotAsItWas() throws Exception {
        onAHost(() -> {
            NetworkList network = network("1.0.0", "10.66.0.0/24", "");
            try (Container web = Container.start()) {
                plugins().attach(network, Attachment.of(WEB, web.namespace()));
                web.run("ip", "link", "delete", "eth0");
                assertThatThrownBy(() -> plugins().check(network, WEB))
                        .hasMessageStartingWith(
                                "cannot check container \"web\" in network \"pods\": plugin"
                                        + " \"bridge\": ")
                        .hasMessageContaining("eth0");
            }
            // The namespace is gone; what was reserved for it is given back all the same.
            plugins().detach(network, WEB);
            assertThat(reserved()).isEmpty();
            return network;
        });
    }

    @Test
    void giveBackWhatALaterPluginDidNotWant() throws Exception {
        Path refusing =
                Files.writeString(folder.resolve("refuse"), "#!/bin/sh\n[ $CNI_COMMAND = DEL ]\n");
        Files.setPosixFilePermissions(refusing, PosixFilePermissions.fromString("rwx------"));
        onAHost(() -> {
            NetworkList network = network("1.0.0", "10.66.0.0/24", ",{\"type\":\"refuse\"}");
            try (Container web = Container.start()) {
                assertThatThrownBy(() ->
                                plugins().attach(network, Attachment.of(WEB, web.namespace())))
                        .hasMessageContaining("plugin \"refuse\": it ended with status 1");
                assertThat(web.run("ip", "-o", "link")).doesNotContain("eth0");
                assertThat(reserved()).isEmpty();
                assertThat(plugins().attached("pods")).isEmpty();
            }
            return network;
        });
    }

    @Test
    void giveBackWhatBelongsToNobody() throws Exception {
        onAHost(() -> {
            NetworkList network = network("1.0.0", "10.66.0.0/24", "");
            try (Container web = Container.start();
                    Container db = Container.start()) {
                plugins().attach(network, Attachment.of(WEB, web.namespace()));
                plugins().attach(network, Attachment.of(DB, db.namespace()));
                assertThat(reserved()).containsExactly("10.66.0.2", "10.66.0.3");
                plugins().collect(network, List.of(DB));
                assertThat(reserved()).containsExactly("10.66.0.3");
                assertThat(plugins().attached("pods")).containsExactly(DB);
                plugins().detach(network, DB);
            }
            return network;
        });
    }

    @Test
    void tellThatTheyDoNotSpeakAVersion() throws Exception {
        onAHost(() -> {
            NetworkList network = network("1.1.0", "10.66.0.0/24", "");
            try (Container web = Container.start()) {
                assertThatThrownBy(() ->
                                plugins().attach(network, Attachment.of(WEB, web.namespace())))
                        .hasMessageContaining("error 1, it does not speak this version");
            }
            return network;
        });
    }
}
