package dev.hako.network.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A damaged message is understood or refused, and gets one answer at most.
///
/// The messages in `corpus` are what `dig` asks, and what dnsmasq answers. The damage is the same
/// in each run; `-Dhako.fuzz.rounds=1000000` tries more.
class MessageFuzzTest {
    private static final int ROUNDS = Integer.getInteger("hako.fuzz.rounds", 3000);
    private static final byte[] LIKELY = {0, 1, 12, 28, 41, 63, 64, (byte) 0xc0, (byte) 0xff};

    private static byte[] seed(String name) throws IOException {
        try (InputStream in = MessageFuzzTest.class.getResourceAsStream("corpus/" + name)) {
            return in.readAllBytes();
        }
    }

    /// Some bytes are changed, and some messages are cut off or have something behind their end.
    private static byte[] damaged(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] =
                    random.nextBoolean()
                            ? (byte) random.nextInt()
                            : LIKELY[random.nextInt(LIKELY.length)];
        }
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> Arrays.copyOf(bytes, bytes.length + random.nextInt(40));
            default -> bytes;
        };
    }

    /// Keeps what it is answered.
    private static final class Listening implements Client {
        private final List<byte[]> answers = new ArrayList<>();

        @Override
        public Asker asker() {
            return new Asker("town", Town.addresses("172.18.0.2").getFirst());
        }

        @Override
        public Zone zone() {
            return Town.ZONE;
        }

        @Override
        public int port() {
            return 1;
        }

        @Override
        public int mostBytes(DnsQuery query) {
            return query.datagramBytes();
        }

        @Override
        public boolean streams() {
            return false;
        }

        @Override
        public void answer(byte[] message) {
            answers.add(message);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "aaaa-dnssec",
                "alias",
                "case",
                "mx",
                "none",
                "ptr",
                "ptr6",
                "refused",
                "root",
                "srv",
                "subnet",
                "truncated",
                "txt"
            })
    void aMessageIsUnderstoodOrRefused(String name) throws Exception {
        Random random = new Random(1);
        byte[] answer = seed(name + ".answer");
        byte[] query = seed(name + ".query");
        DnsQuery whole = read(query);
        assertThat(whole.bytes()).isEqualTo(query);
        DnsAnswer toIt = DnsAnswer.read(answer);
        assertThat(toIt.answers(whole.question(), whole.header().id())).isTrue();
        assertThat(toIt.answers(whole.question(), whole.header().id() ^ 1)).isFalse();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = damaged(answer, random);
            try {
                assertThat(DnsAnswer.read(bytes).bytes()).isSameAs(bytes);
            } catch (MalformedMessage e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (RuntimeException e) {
                fail("round " + round, e);
            }
        }
        resolve(query, random);
    }

    private static DnsQuery read(byte[] bytes) throws MalformedMessage {
        ByteBuffer message = ByteBuffer.wrap(bytes);
        return DnsQuery.read(Header.read(message), message);
    }

    private static void resolve(byte[] query, Random random) {
        EgressPolicy nowhere =
                (_, name, _) -> {
                    assertThat(name).matches("[a-z0-9_.\\\\-]*");
                    return new Egress.Unknown();
                };
        try (Turns turns = new Turns("fuzz")) {
            Forwarder forwarder = new Forwarder(turns, Town.upstream(), nowhere, _ -> false);
            Resolver resolver = new Resolver(new Town(), nowhere, forwarder);
            int answered = 0;
            for (int round = 0; round < ROUNDS; round++) {
                Listening client = new Listening();
                boolean taken = resolver.take(ByteBuffer.wrap(damaged(query, random)), client);
                assertThat(client.answers).hasSize(taken ? 1 : 0);
                answered += client.answers.size();
            }
            assertThat(answered).as("messages that were answered").isGreaterThan(ROUNDS / 4);
        }
    }

    @Test
    void ownAnswersCanBeRead() throws Exception {
        EgressPolicy policy = EgressPolicy.ALLOW_ALL;
        try (Turns turns = new Turns("fuzz")) {
            Forwarder forwarder = new Forwarder(turns, Town.upstream(), policy, _ -> false);
            Resolver resolver = new Resolver(new Town(), policy, forwarder);
            for (String name : List.of("web", "all", "crowd", "no", "a.b")) {
                ByteBuffer query = ByteBuffer.allocate(300);
                query.putShort((short) 7).putShort((short) 0x0100).putShort((short) 1);
                query.position(Header.BYTES);
                new Question(DnsName.of(name), RecordType.ANY, RecordType.IN).write(query);
                Listening client = new Listening();
                resolver.take(query.flip(), client);
                byte[] answer = client.answers.getFirst();
                assertThat(answer).hasSizeLessThanOrEqualTo(512);
                assertThat(DnsAnswer.read(answer).header().id()).isEqualTo(7);
            }
        }
    }
}
