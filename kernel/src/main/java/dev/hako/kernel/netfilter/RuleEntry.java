package dev.hako.kernel.netfilter;

import static dev.hako.kernel.netfilter.NfTables.*;

import dev.hako.kernel.netlink.AttributeWriter;
import dev.hako.kernel.netlink.Attributes;
import dev.hako.kernel.netlink.NetlinkMessage;
import java.util.List;

/// A rule that the kernel has.
///
/// @param handle its number within the table
/// @param instructions what it is made of, in words
public record RuleEntry(String chain, long handle, List<String> instructions) {
    static RuleEntry read(NetlinkMessage message) {
        Attributes attributes = message.attributes(Nfnetlink.NFGENMSG);
        return new RuleEntry(
                attributes.text(NFTA_RULE_CHAIN).orElse(""),
                attributes.be64(NFTA_RULE_HANDLE).orElse(0),
                words(attributes));
    }

    /// Whether this is that rule, as far as words tell: by names of interfaces and verdicts, not by
    /// addresses.
    public boolean is(NftRule rule) {
        AttributeWriter written = new AttributeWriter();
        written.nested(NFTA_RULE_EXPRESSIONS, Expression.list(rule.expressions()));
        return chain.equals(rule.chain()) && instructions.equals(words(written.read()));
    }

    private static List<String> words(Attributes rule) {
        return rule.list(NFTA_RULE_EXPRESSIONS).stream().map(RuleEntry::word).toList();
    }

    /// `meta 6`, `cmp hako0`, `counter`, `immediate 1`.
    private static String word(Attributes expression) {
        String name = expression.text(NFTA_EXPR_NAME).orElse("");
        Attributes data = expression.nested(NFTA_EXPR_DATA);
        return switch (name) {
            case "meta" -> name + " " + data.be32(NFTA_META_KEY).orElse(0);
            case "cmp" -> name + " " + data.nested(NFTA_CMP_DATA).text(NFTA_DATA_VALUE).orElse("");
            case "immediate" -> name + " " + verdict(data.nested(NFTA_IMMEDIATE_DATA));
            default -> name;
        };
    }

    private static int verdict(Attributes value) {
        return value.nested(NFTA_DATA_VERDICT).be32(NFTA_VERDICT_CODE).orElse(0);
    }
}
