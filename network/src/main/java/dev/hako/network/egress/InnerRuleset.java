package dev.hako.network.egress;

import static dev.hako.network.egress.Pieces.*;

import dev.hako.kernel.netfilter.NftChain;
import dev.hako.kernel.netfilter.NftChain.Hook;
import dev.hako.kernel.netfilter.NftRule;
import dev.hako.kernel.netfilter.NftTable;
import dev.hako.kernel.netfilter.Verdict;
import dev.hako.kernel.netlink.NetlinkRequest;
import java.util.ArrayList;
import java.util.List;

/// What the packet filter in a box's own network namespace has, as data.
///
/// | chain | asked | does |
/// |---|---|---|
/// | `cut` | before `decide`, while connections are being cut | asks the box's chain of those that the box has begun |
/// | `decide` | of each packet that the box sends | lets through what stays in the box, answers, and how neighbours are found; asks the box's chain of all else |
///
/// The box's chain is the same as on a host. Nothing looks at whose addresses a packet carries: a
/// box that could send others than its own could change the filter, too.
///
/// @param box what is the same in the packet filter of a host
record InnerRuleset(BoxRuleset box) {
    private static final String DECIDE = "decide";
    private static final String CUT = "cut";
    private static final String LOOPBACK = "lo";

    /// What finds routers and neighbours, and joins groups for that (RFC 4861, RFC 2710, RFC 3810):
    /// the kernel sends it, and no program can that may not send packets of its own making.
    private static final List<Integer> DISCOVERY = List.of(131, 132, 133, 143);

    private static final NftChain CUT_CHAIN = NftChain.at(CUT, "filter", Hook.OUTPUT, -1);

    /// All but what is cut.
    List<NftChain> chains() {
        List<NftChain> chains = new ArrayList<>(box.chains());
        chains.add(NftChain.at(DECIDE, "filter", Hook.OUTPUT, 0));
        return chains;
    }

    List<NftRule> rules() {
        List<NftRule> rules = new ArrayList<>(box.rules());
        rules.add(rule(DECIDE, Verdict.ACCEPT, leavesBy(LOOPBACK)));
        rules.add(rule(DECIDE, Verdict.ACCEPT, isEstablished()));
        rules.add(rule(DECIDE, Verdict.ACCEPT, isAnErrorOfAConnection(ICMP)));
        rules.add(rule(DECIDE, Verdict.ACCEPT, isAnErrorOfAConnection(ICMP6)));
        rules.add(rule(DECIDE, Verdict.ACCEPT, isIcmp6(SOLICITATION)));
        rules.add(rule(DECIDE, Verdict.ACCEPT, isIcmp6(ADVERTISEMENT)));
        DISCOVERY.forEach(type -> rules.add(rule(DECIDE, Verdict.ACCEPT, isIcmp6(type))));
        rules.add(rule(DECIDE, Verdict.goTo(box.chain()), List.of()));
        return rules;
    }

    private List<NftRule> cutRules() {
        return List.of(
                rule(CUT, Verdict.ACCEPT, leavesBy(LOOPBACK)),
                rule(CUT, Verdict.goTo(box.chain()), isBegunByWhoSends()));
    }

    /// Makes all of it anew, whatever is left of it.
    List<NetlinkRequest> all(NftTable table, boolean cutting) {
        List<NetlinkRequest> requests =
                new ArrayList<>(List.of(table.create(), table.delete(), table.create()));
        requests.addAll(table.sets(box.sets()));
        chains().forEach(chain -> requests.add(table.chain(chain)));
        rules().forEach(rule -> requests.add(table.append(rule)));
        if (cutting) {
            requests.addAll(cut(table));
        }
        return requests;
    }

    /// Sees to connections that are there already.
    List<NetlinkRequest> cut(NftTable table) {
        List<NetlinkRequest> requests = new ArrayList<>(List.of(table.chain(CUT_CHAIN)));
        cutRules().forEach(rule -> requests.add(table.append(rule)));
        return requests;
    }

    /// Sees to them no more.
    static List<NetlinkRequest> cutNoMore(NftTable table) {
        return List.of(table.empty(CUT), table.deleteChain(CUT));
    }

    /// How many rules there are.
    int count(boolean cutting) {
        return rules().size() + (cutting ? cutRules().size() : 0);
    }
}
