package dev.hako.network.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.testing.NeedsProgram;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names of boxes, as `dig` hears them. Nothing of it may be asked for outside.
@NeedsProgram("dig")
class OwnNamesIT {
    private Scripted outside;
    private NameServer server;
    private InetSocketAddress address;

    @BeforeEach
    void start() throws IOException {
        outside = Scripted.silent();
        server =
                NameServer.open(
                        new Town(), Town.upstream(outside.address()), EgressPolicy.ALLOW_ALL);
        address = listen("127.0.0.1").address();
    }

    private Listener listen(String at) {
        return server.listen(Town.ZONE, InetAddress.ofLiteral(at), 0);
    }

    @AfterEach
    void stop() {
        server.close();
        outside.close();
    }

    @Test
    void aBoxIsFoundByItsNames() {
        assertThat(Dig.values(address, "web", "A")).containsExactly("172.18.0.2");
        assertThat(Dig.values(address, "web", "AAAA")).containsExactly("fd00:1::2");
        assertThat(Dig.values(address, "4f1c0ffee123")).containsExactly("172.18.0.2");
        assertThat(Dig.values(address, "db.town", "+tcp")).containsExactly("172.18.0.3");
        assertThat(Dig.values(address, "web", "ANY")).hasSize(2);
        assertThat(outside.asked()).isEmpty();
    }

