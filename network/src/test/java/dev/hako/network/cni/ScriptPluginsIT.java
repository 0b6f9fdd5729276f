package dev.hako.network.cni;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import dev.hako.failure.Failure;
import dev.hako.network.address.Addresses;
import dev.hako.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What plugins are told and what may come of it, by plugins that are scripts.
final class ScriptPluginsIT {
    private static final AttachmentId WEB = new AttachmentId("web", "eth0");
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir Path folder;

    private NetworkPlugins plugins;

    @BeforeEach
    void prepare() {
        plugins = plugins(DEADLINE);
    }

    private NetworkPlugins plugins(Duration deadline) {
        return new NetworkPlugins(List.of(folder), folder.resolve("store"), deadline);
    }

    /// A plugin that notes what it is told, answers its own name as an interface, and does what
    /// else a test says.
    private void plugin(String type, String line) throws IOException {
        Path script = folder.resolve(type);
        Files.writeString(
                script,
                """
                #!/bin/sh
                echo "$CNI_COMMAND %1$s" >> %2$s/calls
                env | grep -E '^(CNI_|PATH=)' | sort > %2$s/%1$s.$CNI_COMMAND.env
                ls /proc/self/fd > %2$s/%1$s.fds
                cat > %2$s/%1$s.$CNI_COMMAND.in
                %3$s
                [ $CNI_COMMAND = ADD ] && echo '{"interfaces":[{"name":"%1$s"}]}'
                exit 0
                """
                        .formatted(type, folder, line));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private static NetworkList network(String version, String more, String... types) {
        String plugins = String.join("'},{'type':'", types);
        String json =
                "{'cniVersion':'%s','name':'pods'%s,'plugins':[{'type':'%s'}]}"
                        .formatted(version, more, plugins);
        return NetworkList.parse("pods.conflist", json.replace('\'', '"').getBytes(UTF_8));
    }

    private static Attachment attachment() {
        return Attachment.of(WEB, Path.of("/run/netns/blue"));
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls"));
    }

    private JsonObject told(String call) throws IOException {
        return Documents.read(call, Files.readAllBytes(folder.resolve(call + ".in")));
    }

    @Test
    void areToldWhatTheSpecificationSays() throws IOException {
        plugin("one", "");
        plugin("two", "");
        String json =
                """
                {"cniVersion":"1.0.0","name":"pods","plugins":[
                  {"type":"one","name":"other","args":{"x":[1,2.50]}},
                  {"type":"two","capabilities":{"portMappings":true,"mac":false,"dns":true}}]}\
                """;
        NetworkList network = NetworkList.parse("pods.conflist", json.getBytes(UTF_8));
        var mapping = new Capability.PortMapping(8080, 80, "tcp", Optional.empty());
        Attachment attachment =
                new Attachment(
                        WEB,
                        Path.of("/run/netns/blue"),
                        Map.of("K", "v", "A", "b"),
                        List.of(
                                new Capability.PortMappings(List.of(mapping)),
                                new Capability.Mac("02:00:00:00:00:01"),
                                new Capability.Ips(List.of("10.0.0.9/24"))));

        AttachmentResult result = plugins.attach(network, attachment);

        assertThat(result.interfaces())
                .extracting(AttachmentResult.Interface::name)
                .containsExactly("two");
        assertThat(Files.readAllLines(folder.resolve("one.ADD.env")))
                .containsExactly(
                        "CNI_ARGS=A=b;K=v",
                        "CNI_COMMAND=ADD",
                        "CNI_CONTAINERID=web",
                        "CNI_IFNAME=eth0",
                        "CNI_NETNS=/run/netns/blue",
                        "CNI_PATH=" + folder,
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        assertThat(told("one.ADD"))
                .hasToString(
                        "{\"type\":\"one\",\"name\":\"pods\",\"args\":{\"x\":[1,2.50]},"
                                + "\"cniVersion\":\"1.0.0\"}");
        assertThat(told("two.ADD").get("runtimeConfig"))
                .hasToString(
                        "{\"portMappings\":[{\"hostPort\":8080,\"containerPort\":80,"
                                + "\"protocol\":\"tcp\"}]}");
        assertThat(told("two.ADD").has("capabilities")).isFalse();
        assertThat(told("two.ADD").get("prevResult"))
                .hasToString("{\"interfaces\":[{\"name\":\"one\"}],\"cniVersion\":\"1.0.0\"}");
        // The directory that ls reads is the fourth.
        assertThat(Files.readAllLines(folder.resolve("one.fds")))
                .containsExactly("0", "1", "2", "3");
    }

    @Test
    void areAskedInReverseToDetachWithTheResult() throws IOException {
        plugin("one", "");
        plugin("two", "");
        plugins.attach(network("0.4.0", "", "one", "two"), attachment());
        assertThat(plugins.attached("pods")).containsExactly(WEB);

        // Another engine, and an administrator who has changed the network meanwhile.
        plugins(DEADLINE).detach(network("1.0.0", "", "one"), WEB);

        assertThat(calls()).containsExactly("ADD one", "ADD two", "DEL two", "DEL one");
        assertThat(told("one.DEL").get("prevResult").toString()).contains("\"two\"");
        assertThat(told("one.DEL").get("cniVersion").getAsString()).isEqualTo("0.4.0");
        assertThat(plugins.attached("pods")).isEmpty();
    }

    @Test
    void areNotToldTheResultInVersionsThatDoNotSaySo() throws IOException {
        plugin("one", "");
        NetworkList network = network("0.3.1", "", "one");
        plugins.attach(network, attachment());
        plugins.check(network, WEB);
        plugins.detach(network, WEB);
        assertThat(calls()).containsExactly("ADD one", "DEL one");
        assertThat(told("one.DEL").has("prevResult")).isFalse();
    }

    @Test
    void areAskedToUndoWhatALaterOneRefused() throws IOException {
        plugin("one", "");
        plugin(
                "two",
                "[ $CNI_COMMAND = ADD ] && printf %s '{\"code\":11,\"msg\":\"no\\u0007lease\"}' && exit 1");
        NetworkList network = network("1.0.0", "", "one", "two");
        Failure whole =
                catchThrowableOfType(Failure.class, () -> plugins.attach(network, attachment()));
        assertThat(whole)
                .hasMessage(
                        "cannot attach container \"web\" to network \"pods\": plugin \"two\":"
                                + " no\uFFFDlease (error 11, it may work later)");
        assertThat(whole.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        assertThat(whole.getCause())
                .isInstanceOfSatisfying(
                        PluginFailure.class, told -> assertThat(told.code()).isEqualTo(11));
        assertThat(calls()).containsExactly("ADD one", "ADD two", "DEL two", "DEL one");
        assertThat(plugins.attached("pods")).isEmpty();
    }

    @Test
    void areAskedAgainForWhatCouldNotBeUndone() throws IOException {
        plugin("one", "[ -e %s/mended ] || { echo oh >&2; exit 3; }".formatted(folder));
        NetworkList network = network("1.0.0", "", "one");
        assertThatThrownBy(() -> plugins.attach(network, attachment()))
                .hasMessageEndingWith("plugin \"one\": it ended with status 3: oh");
        assertThat(plugins.attached("pods")).containsExactly(WEB);
        assertThat(plugins.result("pods", WEB)).isEmpty();
        assertThatThrownBy(() -> plugins.check(network, WEB)).hasMessageContaining("not attached");
        assertThatThrownBy(() -> plugins.attach(network, attachment()))
                .hasMessageContaining("it is attached already; hint: detach it first");

        Files.createFile(folder.resolve("mended"));
        plugins.detach(network, WEB);
        plugins.detach(network, WEB);
        assertThat(plugins.attached("pods")).isEmpty();
        assertThat(calls()).containsExactly("ADD one", "DEL one", "DEL one", "DEL one");
    }

    @Test
    void areKnownBeforeTheyRun() throws IOException {
        plugin("one", "cp %1$s/store/* %1$s/seen".formatted(folder));
        plugins.attach(network("1.0.0", "", "one"), attachment());
        assertThat(Files.readString(folder.resolve("seen")))
                .contains("\"container\":\"web\"")
                .doesNotContain("\"result\"");
        assertThat(plugins(DEADLINE).result("pods", WEB)).isPresent();
    }

    @Test
    void maySayALot() throws IOException {
        plugin(
                "one",
                "[ $CNI_COMMAND = ADD ] && { printf '{\"x\":\"'; yes | tr -d '\\n' | head -c 900000;"
                        + " echo '\"}'; exit 0; }");
        NetworkList network = network("1.0.0", ",'y':'" + "y".repeat(900_000) + "'", "one");
        plugins.attach(network, attachment());
        assertThat(plugins.result("pods", WEB)).isPresent();
        plugins.detach(network, WEB);
    }

    @Test
    void areKilledIfTheyTakeTooLong() throws IOException {
        plugin("one", "sleep 1000 & echo $! > %s/child; wait".formatted(folder));
        NetworkList network = network("1.0.0", "", "one");
        assertThatThrownBy(() -> plugins(Duration.ofMillis(500)).attach(network, attachment()))
                .hasMessageEndingWith("plugin \"one\": it took more than 500 ms and was killed");
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        Await.until(
                "what the plugin started to end",
                DEADLINE,
                () -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void doNotKeepAnyoneWaitingForADaemonOfTheirs() throws IOException {
        plugin(
                "one",
                "[ $CNI_COMMAND = ADD ] && { sleep 300 & echo $! > %s/daemon; }".formatted(folder));
        plugins.attach(network("1.0.0", "", "one"), attachment());
        long daemon = Long.parseLong(Files.readString(folder.resolve("daemon")).strip());
        assertThat(ProcessHandle.of(daemon).map(ProcessHandle::destroyForcibly)).contains(true);
    }

    @Test
    void areNotBelievedWithoutAnAnswer() throws IOException {
        assertThat(refusal("exit 0")).endsWith("plugin \"one\": it answered nothing");
        assertThat(refusal("echo garbage; exit 0")).contains("plugin \"one\": malformed JSON");
        assertThat(refusal("echo '[1]'; exit 0")).endsWith("plugin \"one\": not one JSON object");
        assertThat(refusal("echo garbage; echo more; exit 7"))
                .endsWith("it ended with status 7, saying what is no error of CNI: garbage; more");
        assertThat(refusal("kill -9 $$"))
                .endsWith("plugin \"one\": it was killed by SIGKILL: it did not say why");
        assertThat(refusal("yes")).endsWith("plugin \"one\": it said more than 1048576 bytes");
        assertThat(refusal("echo '{\"ips\":[7]}'; exit 0"))
                .endsWith("the result: \"ips\" must be an object");
        NetworkList network = network("1.0.0", "", "one");
        Files.delete(folder.resolve("one"));
        assertThatThrownBy(() -> plugins.attach(network, attachment()))
                .hasMessageContaining("no plugin \"one\" in " + folder + "; hint: install it");
    }

    /// Why nothing is attached by a plugin that does this to attach.
    private String refusal(String line) throws IOException {
        plugin("one", "[ $CNI_COMMAND = ADD ] && { %s; }".formatted(line));
        NetworkList network = network("1.0.0", "", "one");
        Failure failure =
                catchThrowableOfType(Failure.class, () -> plugins.attach(network, attachment()));
        assertThat(plugins.attached("pods")).isEmpty();
        return String.valueOf(failure.getMessage());
    }

    @Test
    void areCheckedUnlessTheNetworkSaysNo() throws IOException {
        plugin(
                "one",
                "[ $CNI_COMMAND = CHECK ] && echo '{\"code\":102,\"msg\":\"gone\"}' && exit 1");
        NetworkList network = network("1.0.0", "", "one");
        plugins.attach(network, attachment());
        assertThatThrownBy(() -> plugins.check(network, WEB))
                .hasMessage(
                        "cannot check container \"web\" in network \"pods\": plugin \"one\": gone"
                                + " (error 102)");
        assertThat(told("one.CHECK").has("prevResult")).isTrue();
        plugins.detach(network, WEB);
        NetworkList unchecked = network("1.0.0", ",'disableCheck':true", "one");
        plugins.attach(unchecked, attachment());
        plugins.check(unchecked, WEB);
    }

    @Test
    void giveBackWhatBelongsToNobody() throws IOException {
        plugin("one", "[ $CNI_COMMAND = GC ] && exit 1");
        plugin("two", "");
        NetworkList network = network("1.1.0", "", "one", "two");
        var other = new AttachmentId("other", "eth0");
        plugins.attach(network, attachment());
        plugins.attach(network, Attachment.of(other, Path.of("/run/netns/red")));
        Files.delete(folder.resolve("calls"));

        assertThatThrownBy(() -> plugins.collect(network, List.of(other)))
                .hasMessageStartingWith("cannot collect what is left of network \"pods\": plugin");

        assertThat(calls()).containsExactly("DEL two", "DEL one", "GC one", "GC two");
        assertThat(told("two.GC").get("cni.dev/valid-attachments"))
                .hasToString("[{\"containerID\":\"other\",\"ifname\":\"eth0\"}]");
        assertThat(Files.readAllLines(folder.resolve("two.GC.env")))
                .filteredOn(line -> line.startsWith("CNI_"))
                .containsExactly("CNI_COMMAND=GC", "CNI_PATH=" + folder);
        assertThat(plugins.attached("pods")).containsExactly(other);

        plugins.collect(network("1.1.0", ",'disableGC':true", "one"), List.of());
        assertThat(plugins.attached("pods")).containsExactly(other);
    }

    @Test
    void sayWhetherTheyAreReady() throws IOException {
        plugin(
                "one",
                "[ -e %s/up ] || { echo '{\"code\":50,\"msg\":\"no daemon\"}'; exit 1; }"
                        .formatted(folder));
        NetworkList network = network("1.1.0", "", "one");
        assertThatThrownBy(() -> plugins.requireReady(network))
                .hasMessage(
                        "network \"pods\" is not ready: plugin \"one\": no daemon (error 50, it"
                                + " cannot attach now)");
        Files.createFile(folder.resolve("up"));
        plugins.requireReady(network);
        assertThatThrownBy(() -> plugins.requireReady(network("1.0.0", "", "none")))
                .hasMessageContaining("no plugin \"none\"");
    }

    @Test
    void areToldOfEveryCapability() throws IOException {
        plugin("one", "");
        String all = "ipRanges':true,'bandwidth':true,'dns':true,'aliases':true,'cgroupPath':true";
        String json =
                ("{'cniVersion':'1.0.0','name':'pods','type':'one','capabilities':{'" + all + "}}")
                        .replace('\'', '"');
        var range =
                new Capability.IpRange(
                        "10.1.0.0/16",
                        Optional.empty(),
                        Optional.of(Addresses.parse("10.1.0.9")),
                        Optional.empty());
        plugins.attach(
                NetworkList.parse("pods.conf", json.getBytes(UTF_8)),
                attachment()
                        .with(
                                new Capability.IpRanges(List.of(List.of(range))),
                                new Capability.Bandwidth(8, 16, 0, 0),
                                new Capability.Dns(
                                        List.of(Addresses.parse("10.1.0.1")), List.of("a.test")),
                                new Capability.Aliases(List.of("db")),
                                new Capability.CgroupPath("/pods/a"),
                                new Capability.PodAnnotations(Map.of("a", "b"))));
        assertThat(told("one.ADD").get("runtimeConfig"))
                .hasToString(
                        "{\"ipRanges\":[[{\"subnet\":\"10.1.0.0/16\",\"rangeEnd\":\"10.1.0.9\"}]],"
                                + "\"bandwidth\":{\"ingressRate\":8,\"ingressBurst\":16,"
                                + "\"egressRate\":0,\"egressBurst\":0},"
                                + "\"dns\":{\"servers\":[\"10.1.0.1\"],\"searches\":[\"a.test\"]},"
                                + "\"aliases\":[\"db\"],\"cgroupPath\":\"/pods/a\"}");
    }
}
