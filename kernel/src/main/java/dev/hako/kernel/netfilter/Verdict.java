package dev.hako.kernel.netfilter;

import static dev.hako.kernel.netfilter.NfTables.*;

import dev.hako.kernel.netlink.AttributeWriter;

/// What becomes of a packet that a rule is for.
///
/// @param code `NF_…` or `NFT_…`
/// @param chain where to go on; empty but for a jump or a goto
public record Verdict(int code, String chain) {
    /// This chain and those that it was called from have no objection; another base chain may.
    public static final Verdict ACCEPT = new Verdict(NF_ACCEPT, "");

    /// Nobody hears of the packet again.
    public static final Verdict DROP = new Verdict(NF_DROP, "");

    /// The calling chain goes on.
    public static final Verdict RETURN = new Verdict(NFT_RETURN, "");

    /// Another chain of the table is asked first.
    public static Verdict jump(String chain) {
        return new Verdict(NFT_JUMP, chain);
    }

    /// Another chain of the table decides, and this one is not come back to.
    public static Verdict goTo(String chain) {
        return new Verdict(NFT_GOTO, chain);
    }

    void write(AttributeWriter verdict) {
        verdict.be32(NFTA_VERDICT_CODE, code);
        if (!chain.isEmpty()) {
            verdict.text(NFTA_VERDICT_CHAIN, chain);
        }
    }
}
