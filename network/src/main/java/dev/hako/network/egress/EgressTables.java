package dev.hako.network.egress;

import dev.hako.kernel.netfilter.NftSet;
import dev.hako.kernel.netfilter.NftSet.Element;
import dev.hako.kernel.netfilter.NftTable;
import dev.hako.kernel.netlink.NetlinkRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The two tables that hold boxes back, as what can be done to them.
///
/// @param frames sees what comes to bridges
/// @param packets sees what comes to the host
/// @param logGroup to which it is shown what was refused; empty: nobody looks
record EgressTables(NftTable frames, NftTable packets, Optional<Integer> logGroup) {
    static EgressTables called(String name, Optional<Integer> logGroup) {
        return new EgressTables(
                new NftTable(NftTable.Family.BRIDGE, name),
                new NftTable(NftTable.Family.INET, name),
                logGroup);
    }

    /// Makes all of it anew, whatever is left of it.
    ///
    /// @param pinned what is pinned, by box
    /// @param owned whether nobody else can change it then
    /// @param cutting whether connections are being cut
    List<NetlinkRequest> all(
            Collection<PolicedBox> boxes,
            Map<String, Map<NftSet, List<Element>>> pinned,
            boolean owned,
            boolean cutting) {
        List<NetlinkRequest> requests = new ArrayList<>();
        for (NftTable table : List.of(frames, packets)) {
            requests.addAll(List.of(table.create(), table.delete()));
            requests.add(owned ? table.createOwned() : table.create());
        }
        requests.addAll(frames.sets(EgressRuleset.BRIDGE_SETS));
        EgressRuleset.BRIDGE_CHAINS.forEach(chain -> requests.add(frames.chain(chain)));
        EgressRuleset.BRIDGE_RULES.forEach(rule -> requests.add(frames.append(rule)));
        requests.addAll(packets.sets(EgressRuleset.INET_SETS));
        EgressRuleset.INET_CHAINS.forEach(chain -> requests.add(packets.chain(chain)));
        EgressRuleset.INET_RULES.forEach(rule -> requests.add(packets.append(rule)));
        if (cutting) {
            requests.addAll(cutChain());
        }
        int setId = EgressRuleset.INET_SETS.size();
        for (PolicedBox box : boxes) {
            requests.addAll(additions(ruleset(box), setId));
            requests.addAll(changes(packets, pinned.getOrDefault(box.id(), Map.of()), true));
            setId += ruleset(box).sets().size();
        }
        return requests;
    }

    /// Sees to connections that are there already.
    List<NetlinkRequest> cutChain() {
        List<NetlinkRequest> requests = new ArrayList<>();
        requests.add(packets.chain(EgressRuleset.CUT_CHAIN));
        EgressRuleset.CUT_RULES.forEach(rule -> requests.add(packets.append(rule)));
        return requests;
    }

    BoxRuleset ruleset(PolicedBox box) {
        return new BoxRuleset(box, logGroup);
    }

    /// @param setId above those of other sets in the same transaction
    private List<NetlinkRequest> additions(BoxRuleset ruleset, int setId) {
        List<NetlinkRequest> requests = new ArrayList<>(packets.sets(ruleset.sets(), setId));
        ruleset.chains().forEach(chain -> requests.add(packets.chain(chain)));
        ruleset.rules().forEach(rule -> requests.add(packets.append(rule)));
        requests.addAll(changes(packets, ruleset.inetElements(), true));
        requests.addAll(changes(frames, ruleset.bridgeElements(), true));
        return requests;
    }

    /// Puts a box in the place of what it was before, or adds it.
    List<NetlinkRequest> replacement(Optional<PolicedBox> before, PolicedBox box, List<Pin> pins) {
        BoxRuleset ruleset = ruleset(box);
        List<NetlinkRequest> requests = new ArrayList<>();
        if (before.isEmpty()) {
            requests.addAll(additions(ruleset, 0));
        } else {
            requests.addAll(changes(packets, ruleset(before.get()).inetElements(), false));
            requests.addAll(changes(frames, ruleset(before.get()).bridgeElements(), false));
            ruleset.chains().forEach(chain -> requests.add(packets.empty(chain.name())));
            ruleset.sets().forEach(set -> requests.add(packets.empty(set)));
            ruleset.rules().forEach(rule -> requests.add(packets.append(rule)));
            requests.addAll(changes(packets, ruleset.inetElements(), true));
            requests.addAll(changes(frames, ruleset.bridgeElements(), true));
        }
        requests.addAll(changes(packets, ruleset.elements(pins), true));
        return requests;
    }

    /// Takes a box away.
    List<NetlinkRequest> without(PolicedBox box) {
        BoxRuleset ruleset = ruleset(box);
        List<NetlinkRequest> requests = new ArrayList<>();
        requests.addAll(changes(packets, ruleset.inetElements(), false));
        requests.addAll(changes(frames, ruleset.bridgeElements(), false));
        requests.addAll(changes(packets, ruleset.strictElements(), true));
        requests.addAll(changes(packets, ruleset.strictElements(), false));
        ruleset.chains().forEach(chain -> requests.add(packets.empty(chain.name())));
        ruleset.chains()
                .reversed()
                .forEach(chain -> requests.add(packets.deleteChain(chain.name())));
        ruleset.sets().forEach(set -> requests.add(packets.delete(set)));
        return requests;
    }

    /// Adds elements to sets of a table, or takes them out.
    static List<NetlinkRequest> changes(
            NftTable table, Map<NftSet, List<Element>> elements, boolean add) {
        List<NetlinkRequest> requests = new ArrayList<>();
        elements.forEach((set, some) ->
                requests.addAll(add ? table.add(set, some) : table.remove(set, some)));
        return requests;
    }
}
