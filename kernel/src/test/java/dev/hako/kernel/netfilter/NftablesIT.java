package dev.hako.kernel.netfilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.kernel.EventFd;
import dev.hako.kernel.OwnNamespaces;
import dev.hako.kernel.netfilter.NftSet.Element;
import dev.hako.kernel.netfilter.NftSet.Tuple;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@NeedsRoot
@NeedsProgram("nft")
class NftablesIT {
    private static final NftTable TABLE = new NftTable(NftTable.Family.INET, "tried");
    private static final NftSet PORTS =
            new NftSet("ports", List.of(NftSet.Type.INET_SERVICE), List.of());
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration NOW = Duration.ZERO;

    @Test
    void makesAllChangesOrNone() throws Exception {
        OwnNamespaces.run(() -> {
            try (Nftables nftables = Nftables.open()) {
                NftRule rule = new NftRule("none", List.of(new Expression.Decide(Verdict.DROP)));
                assertThatThrownBy(
                                () -> nftables.commit(List.of(TABLE.create(), TABLE.append(rule))))
                        .hasMessage(
                                "NFT_MSG_NEWRULE \"tried none\": ENOENT (no such file or directory)");
                assertThat(nftables.has(TABLE)).isFalse();
                assertThat(nftables.rules(TABLE)).isEmpty();
                nftables.commit(List.of(TABLE.create()));
                assertThat(nftables.has(TABLE)).isTrue();
                assertThat(nft("list tables")).isEqualTo("table inet tried\n");
            }
        });
    }

    @Test
    void takesMoreElementsThanAMessageHolds() throws Exception {
        OwnNamespaces.run(() -> {
            try (Nftables nftables = Nftables.open()) {
                List<Element> all = new ArrayList<>();
                for (int port = 0; port < 1 << 12; port++) {
                    byte[] bytes = {(byte) (port >> 8), (byte) port};
                    all.add(Element.of(Tuple.of(bytes)));
                }
                nftables.commit(List.of(TABLE.create(), TABLE.sets(List.of(PORTS)).getFirst()));
                nftables.commit(TABLE.add(PORTS, all));
                nftables.commit(TABLE.remove(PORTS, all.subList(0, 4093)));
                assertThat(nft("list set inet tried ports"))
                        .contains("4093", "4094", "4095")
                        .doesNotContain("4092");
            }
        });
    }

    @Test
    void isToldOfWhatOthersChange() throws Exception {
        OwnNamespaces.run(() -> {
            try (Nftables nftables = Nftables.open();
                    RulesetChanges changes = nftables.changesByOthers();
                    EventFd wake = EventFd.open()) {
                int before = nftables.generation();
                nftables.commit(List.of(TABLE.create()));
                assertThat(nftables.generation()).isNotEqualTo(before);
                assertThat(changes.await(NOW, wake)).isFalse();
                nft("flush ruleset");
                assertThat(changes.await(SOON, wake)).isTrue();
                assertThat(changes.await(NOW, wake)).isFalse();
                assertThat(nftables.has(TABLE)).isFalse();
                wake.signal();
                assertThat(changes.await(Duration.ofDays(1), wake)).isFalse();
            }
        });
    }

    @Test
    void isNotToldOfWhatItIsToOverlook() throws Exception {
        OwnNamespaces.run(() -> {
            try (Nftables nftables = Nftables.open();
                    Nftables second = Nftables.open();
                    RulesetChanges changes = nftables.changesByOthers();
                    EventFd wake = EventFd.open()) {
                changes.overlook(second);
                second.commit(List.of(TABLE.create()));
                assertThat(changes.await(NOW, wake)).isFalse();
                nft("flush ruleset");
                assertThat(changes.await(SOON, wake)).isTrue();
            }
        });
    }

    @Test
    void readsWhatPassesWithTheTimeThatIsLeft() throws Exception {
        OwnNamespaces.run(() -> {
            try (Nftables nftables = Nftables.open()) {
                NftSet passing = new NftSet("passing", PORTS.key(), List.of(), true, 2);
                nftables.commit(List.of(TABLE.create(), TABLE.sets(List.of(passing)).getFirst()));
                assertThat(nftables.elements(TABLE, passing)).isEmpty();
                nftables.commit(
                        TABLE.add(
                                passing,
                                List.of(
                                        Element.passing(
                                                Tuple.of(new byte[] {1, 2}),
                                                Duration.ofMinutes(1)))));
                Element read = nftables.elements(TABLE, passing).getFirst();
                assertThat(read.key().parts().getFirst()).containsExactly(1, 2);
                assertThat(read.lasts()).isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));
                nftables.commit(List.of(TABLE.empty(passing)));
                assertThat(nftables.elements(TABLE, passing)).isEmpty();
                nftables.commit(List.of(TABLE.delete(passing)));
                assertThat(nftables.elements(TABLE, passing)).isEmpty();
            }
        });
    }

    private static String nft(String arguments) {
        List<String> command = new ArrayList<>(List.of("nft"));
        command.addAll(List.of(arguments.split(" ", -1)));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            byte[] output = process.getInputStream().readAllBytes();
            return new String(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
