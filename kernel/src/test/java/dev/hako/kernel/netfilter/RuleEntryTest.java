package dev.hako.kernel.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.kernel.netlink.AttributeWriter;
import dev.hako.kernel.netlink.NetlinkMessage;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RuleEntryTest {
    private static final NftRule ACCEPTED =
            new NftRule(
                    "FORWARD",
                    List.of(
                            new Expression.Meta(MetaKey.IIFNAME, 0),
                            new Expression.Compare(0, true, new byte[] {'b', 'r', 0}),
                            new Expression.Counter(),
                            new Expression.Decide(Verdict.ACCEPT)));

    @Test
    void readsWhatTheKernelWouldSay() {
        RuleEntry entry = RuleEntry.read(message(ACCEPTED));
        assertThat(entry.chain()).isEqualTo("FORWARD");
        assertThat(entry.handle()).isEqualTo(7);
        assertThat(entry.instructions())
                .containsExactly("meta 6", "cmp br", "counter", "immediate 1");
        assertThat(entry.is(ACCEPTED)).isTrue();
        assertThat(entry.is(new NftRule("INPUT", ACCEPTED.expressions()))).isFalse();
        assertThat(entry.is(new NftRule("FORWARD", ACCEPTED.expressions().subList(0, 3))))
                .isFalse();
    }

    @Test
    void readsAnythingWithoutStumbling() {
        Random random = new Random(7);
        byte[] rule = message(ACCEPTED).payload();
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = rule.clone();
            for (int i = random.nextInt(6); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            RuleEntry entry = RuleEntry.read(new NetlinkMessage(0, 0, 1, 0, bytes));
            assertThat(entry.instructions()).isNotNull();
        }
    }

    private static NetlinkMessage message(NftRule rule) {
        AttributeWriter writer =
                new AttributeWriter()
                        .text(NfTables.NFTA_RULE_CHAIN, rule.chain())
                        .be64(NfTables.NFTA_RULE_HANDLE, 7)
                        .nested(
                                NfTables.NFTA_RULE_EXPRESSIONS,
                                Expression.list(rule.expressions()));
        return message(writer);
    }

    /// As it arrives: behind the four bytes that all of netfilter has.
    private static NetlinkMessage message(AttributeWriter attributes) {
        byte[] written = attributes.toByteArray();
        byte[] payload = new byte[Nfnetlink.NFGENMSG + written.length];
        System.arraycopy(written, 0, payload, Nfnetlink.NFGENMSG, written.length);
        return new NetlinkMessage(0, 0, 1, 0, payload);
    }
}
