package dev.hako.network.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.network.address.Addresses;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a policy hears, and what becomes of what it says.
@NeedsProgram({"dig", "dnsmasq"})
class EgressPolicyIT {
    private Dnsmasq world;
    private Dnsmasq other;
    private NameServer server;
    private InetSocketAddress address;
    private final Gate gate = new Gate();

    @BeforeEach
    void start() throws IOException {
        world =
                Dnsmasq.start(
                        Dnsmasq.free("127.0.0.1"),
                        "--local-ttl=77",
                        "--cname=alias.example,far.example",
                        "--host-record=far.example,192.0.2.7,2001:db8::7");
        other = Dnsmasq.start(Dnsmasq.free("127.0.0.1"), "--host-record=other.example,192.0.2.8");
        server = NameServer.open(new Town(), Town.upstream(world.address()), gate);
        address = server.listen(Town.ZONE, InetAddress.ofLiteral("127.0.0.1"), 0).address();
    }

    @AfterEach
    void stop() {
        server.close();
        world.close();
        other.close();
    }

    /// Lets a name through by its first label, and its answers when the test says so.
    private final class Gate implements EgressPolicy {
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private final List<Resolved> told = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Void> open = new CompletableFuture<>();

        @Override
        public Egress decide(Asker asker, String name, int type) {
            asked.add(asker.network() + " " + asker.address().getHostAddress() + " " + name);
            return switch (name.substring(0, name.indexOf('.'))) {
                case "no" -> new Egress.Refuse();
                case "never" -> new Egress.Unknown();
                case "nothing" -> new Egress.Nothing();
                case "other" -> new Egress.Forward(List.of(other.address()));
                default -> Egress.TO_HOST;
            };
        }

        @Override
        public Optional<CompletionStage<?>> found(Asker asker, String name, List<Resolved> boxes) {
            told.addAll(boxes);
            return name.equals("db") ? Optional.empty() : Optional.of(open);
        }

        @Override
        public CompletionStage<?> answered(Asker asker, String name, List<Resolved> addresses) {
            told.addAll(addresses);
            return open;
        }
    }

    @Test
    void decidesByWhoAsksForWhat() {
        gate.open.complete(null);
        assertThat(Dig.ask(address, "NO.example")).contains("status: REFUSED");
        assertThat(Dig.ask(address, "never.example")).contains("status: NXDOMAIN");
        assertThat(Dig.values(address, "other.example")).containsExactly("192.0.2.8");
        assertThat(Dig.values(address, "web")).containsExactly("172.18.0.2");
        assertThat(gate.asked)
                .containsExactly(
                        "town 127.0.0.1 no.example",
                        "town 127.0.0.1 never.example",
                        "town 127.0.0.1 other.example");
    }

    @Test
    void isToldOfAddressesBeforeTheAsker() {
        CompletableFuture<List<String>> answer =
                CompletableFuture.supplyAsync(
                        () -> Dig.values(address, "alias.example"), Thread::startVirtualThread);
        Await.until("the addresses", Duration.ofSeconds(5), () -> !gate.told.isEmpty());
        assertThat(gate.told)
                .containsExactly(
                        new EgressPolicy.Resolved(
                                Addresses.parse("192.0.2.7"), Duration.ofSeconds(77)));
        assertThat(answer).isNotDone();
        gate.open.complete(null);
        assertThat(answer.join()).containsExactly("far.example.", "192.0.2.7");
    }

    @Test
    void isToldOfBoxesBeforeTheAskerToo() {
        CompletableFuture<List<String>> answer =
                CompletableFuture.supplyAsync(
                        () -> Dig.values(address, "web"), Thread::startVirtualThread);
        Await.until("the box", Duration.ofSeconds(5), () -> !gate.told.isEmpty());
        assertThat(gate.told)
                .contains(
                        new EgressPolicy.Resolved(
                                Addresses.parse("172.18.0.2"),
                                Duration.ofSeconds(Resolver.TIME_TO_LIVE_SECONDS)));
        assertThat(answer).isNotDone();
        gate.open.complete(null);
        assertThat(answer.join()).containsExactly("172.18.0.2");
        assertThat(Dig.ask(address, "db")).contains("status: NXDOMAIN");
    }

    @Test
    void canSayThatThereIsNothingOfAType() {
        assertThat(Dig.ask(address, "nothing.example", "-t", "HTTPS"))
                .contains("status: NOERROR", "ANSWER: 0");
    }

    @Test
    void nothingIsToldWhenItFailsOrTakesTooLong() {
        assertThat(Dig.ask(address, "far.example")).contains("status: SERVFAIL");
        gate.open.completeExceptionally(new IllegalStateException("no rule could be made"));
        assertThat(Dig.ask(address, "far.example")).contains("status: SERVFAIL");
    }
}