    /// A port that is free for datagrams may be taken for streams, and the other way round.
    @Test
    void anyFreePortIsFreeForBothTransports() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        List<Closeable> taken = new ArrayList<>();
        try {
            for (int i = 0; i < 2000; i++) {
                taken.add(new ServerSocket(0, 1, loopback));
                taken.add(new DatagramSocket(0, loopback));
            }
            for (int i = 0; i < 100; i++) {
                assertThat(listen("127.0.0.1").address().getPort()).isPositive();
            }
        } finally {
            for (Closeable each : taken) {
                each.close();
            }
        }
    }

    @Test
    void theCaseOfLettersDoesNotCountAndIsKept() {
        assertThat(Dig.ask(address, "wEB")).contains("wEB.", "172.18.0.2").doesNotContain("web.");
    }

    @Test
    void anAnswerIsKeptForAMomentOnly() {
        assertThat(Dig.ask(address, "web"))
                .containsPattern("web\\.\\s+5\\s+IN\\s+A\\s+172\\.18\\.0\\.2")
                .contains("flags: qr aa rd ra;");
    }

    @Test
    void severalBoxesOfOneNameTakeTurns() {
        Set<String> first = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            List<String> values = Dig.values(address, "all");
            assertThat(values).containsExactlyInAnyOrder("172.18.0.2", "172.18.0.3", "172.18.0.4");
            first.add(values.getFirst());
        }
        assertThat(first).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAA", "MX", "TXT", "HTTPS", "SOA", "DS", "TYPE65280"})
    void aBoxHasNoRecordOfAnotherTypeWhateverIsOutside(String type) {
        assertThat(Dig.ask(address, "db", type)).contains("status: NOERROR", "ANSWER: 0");
        assertThat(outside.asked()).isEmpty();
    }

    @Test
    void anAddressOfTheNetworkHasItsName() {
        assertThat(Dig.values(address, "-x", "172.18.0.2")).containsExactly("web.town.");
        assertThat(Dig.values(address, "-x", "fd00:1::2")).containsExactly("web.town.");
        assertThat(Dig.ask(address, "-x", "172.18.0.9")).contains("status: NXDOMAIN");
        assertThat(Dig.ask(address, "-x", "fd00:1::9")).contains("status: NXDOMAIN");
        assertThat(Dig.ask(address, "2.0.18.172.in-addr.arpa", "A"))
                .contains("status: NOERROR", "ANSWER: 0");
        assertThat(outside.asked()).isEmpty();
    }

    @Test
    void aNameWithoutADotStaysOnTheHost() {
        assertThat(Dig.ask(address, "wbe")).contains("status: NXDOMAIN");
        assertThat(Dig.ask(address, "wbe", "HTTPS")).contains("status: NXDOMAIN");
        assertThat(outside.asked()).isEmpty();
    }

    @Test
    void whatDoesNotFitIsAskedForAgainByTcp() {
        assertThat(Dig.ask(address, "crowd", "+noedns", "+ignore")).contains("flags: qr aa tc rd");
        assertThat(Dig.values(address, "crowd", "+noedns")).hasSize(200);
        assertThat(Dig.values(address, "crowd", "+bufsize=4096")).hasSize(200);
    }

    @Test
    void aBoxIsToldByIpv6() {
        assertThat(Dig.values(listen("::1").address(), "web", "AAAA")).containsExactly("fd00:1::2");
    }

    @Test
    @NeedsProgram("delv")
    void otherClientsUnderstandTheAnswers() {
        assertThat(
                        Dig.run(
                                List.of(
                                        "delv",
                                        "-i",
                                        "@127.0.0.1",
                                        "-p",
                                        Integer.toString(address.getPort()),
                                        "web.",
                                        "AAAA")))
                .contains("fd00:1::2");
    }

    @Test
    void whatIsNotOfOurTimeIsRefused() {
        assertThat(Dig.ask(address, "web", "AXFR", "+tcp")).contains("Transfer failed");
        assertThat(Dig.ask(address, "version.bind", "CH", "TXT")).contains("status: REFUSED");
        assertThat(Dig.ask(address, "web", "+edns=1", "+noednsneg")).contains("status: BADVERS");
        assertThat(Dig.ask(address, "web", "+opcode=STATUS")).contains("status: NOTIMP");
        assertThat(outside.asked()).isEmpty();
    }

    @Test
    void aFaultOfTheNamesIsOnlyThatQuestions() {
        assertThat(Dig.ask(address, "broken")).contains("status: SERVFAIL");
        assertThat(Dig.ask(address, "broken", "+tcp")).contains("status: SERVFAIL");
        assertThat(Dig.values(address, "web")).containsExactly("172.18.0.2");
    }

    @Test
    void theThreadWaitsInTheKernelWhileNobodyAsks() throws IOException {
        assertThat(Dig.ask(address, "wait.example")).contains("SERVFAIL");
        Dig.run(List.of("sleep", "0.5"));
        long before = wakeUps();
        Dig.run(List.of("sleep", "1"));
        assertThat(wakeUps()).isEqualTo(before);
        assertThat(Dig.values(address, "web")).containsExactly("172.18.0.2");
        assertThat(wakeUps()).isGreaterThan(before);
    }

    /// How often a thread of that name has gone to sleep so far.
    private static long wakeUps() throws IOException {
        long sum = 0;
        try (var threads = Files.list(Path.of("/proc/self/task"))) {
            for (Path thread : (Iterable<Path>) threads::iterator) {
                if (Files.readString(thread.resolve("comm")).equals("hako-dns\n")) {
                    sum += wakeUps(Files.readString(thread.resolve("status")));
                }
            }
        }
        return sum;
    }

    private static long wakeUps(String status) {
        return status.lines()
                .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .sum();
    }

    @Test
    void aPortIsFreeWhenItsListenerIsClosed() {
        Listener listener = listen("127.0.0.1");
        int port = listener.address().getPort();
        assertThatThrownBy(() -> server.listen(Town.ZONE, InetAddress.ofLiteral("127.0.0.1"), port))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("cannot answer names on \"127.0.0.1:" + port + "\"")
                .hasMessageContaining("ss -lnup");
        listener.close();
        listener.close();
        try (Listener again = server.listen(Town.ZONE, InetAddress.ofLiteral("127.0.0.1"), port)) {
            assertThat(Dig.values(again.address(), "web")).containsExactly("172.18.0.2");
        }
        assertThat(Dig.values(address, "web")).containsExactly("172.18.0.2");
    }
}
