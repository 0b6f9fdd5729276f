package dev.hako.network.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.network.names.HostResolvConf;
import dev.hako.testing.NeedsProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Names of the world, which Debian's dnsmasq knows.
@NeedsProgram({"dig", "dnsmasq"})
class OutsideNamesIT {
    private static final String LONG_TEXT = "--txt-record=long.example" + ",0123456789".repeat(120);

    private Dnsmasq world;
    private final List<NameServer> servers = new ArrayList<>();

    @TempDir Path folder;

    @BeforeEach
    void start() throws IOException {
        world =
                Dnsmasq.start(
                        Dnsmasq.free("127.0.0.1"),
                        "--host-record=far.example,192.0.2.7,2001:db8::7",
                        "--cname=alias.example,far.example",
                        "--mx-host=far.example,mail.example,10",
                        "--ptr-record=9.2.0.192.in-addr.arpa,nine.example",
                        "--address=/none.example/",
                        LONG_TEXT);
    }

    @AfterEach
    void stop() {
        servers.forEach(NameServer::close);
        world.close();
    }

    private InetSocketAddress listen(InetSocketAddress... servers) {
        return listen(Town.upstream(servers), EgressPolicy.ALLOW_ALL, "127.0.0.1");
    }

    private InetSocketAddress listen(Upstream upstream, EgressPolicy policy, String at) {
        NameServer server = NameServer.open(new Town(), upstream, policy);
        servers.add(server);
        return server.listen(Town.ZONE, InetAddress.ofLiteral(at), 0).address();
    }

    @Test
    void areAskedOfTheHostsServers() {
        InetSocketAddress address = listen(world.address());
        assertThat(Dig.values(address, "far.example")).containsExactly("192.0.2.7");
        assertThat(Dig.values(address, "far.example", "AAAA")).containsExactly("2001:db8::7");
        assertThat(Dig.values(address, "far.example", "+tcp")).containsExactly("192.0.2.7");
        assertThat(Dig.values(address, "far.example", "MX")).containsExactly("10 mail.example.");
        assertThat(Dig.values(address, "-x", "192.0.2.9")).containsExactly("nine.example.");
        assertThat(Dig.values(address, "alias.example"))
                .containsExactly("far.example.", "192.0.2.7");
        assertThat(Dig.ask(address, "none.example")).contains("status: NXDOMAIN");
        assertThat(Dig.ask(address, "fAr.eXample")).contains("fAr.eXample.");
    }

    @Test
    void longAnswersComeWholeByTcpOrInLargeDatagrams() {
        InetSocketAddress address = listen(world.address());
        assertThat(Dig.ask(address, "long.example", "TXT", "+noedns", "+ignore")).contains(" tc ");
        assertThat(Dig.values(address, "long.example", "TXT", "+noedns").getFirst())
                .hasSizeGreaterThan(1200);
        assertThat(Dig.ask(address, "long.example", "TXT", "+bufsize=4096", "+ignore"))
                .contains("ANSWER: 1", "EDNS: version: 0")
                .doesNotContain(" tc ");
    }

    @Test
    void theNextServerIsAskedWhenOneIsSilent() throws IOException {
        try (Scripted silent = Scripted.silent()) {
            InetSocketAddress address = listen(silent.address(), world.address());
            assertThat(Dig.values(address, "far.example")).containsExactly("192.0.2.7");
            assertThat(Dig.values(address, "far.example", "AAAA")).containsExactly("2001:db8::7");
            assertThat(silent.asked()).as("questions to a server that is away").hasSize(1);
        }
    }

    @Test
    void theNextServerIsAskedWhenOneRefuses() throws IOException {
        try (Dnsmasq ignorant = Dnsmasq.start(Dnsmasq.free("127.0.0.1"))) {
            InetSocketAddress address = listen(ignorant.address(), world.address());
            assertThat(Dig.values(address, "far.example")).containsExactly("192.0.2.7");
            assertThat(Dig.values(address, "far.example", "+tcp")).containsExactly("192.0.2.7");
            assertThat(Dig.ask(address, "nobody.knows.test")).contains("status: REFUSED");
        }
    }

    @Test
    void nobodyKnowsWhenNoServerAnswers() throws IOException {
        InetSocketAddress address = listen(Dnsmasq.free("127.0.0.1"));
        Instant start = Instant.now();
        assertThat(Dig.ask(address, "far.example")).contains("status: SERVFAIL");
        assertThat(Dig.ask(address, "far.example", "+tcp")).contains("status: SERVFAIL");
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(2));
        assertThat(Dig.ask(listen(), "far.example")).contains("status: SERVFAIL");
    }

    @Test
    void anAnswerThatIsNotToTheQuestionIsNotBelieved() throws IOException {
        try (Scripted forger = Scripted.start(OutsideNamesIT::forged)) {
            InetSocketAddress address = listen(forger.address());
            assertThat(Dig.values(address, "far.example")).containsExactly("192.0.2.1");
        }
    }

    /// Another number, another name and rubbish; then the answer.
    private static List<byte[]> forged(byte[] question) {
        byte[] answer = answer(question, "192.0.2.1");
        byte[] number = answer(question, "192.0.2.66");
        number[1]++;
        byte[] name = answer(question, "192.0.2.66");
        name[Header.BYTES + 1] = 'b';
        byte[] rubbish = answer(question, "192.0.2.66");
        rubbish[Header.BYTES] = (byte) 0xff;
        return List.of(number, name, rubbish, new byte[] {1}, answer);
    }

    private static byte[] answer(byte[] question, String address) {
        try {
            var message = ByteBuffer.wrap(question);
            DnsQuery query = DnsQuery.read(Header.read(message), message);
            return Reply.of(
                    query, List.of(ResourceRecord.of(InetAddress.ofLiteral(address), 60)), 4096);
        } catch (MalformedMessage e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void areAskedByIpv6() throws IOException {
        try (Dnsmasq six =
                Dnsmasq.start(Dnsmasq.free("::1"), "--host-record=six.example,2001:db8::6")) {
            InetSocketAddress address =
                    listen(Town.upstream(six.address()), EgressPolicy.ALLOW_ALL, "::1");
            assertThat(Dig.values(address, "six.example", "AAAA")).containsExactly("2001:db8::6");
            assertThat(Dig.values(address, "six.example", "AAAA", "+tcp"))
                    .containsExactly("2001:db8::6");
        }
    }

    @Test
    void areAskedOfOtherServersWhenTheHostsFileChanges() throws IOException {
        Path file = folder.resolve("resolv.conf");
        HostUpstream upstream =
                new HostUpstream(
                        new HostResolvConf(file, folder.resolve("none")),
                        world.address().getPort());
        InetSocketAddress address = listen(upstream, EgressPolicy.ALLOW_ALL, "127.0.0.1");
        assertThat(Dig.ask(address, "far.example")).contains("status: SERVFAIL");
        Files.writeString(file, "nameserver 127.0.0.1\n");
        assertThat(Dig.values(address, "far.example")).containsExactly("192.0.2.7");
        InetSocketAddress other = new InetSocketAddress("127.0.0.2", world.address().getPort());
        try (Dnsmasq _ = Dnsmasq.start(other, "--host-record=far.example,192.0.2.8")) {
            Files.writeString(file, "nameserver 127.0.0.2\n");
            assertThat(Dig.values(address, "far.example")).containsExactly("192.0.2.8");
        }
    }

    @Test
    void theServerDoesNotAskItself() {
        var own = new AtomicReference<InetSocketAddress>();
        InetSocketAddress address =
                listen(
                        () -> Town.upstream(own.get()).servers(),
                        EgressPolicy.ALLOW_ALL,
                        "127.0.0.1");
        own.set(address);
        assertThat(Dig.ask(address, "far.example")).contains("status: SERVFAIL");
    }

    @Test
    void aTopLevelDomainIsAskedForByWhoChecksSignatures() {
        assertThat(Dig.ask(listen(world.address()), "example", "DNSKEY"))
                .contains("status: REFUSED");
    }
}
